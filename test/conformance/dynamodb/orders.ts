import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../agreement.ts';
import { filtersUnprojected, hasTwins, type Part, partsOf } from './evidence.ts';
import {
  bothFail,
  faultIn,
  faultOfAction,
  mayHave,
  onlyMakesIndexKeys,
  severalFaults,
  toldOf,
  updateFault,
} from './faults.ts';
import {
  type MetDifference,
  REFERENCE,
  reads,
  recorded,
  transactions,
  writes,
} from './met-difference.ts';
import { shapes } from './shapes.ts';
import type { Step } from './step.ts';

/** What is checked in another order, or elsewhere. */
export const orders: readonly MetDifference[] = [
  {
    name: 'order of several faults at once',
    concerns: [...writes, ...reads, ...transactions, 'dynamodb:GetItem', 'dynamodb:BatchGetItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs: 'which fault is told of a request that has several, in different parts of it',
    explains: severalFaults,
  },
  {
    name: 'order of several faults within an expression',
    concerns: ['dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs: 'which operand or path of an update is told when several are wrong in the same way',
    explains: (_step, ours, theirs) =>
      [
        /Incorrect operand type for operator or function; operator: (ADD|DELETE)/,
        /^Key attributes must be scalars/,
        /Cannot update attribute/,
      ].some((kind) => bothFail(ours, theirs, kind)),
  },
  {
    name: 'a dot with spaces around it',
    concerns: [...writes, ...reads, ...transactions],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs: 'the token that a syntax error names when something else than a name follows a dot',
    explains: (step, ours, theirs) =>
      JSON.stringify(step.input).includes(' . ') &&
      /Syntax error; token/.test(faultIn(ours) ?? '') &&
      toldOf(theirs)?.name === 'ValidationException',
  },
  {
    name: 'redundant parentheses before a syntax error',
    concerns: [...writes, ...reads, ...transactions],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs:
      'which fault is told of an expression with doubled parentheses and a syntax error after them',
    explains: (step, ours, theirs) => {
      const [, mine] = /^Invalid (\w+): Syntax error; token: /.exec(faultIn(ours) ?? '') ?? [];
      const [, other] =
        /^Invalid (\w+): The expression has redundant par/.exec(faultIn(theirs) ?? '') ?? [];
      const texts = partsOf(step).map((part) => part[mine as keyof Part]);
      return mine !== undefined && mine === other && texts.some((text) => hasDoubled(text));
    },
  },
  {
    name: 'order of checks when a key is updated',
    concerns: ['dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs:
      'an update of a key attribute, or within one, or of the key of an index to what it cannot be, is refused before the condition is tested, and there after it',
    explains: (step, ours, theirs) =>
      /Cannot update attribute|^Key attributes must be scalars|attempted to update a secondary index key/.test(
        faultIn(ours) ?? '',
      ) &&
      mayHave(step, faultIn(ours)!) &&
      /conditional request failed|ConditionalCheckFailed/.test(toldOf(theirs)?.message ?? ''),
  },
  {
    name: 'twice the same item in a transaction',
    concerns: transactions,
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs: 'two actions on one item are refused before any item is read, and there after it',
    explains: (step, ours, theirs) =>
      /multiple operations on one item/.test(faultIn(ours) ?? '') &&
      hasTwins(step, 'in any way') &&
      toldOf(theirs) !== undefined,
  },
  {
    name: 'index keys of another type made by updates',
    concerns: ['dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs: 'an update may give the sort key of a local index a type it cannot have there',
    diverges: true,
    explains: onlyMakesIndexKeys,
  },
  {
    name: 'twice the same number as a key',
    concerns: [...transactions, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs: 'keys that are one number in two spellings, such as 2 and 2.0, are two items there',
    diverges: true,
    explains: (step, ours, theirs) =>
      /multiple operations on one item|item keys contains duplicates/.test(faultIn(ours) ?? '') &&
      hasTwins(step, 'otherwise') &&
      toldOf(theirs) === undefined,
  },
  {
    name: 'order of what does not fit the item',
    concerns: ['dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs: 'which action of an update is told when several do not fit the item',
    explains: (_step, ours, theirs) => bothFail(ours, theirs, updateFault),
  },
  {
    name: 'faults of one action of a transaction',
    concerns: transactions,
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source:
      'Amazon DynamoDB API Reference, TransactWriteItems: TransactionCanceledException has the reason ValidationError',
    differs:
      'an action that does not fit its table or item cancels the transaction, and there is the ValidationException of the request',
    explains: faultOfAction,
  },
  {
    name: 'last key of the one item of a key',
    concerns: ['dynamodb:Query'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented' },
    source:
      'Amazon DynamoDB API Reference, Query, LastEvaluatedKey: it need not mean that there is more; of tables without a sort key nothing is said',
    differs:
      'a query of a table without a sort key that ends by its Limit of 1 has a LastEvaluatedKey, and none there',
    explains: endsWithOneItem,
  },
  {
    name: 'scans by what a global index does not project',
    concerns: ['dynamodb:Scan'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source:
      'Amazon DynamoDB Developer Guide, "Improving data access with secondary indexes": DynamoDB fetches no attributes from the table',
    differs: 'the filter of a scan sees attributes there that the global index does not project',
    explains: (step, { items: mine, scanned }, theirs) =>
      mine !== undefined &&
      theirs['items'] !== undefined &&
      scanned === theirs['scanned'] &&
      step.operation === 'Scan' &&
      partsOf(step).some(filtersUnprojected),
  },
];

/** Explains a last key and the empty page after it, where nothing else differs. */
function endsWithOneItem({ operation, input }: Step, ours: Outcome, theirs: Outcome): boolean {
  const table = shapes.find(({ name }) => name === input['TableName']);
  const bare = table?.range === undefined && input['IndexName'] === undefined;
  if (operation !== 'Query' || !bare || input['Limit'] !== 1) return false;
  const [mine, other] = [ours, theirs].map(({ pages }) => (pages ?? []) as Outcome[]);
  const [first, empty, ...others] = mine!;
  if (first === undefined || empty === undefined || others.length > 0) return false;
  const { LastEvaluatedKey: last, ...rest } = first;
  return (
    last !== undefined &&
    empty['ScannedCount'] === 0 &&
    empty['LastEvaluatedKey'] === undefined &&
    isDeepStrictEqual([rest], other)
  );
}

function hasDoubled(text: unknown): boolean {
  return typeof text === 'string' && /\( ?\(/.test(text) && /\) ?\)/.test(text);
}
