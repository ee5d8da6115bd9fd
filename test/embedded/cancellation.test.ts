import { describe, expect, it } from 'vitest';
import { EmbeddedPlatform } from './embedded-platform.ts';

const platform = await EmbeddedPlatform.create();

describe('a cancellation', () => {
  it('of a confirmed order is settled by fulfilment, one way and not both', async () => {
    await platform.stock('CANCEL-2', 50);
    const orderIds = [];
    for (let count = 0; count < 12; count += 1) {
      const orderId = await platform.place('CANCEL-2');
      orderIds.push(orderId);
      while (!platform.typesOf(orderId).includes('OrderConfirmed')) {
        await platform.sleep(5);
      }
      await platform.sleep(count * 40);
      await platform.cancel(orderId);
    }
    await platform.settle();
    const ends = [];
    for (const orderId of orderIds) {
      const { status, cancellation } = await platform.order(orderId);
      ends.push(`${status} ${cancellation?.state ?? 'never asked'}`);
      const types = platform.typesOf(orderId);
      expect(types.includes('OrderFulfilled')).toBe(status === 'fulfilled');
      expect(types.includes('ShipmentStopped')).toBe(status === 'cancelled');
    }
    expect(new Set(ends)).toEqual(new Set(['cancelled effective', 'fulfilled refused']));
    expect((await platform.books()).openAuthorisations).toBe(0);
  });
});
