import { describe, expect, it } from 'vitest';
import { idleFaults } from '../../ops/simulate-report.ts';
import { type CampaignOptions, runCampaign } from '../../simulation/campaign.ts';

/** Most of a minute on two cores that have nothing else to do; a busy machine takes its time. */
const TIMEOUT_MS = 15 * 60_000;

const THREADS = 2;

function campaign(options: Omit<CampaignOptions, 'from' | 'threads'>) {
  return runCampaign({ from: 1, threads: THREADS, ...options });
}

describe('500 seeds of 40 orders', { timeout: TIMEOUT_MS }, () => {
  it('keep the guarantees while every kind of fault bites', async () => {
    const result = await campaign({ seeds: 500, orders: 40 });
    expect(result.violations).toEqual([]);
    expect(idleFaults(result)).toEqual([]);
    expect(result.orders).toBeGreaterThan(15_000);
  });
});

describe('20 seeds of 20 orders', { timeout: TIMEOUT_MS }, () => {
  it('leave the same traces when they are run again', async () => {
    const { violations } = await campaign({ seeds: 20, orders: 20, twice: true });
    expect(violations).toEqual([]);
  });
});
