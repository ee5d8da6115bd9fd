import { describe, expect, it } from 'vitest';
import { NOT_OVER_THE_WIRE, simulateOverTheWire } from '../../ops/simulate-sdk.ts';
import { runSdkCampaign } from '../../simulation/sdk/sdk-campaign.ts';

/** Some thirty threads start; a busy machine takes its time. */
const TIMEOUT_MS = 120_000;

describe('a seed over the wire', { timeout: TIMEOUT_MS }, () => {
  it('meets faults of calls, of invocations and of releases, and keeps the guarantees', async () => {
    // So often that each is met, whatever the threads do first.
    const rates = {
      'dynamodb-throttled': 8,
      'dynamodb-error-applied': 8,
      'crash-after-call': 5,
      'timeout-before-call': 12,
      'put-events-answer-lost': 8,
      'newer-code': 8,
      'event-duplicated': 8,
    };
    const readMs = (): number => Math.floor(performance.now());
    const campaign = { from: 3, seeds: 1, orders: 1, rates, readMs };
    const { orders, violations, faults } = await runSdkCampaign(campaign);
    expect(violations).toEqual([]);
    expect(orders).toBe(1);
    const bitten = Object.keys(rates).filter((kind) => faults[kind]! > 0);
    expect(bitten).toEqual(Object.keys(rates));
  });
});

describe('orderly simulate --sdk', () => {
  it.each(NOT_OVER_THE_WIRE)(
    'refuses what belongs to runs that can be repeated: --%s',
    async (name) => {
      const given = { plan: 'simulation-1.json', shrink: true, threads: 2, twice: true };
      await expect(simulateOverTheWire({ [name]: given[name] })).rejects.toThrow(
        `--${name} cannot be used with --sdk`,
      );
    },
  );
});
