import { describe, expect, it } from 'vitest';
import { EmbeddedPlatform } from './embedded-platform.ts';

const platform = await EmbeddedPlatform.create({ stage: { encryption: 'customer-managed' } });

describe('a stage with customer managed keys', () => {
  it('grants every service what it needs of them: an order goes all the way', async () => {
    await platform.stock('KEYS-1', 5);
    const orderId = await platform.place('KEYS-1');
    await platform.settle();
    expect(await platform.order(orderId)).toMatchObject({ status: 'fulfilled' });
    expect(await platform.deadLetterCount()).toBe(0);
  });
});
