import type { CallPoint } from '../../local/interference.ts';
import { fault } from '../fault.ts';

/** A replica is up to date after a second or so; the first prices are that old when the first order comes. */
export const LATEST_MS = 2_000;

/** An eventually consistent read sees an item as it was before its last write. */
export const dynamodbStaleRead = fault({
  kind: 'dynamodb-stale-read',
  sentence: 'An eventually consistent read sees an item as it was before its last write.',
  at: 'call',
  chance: 0.4,
  applies: isEventuallyConsistent,
  bite: () => ({ kind: 'stale', withinMs: LATEST_MS }),
});

interface Consistency {
  ConsistentRead?: boolean;
}

function isEventuallyConsistent({ operation, input }: CallPoint): boolean {
  if (operation === 'GetItem') return !(input as Consistency).ConsistentRead;
  if (operation !== 'BatchGetItem') return false;
  const { RequestItems } = input as { RequestItems: Record<string, Consistency> };
  return Object.values(RequestItems).some(({ ConsistentRead }) => !ConsistentRead);
}
