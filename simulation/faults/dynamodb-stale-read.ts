import { fault } from '../fault.ts';

/** A replica is up to date after a second or so. */
const LATEST_MS = 2_000;

/** An eventually consistent read sees an item as it was before its last write. */
export const dynamodbStaleRead = fault({
  kind: 'dynamodb-stale-read',
  sentence: 'An eventually consistent read sees an item as it was before its last write.',
  at: 'call',
  chance: 0.2,
  applies: ({ service, operation }) =>
    service === 'dynamodb' && (operation === 'BatchGetItem' || operation === 'GetItem'),
  bite: () => ({ kind: 'stale', withinMs: LATEST_MS }),
});
