import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { validationException } from '../../../local/dynamodb/errors.ts';
import type { Call } from './sides.ts';

type Input = Record<string, unknown>;

const INDEX_KEY = 'One or more parameter values were invalid: Type mismatch for Index Key';

/** Faults that are planted around the embedded cloud, by what they do; the search has to find each. */
export const plantedFaults: Readonly<Record<string, (call: Call) => Call>> = {
  'takes < for <=': rewriting((input) => withText(input, / <= /g, ' < ')),
  'loses the condition of a put': rewriting((input, operation) =>
    operation === 'PutItem' ? without(input, 'ConditionExpression') : input,
  ),
  'returns more than a projection asks for': rewriting((input, operation) =>
    operation === 'GetItem' || operation === 'Query'
      ? without(input, 'ProjectionExpression')
      : input,
  ),
  'puts the reasons of a cancelled transaction at other positions': (call) => {
    return (operation, input) => call(operation, input).catch(throwReversed);
  },
  'forgets the tokens of transactions': rewriting(({ ClientRequestToken: _, ...rest }) => rest),
  'swaps the images of stream records': answering((output) => {
    for (const { dynamodb } of (output['Records'] ?? []) as { dynamodb: Input }[]) {
      const { NewImage, OldImage } = dynamodb;
      Object.assign(dynamodb, { NewImage: OldImage, OldImage: NewImage });
    }
    return output;
  }),
  'returns the new attributes for the old': rewriting((input) =>
    input['ReturnValues'] === 'UPDATED_OLD' ? { ...input, ReturnValues: 'UPDATED_NEW' } : input,
  ),
  'reads an index backwards': rewriting((input, operation) =>
    operation === 'Query' && input['IndexName'] !== undefined
      ? { ...input, ScanIndexForward: input['ScanIndexForward'] === false }
      : input,
  ),
  'does not find what an invalid TransactGetItems asks for': failing('TransactGetItems', (error) =>
    Object.assign(error, { name: 'ResourceNotFoundException', CancellationReasons: undefined }),
  ),
  'takes a failed condition of a transaction for an invalid request': failing(
    'TransactWriteItems',
    (error) => (conditionFailed(error) ? validationException('Invalid condition') : error),
  ),
  'takes items of a transaction for one': refusing(
    ({ TransactItems }) => (TransactItems as unknown[] | undefined)?.length === 2,
    'Transaction request cannot include multiple operations on one item',
  ),
  'takes an index key of the right type for a wrong one': refusing(
    (input) => input['TableName'] === 'strings' && input['UpdateExpression'] !== undefined,
    `${INDEX_KEY} a Expected: S Actual: N IndexName: by-a`,
  ),
  'tells of an index key where it is the key that is wrong': failing('PutItem', (error) =>
    /Missing the key|Type mismatch for key/.test(error.message)
      ? validationException(`${INDEX_KEY} g Expected: S Actual: N IndexName: by-g`)
      : error,
  ),
};

/** Throws something else where an operation throws. */
function failing(failed: string, change: (error: Error) => Error): (call: Call) => Call {
  return (call) => async (operation, input) => {
    try {
      return await call(operation, input);
    } catch (error) {
      throw operation === failed ? change(error as Error) : error;
    }
  };
}

/** Refuses what was carried out. */
function refusing(isRefused: (input: Input) => boolean, message: string): (call: Call) => Call {
  return (call) => async (operation, input) => {
    const output = await call(operation, input);
    if (isRefused(input as Input)) throw validationException(message);
    return output;
  };
}

function conditionFailed(error: Error): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = error.CancellationReasons?.map(({ Code }) => Code) ?? [];
  return codes.every((code) => code === 'None' || code === 'ConditionalCheckFailed');
}

function rewriting(rewrite: (input: Input, operation: string) => Input): (call: Call) => Call {
  return (call) => (operation, input) => call(operation, rewrite({ ...input }, operation));
}

function answering(change: (output: Input) => object): (call: Call) => Call {
  return (call) => async (operation, input) => change((await call(operation, input)) as Input);
}

function throwReversed(error: unknown): never {
  if (error instanceof TransactionCanceledException) error.CancellationReasons?.reverse();
  throw error;
}

const expressions = /Expression$/;

function withText(input: Input, pattern: RegExp, replacement: string): Input {
  const members = Object.entries(input).map(([name, member]) => {
    const text = expressions.test(name) && typeof member === 'string';
    return [name, text ? member.replace(pattern, replacement) : member];
  });
  return Object.fromEntries(members);
}

/** Without an expression, and the placeholders that only it used. */
function without(input: Input, expression: string): Input {
  const { [expression]: _, ...rest } = input;
  const texts = Object.entries(rest).filter(([name]) => expressions.test(name));
  const used = texts.map(([, text]) => text).join(' ');
  for (const member of ['ExpressionAttributeNames', 'ExpressionAttributeValues']) {
    const given = Object.entries((rest[member] ?? {}) as Input);
    const kept = given.filter(([name]) => new RegExp(`${name}\\b`).test(used));
    if (kept.length > 0) rest[member] = Object.fromEntries(kept);
    else delete rest[member];
  }
  return rest;
}
