import { describe, expect, it } from 'vitest';
import { idleFaults } from '../../ops/simulate-report.ts';
import { runCampaign } from '../../simulation/campaign/campaign.ts';

/** Most of a minute on two cores that have nothing else to do; a busy machine takes its time. */
const TIMEOUT_MS = 15 * 60_000;

describe('500 seeds of 40 orders', { timeout: TIMEOUT_MS }, () => {
  it('keep the guarantees while every kind of fault bites', async () => {
    const result = await runCampaign({ from: 1, seeds: 500, orders: 40, threads: 2 });
    expect(result.violations).toEqual([]);
    expect(idleFaults(result)).toEqual([]);
    expect(result.orders).toBeGreaterThan(15_000);
  });
});
