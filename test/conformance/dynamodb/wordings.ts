import { isDeepStrictEqual } from 'node:util';
import { messages, type Told, toldOf, uncounted } from './faults.ts';
import {
  type MetDifference,
  REFERENCE,
  reads,
  recorded,
  transactions,
  writes,
} from './met-difference.ts';

const captured =
  'answers of AWS recorded by paritysuite/dynamodb-conformance, captures/cross-region-latest.json';

/** What is told otherwise, and means the same. */
export const wordings: readonly MetDifference[] = [
  {
    name: 'counted faults of writes',
    concerns: writes,
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: captured },
    differs: 'the faults that the front end of single writes finds are not counted there',
    explains: (_step, ours, theirs) => isDeepStrictEqual(uncounted(ours, theirs), theirs),
  },
  {
    name: 'values of expressions in writes',
    concerns: writes,
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: captured },
    differs: 'a value of an expression that is none is told of with its placeholder there',
    explains: (_step, ours, theirs) => {
      const [mine, other] = [toldOf(uncounted(ours, theirs)), toldOf(theirs)];
      const wrapped = /^ExpressionAttributeValues contains invalid value: .* for key :\w+$/;
      return mine?.name === other?.name && other !== undefined && wrapped.test(other.message);
    },
  },
  {
    name: 'types that ADD and DELETE do not take',
    concerns: ['dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source:
      'floci-io/floci, DynamoDbAddDeleteOperandIntegrationTest.java, answers of AWS of September 2026',
    differs: 'DELETE names a set of types of its own there, and truth values are called BOOLEAN',
    explains: messages(/ALLOWED_FOR_ADD_OPERAND$/, /ALLOWED_FOR_(ADD|DELETE)_OPERAND$/),
  },
  {
    name: 'numbers that are none',
    concerns: [...writes, 'dynamodb:BatchWriteItem', ...transactions, ...reads],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs:
      'the words for a text that is no number, or has too many digits or too large a magnitude',
    explains: messages(
      /cannot be converted to a numeric value|more than 38 significant digits|Number (over|under)flow/,
      /cannot be converted into a number|precision up to 38|Number (over|under)flow/,
    ),
  },
  {
    name: 'return values of puts and deletes',
    concerns: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs: 'the words for ReturnValues other than NONE and ALL_OLD',
    explains: messages(
      /^ReturnValues can only be ALL_OLD or NONE$/,
      /^Return values set to invalid value$/,
    ),
  },
  {
    name: 'keys that do not fit the schema',
    concerns: [...writes, 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs: 'the words for a key with too few, too many or wrongly typed attributes',
    explains: messages(
      /^The provided key element does not match the schema$|Missing the key|Type mismatch for key|not contain an empty/,
      /^(The number of conditions on the keys is invalid|Invalid attribute value type|One of the required keys was not given a value|The provided key element does not match the schema)$|Type mismatch for key|empty keys|not contain an empty/,
    ),
  },
  {
    name: 'index keys of another type',
    concerns: [...writes, 'dynamodb:BatchWriteItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs:
      'the words for an attribute that is the key of an index, and has another type, and where it is empty besides',
    explains: messages(
      /Type mismatch for Index Key/,
      /Type mismatch for Index Key|Invalid attribute value type|secondary index key to a value that is not supported/,
    ),
  },
  {
    name: 'the key that a query lacks',
    concerns: ['dynamodb:Query'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs: 'the key that a key condition lacks is not named there',
    explains: messages(/^Query condition missed key schema element/, /^Query condition missed key/),
  },
  {
    name: 'twins in sets',
    concerns: [...writes, 'dynamodb:BatchWriteItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs:
      'the full stop behind an input collection that contains duplicates, and the prefix before it',
    explains: messages(
      /Input collection .*contains duplicates/,
      /Input collection .*contains duplicates/,
    ),
  },
  {
    name: 'bytes in messages',
    concerns: reads,
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs: 'bounds that are bytes are shown as base64, there as a Java buffer',
    explains: messages(/BETWEEN operator requires/, /java\.nio\.HeapByteBuffer/),
  },
  {
    name: 'order of attributes that an index does not project',
    concerns: reads,
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs: 'the order in which the attributes are named that a global index does not project',
    explains: (_step, ours, theirs) => {
      const [mine, other] = [toldOf(ours), toldOf(theirs)].map(withSortedNames);
      return mine !== undefined && isDeepStrictEqual(mine, other);
    },
  },
  {
    name: 'which overlapping paths are named',
    concerns: ['dynamodb:UpdateItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs: 'the two paths that are named when an update has paths that overlap or conflict',
    explains: messages(
      /Two document paths (overlap|conflict) with each other/,
      /Two document paths (overlap|conflict) with each other/,
    ),
  },
  {
    name: 'conditional checks within transactions',
    concerns: ['dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source: 'Amazon DynamoDB API Reference, TransactWriteItems, cancellation reasons',
    differs: 'the reason of a failed ConditionCheck ends with a full stop there',
    explains: (_step, ours, theirs) => {
      const [left, right] = [toldOf(ours), toldOf(theirs)];
      if (!left || !right) return false;
      const [mine, other] = [left, right].map(({ name, item, reasons }: Told) => ({
        ...{ name, item },
        reasons: reasons?.map(({ Message = '', ...rest }) => ({
          ...rest,
          Message: Message.replace(/^(The conditional request failed)\.$/, '$1'),
        })),
      }));
      return left.reasons !== undefined && isDeepStrictEqual(mine, other);
    },
  },
  {
    name: 'tokens of another transaction',
    concerns: ['dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source:
      'Amazon DynamoDB API Reference, TransactWriteItems, IdempotentParameterMismatchException',
    differs: 'the exception has no message there',
    explains: (_step, ours, theirs) =>
      toldOf(ours)?.name === 'IdempotentParameterMismatchException' &&
      toldOf(theirs)?.name === 'IdempotentParameterMismatchException',
  },
];

/** An error whose message names attributes that are not projected, in one order; undefined for others. */
function withSortedNames(told: Told | undefined): Told | undefined {
  const named = /^(.* secondary index \S+ does not project )\[(.+)\]$/.exec(told?.message ?? '');
  if (!told || !named) return undefined;
  return { ...told, message: `${named[1]}${named[2]!.split(', ').sort()}` };
}
