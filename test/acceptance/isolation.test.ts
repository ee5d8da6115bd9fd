import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import { fulfilment } from '../../lib/stacks/fulfilment.ts';
import { withoutConsumers } from './event-sources.ts';
import { Platform } from './platform.ts';
import { consumersOf } from './stage-queues.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await Platform.start();
});

afterAll(() => platform?.stop());

const consumers = consumersOf([fulfilment]).map(({ name }) => name);

describe('a service that is down', () => {
  it('delays only what needs its answer: orders are confirmed and charged without fulfilment', async () => {
    await platform.stock('DOWN-1', 10);
    const orderId = await withoutConsumers(platform.target, 'fulfilment', consumers, async () => {
      const placed = await platform.place('DOWN-1');
      await platform.until('the payment is captured', () =>
        platform.typesOf(placed).includes(PaymentCaptured.name),
      );
      expect(await platform.order(placed)).toMatchObject({ status: 'confirmed' });
      expect(await platform.deadLetterCount()).toBe(0);
      return placed;
    });
    await platform.settle();
    expect(await platform.order(orderId)).toMatchObject({ status: 'fulfilled' });
  });
});
