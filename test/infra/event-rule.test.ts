import { describe, expect, it } from 'vitest';
import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { PaymentAuthorized } from '../../events/payment-authorized.ts';
import { groupByRule, patternOf } from '../../lib/constructs/event-rule.ts';

describe('the subscriptions of a consumer', () => {
  const plain = [{ contract: InventoryReserved }, { contract: PaymentAuthorized }];
  const selective = { contract: OrderPlaced, where: { saga: ['choreography'] } };

  it('share one rule, but for those that name values', () => {
    expect(groupByRule([plain[0]!, selective, plain[1]!])).toEqual([plain, [selective]]);
    expect(groupByRule([selective])).toEqual([[selective]]);
  });

  it('become the pattern that matches exactly them', () => {
    expect(patternOf(plain)).toEqual({
      source: ['orderly.inventory', 'orderly.payments'],
      'detail-type': ['InventoryReserved', 'PaymentAuthorized'],
    });
    expect(patternOf([selective])).toEqual({
      source: ['orderly.ordering'],
      'detail-type': ['OrderPlaced'],
      detail: { data: { saga: ['choreography'] } },
    });
  });
});
