import { describe, expect, it } from 'vitest';
import { functionBill } from '../../simulation/run/order-run.ts';
import { EmbeddedPlatform } from './embedded-platform.ts';

/** The most one fulfilled order of one line may cost, at batch size 1; the design's bounds. */
const MAX_WRITE_UNITS = 16;
const MAX_CALLS = 30;

const platform = await EmbeddedPlatform.create({
  stage: { consumers: { batchSize: 1 }, relay: { batchSize: 1 } },
});

describe('one fulfilled order of one line', () => {
  it('costs at most 16 write units and 30 AWS calls, nothing saved by batching', async () => {
    await platform.stock('COST-1', 1_000);
    await platform.settle();
    const before = functionBill(platform.world);
    const orderId = await platform.place('COST-1', 2);
    await platform.settle();
    const after = functionBill(platform.world);
    expect(await platform.order(orderId)).toMatchObject({ status: 'fulfilled' });
    const writeUnits = after.writeUnits - before.writeUnits;
    const calls = after.calls - before.calls;
    expect(writeUnits).toBeGreaterThan(0);
    expect(writeUnits).toBeLessThanOrEqual(MAX_WRITE_UNITS);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(MAX_CALLS);
  });
});
