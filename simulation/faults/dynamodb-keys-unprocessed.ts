import type { CallPoint } from '../../local/interference.ts';
import { hashText, mix } from '../dice.ts';
import { fault } from '../fault.ts';

/** BatchGetItem reads some keys of a call and gives the others back unprocessed. */
export const dynamodbKeysUnprocessed = fault({
  kind: 'dynamodb-keys-unprocessed',
  sentence: 'BatchGetItem reads some keys of a call and gives the others back unprocessed.',
  at: 'call',
  chance: 0.1,
  applies: (point) => point.operation === 'BatchGetItem' && keysIn(point) > 1,
  bite: (point, fraction) => {
    const count = keysIn(point);
    const read = Math.floor(fraction * count);
    const positions = new Set<number>();
    for (let position = 0; position < count; position += 1) {
      if (position !== read && mix(hashText(`${fraction} ${position}`)) % 2 === 0) {
        positions.add(position);
      }
    }
    if (positions.size === 0) positions.add((read + 1) % count);
    return { kind: 'keys-unprocessed', positions };
  },
});

function keysIn({ input }: CallPoint): number {
  const { RequestItems } = input as {
    RequestItems: Record<string, { Keys: readonly unknown[] }>;
  };
  return Object.values(RequestItems).reduce((sum, { Keys }) => sum + Keys.length, 0);
}
