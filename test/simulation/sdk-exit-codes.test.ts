import { beforeAll, describe, expect, it } from 'vitest';
import { simulateOverTheWire } from '../../ops/simulate-sdk.ts';
import { sumUp } from '../../simulation/campaign/campaign.ts';
import { summaryOf } from '../../simulation/campaign/seed-summary.ts';
import type { runSdkCampaign } from '../../simulation/sdk/sdk-campaign.ts';
import { runSeed, type SeedResult } from '../../simulation/seed-run.ts';
import { setUpStand } from '../../simulation/stand.ts';
import { listen } from '../unit/ops/said.ts';

let passed: SeedResult;

beforeAll(async () => {
  passed = await runSeed(await setUpStand(), { seed: 1, orders: 1 });
});

/** What runs no thread: each seed comes to what it is given. */
const comingTo =
  (...results: readonly SeedResult[]): typeof runSdkCampaign =>
  async ({ onSeed }) => {
    for (const result of results) onSeed?.(result);
    const { traceHash: _none, ...sums } = sumUp(results.map(summaryOf));
    return sums;
  };

/** The same run, of which a guarantee did not hold. */
const failing = (): SeedResult => ({
  ...passed,
  violations: [
    {
      guarantee: 2,
      invariant: 'charged-once',
      subject: 'an order',
      message: 'was charged twice',
      atMs: Date.UTC(2026, 0, 1),
    },
  ],
});

describe('orderly simulate --sdk', () => {
  it('ends with 0 where every guarantee held', async () => {
    const { out } = listen();
    expect(await simulateOverTheWire({}, comingTo(passed, passed))).toBe(0);
    expect(out[0]).toBe('seeds              2, 0 failed');
  });

  it('ends with 1 where one did not hold in one seed of several, and tells its story', async () => {
    const { out } = listen();
    expect(await simulateOverTheWire({}, comingTo(passed, failing(), passed))).toBe(1);
    expect(out.join('\n')).toContain('guarantee 2, charged-once: an order was charged twice');
    expect(out).toContain('  npx orderly simulate --sdk --seed 1 --orders 8');
  });

  it.each([
    ['held', () => passed],
    ['did not', failing],
  ])('ends with 130 after Ctrl-C, where what it has %s', async (_what, resultOf) => {
    listen();
    const aborted: unknown[] = [];
    const interrupted: typeof runSdkCampaign = (options) => {
      process.emit('SIGINT');
      aborted.push(options.signal?.aborted);
      return comingTo(resultOf())(options);
    };
    expect(await simulateOverTheWire({}, interrupted)).toBe(130);
    expect(aborted).toEqual([true]);
  });

  it('listens for Ctrl-C no more once it has ended, even where it fails', async () => {
    listen();
    const before = process.listenerCount('SIGINT');
    await simulateOverTheWire({}, comingTo(passed));
    const broken = () => Promise.reject(new Error('out of luck'));
    await expect(simulateOverTheWire({}, broken)).rejects.toThrow('out of luck');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
