import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../simulation/evidence/ledger.ts';
import { namesIn } from '../../../simulation/story/names.ts';

const order = '5de848c13165aa1b87be75ff9c11f226';
const event = '46d797aa3b909040420091585a3c573f';
const unknown = 'bcb5e275edb8661e0bcac0a45ddb8c55';

const ledger = {
  answers: [
    { act: { id: 'order-25', kind: 'place' }, body: { orderId: order } },
    { act: { id: 'stock-HOT-1', kind: 'stock' }, body: {} },
  ],
  outboxes: new Map([[event, { type: 'OrderPlaced' }]]),
  published: new Map(),
} as unknown as Ledger;

describe('the names of a story', () => {
  const named = namesIn(ledger);

  it('are acts for orders, types for events, and beginnings for other ids', () => {
    expect(named(`order#${order}/2 by ${event}, because of ${unknown}`)).toBe(
      'order#order-25/2 by OrderPlaced 46d797, because of bcb5e2',
    );
  });

  it('leave the stage out of those of functions', () => {
    expect(named('orderly-local-payments-relay PutEvents')).toBe('payments-relay PutEvents');
  });
});
