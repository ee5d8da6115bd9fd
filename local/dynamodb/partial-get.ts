import type { BatchGetItemInput, BatchGetItemOutput } from '@aws-sdk/client-dynamodb';
import type { Answer } from '../service.ts';

type Requests = NonNullable<BatchGetItemInput['RequestItems']>;

/**
 * A BatchGetItem that leaves some keys unread: the others are read, and those come back as unprocessed, with all that
 * was asked of their table. At least one is to be left, as DynamoDB throttles what it cannot answer at all
 * (API_BatchGetItem).
 */
export function getInPart(
  input: BatchGetItemInput,
  positions: ReadonlySet<number>,
  get: (rest: BatchGetItemInput) => Answer,
): Answer {
  const { read, left } = split(input.RequestItems ?? {}, positions);
  const answer = get({ ...input, RequestItems: read });
  const { UnprocessedKeys: unread = {}, ...output } = answer.output as BatchGetItemOutput;
  for (const [table, request] of Object.entries(unread)) {
    const Keys = [...(request.Keys ?? []), ...(left[table]?.Keys ?? [])];
    left[table] = { ...request, Keys };
  }
  return { ...answer, output: { ...output, UnprocessedKeys: left } };
}

/** The requests without the keys at `positions`, and those with nothing but them. */
function split(requests: Requests, positions: ReadonlySet<number>) {
  const [read, left]: [Requests, Requests] = [{}, {}];
  let position = 0;
  for (const [table, request] of Object.entries(requests)) {
    for (const key of request.Keys ?? []) {
      const part = positions.has(position) ? left : read;
      part[table] = { ...request, Keys: [...(part[table]?.Keys ?? []), key] };
      position += 1;
    }
  }
  return { read, left };
}
