import { type CampaignResult, sumUp } from '../campaign/campaign.ts';
import { type SeedSummary, summaryOf } from '../campaign/seed-summary.ts';
import { runSeed, type SeedOptions, type SeedResult } from '../seed-run.ts';
import { setUpSdkStand } from './sdk-stand.ts';

/** Which seeds to run over the wire. */
export interface SdkCampaignOptions extends Pick<SeedOptions, 'orders' | 'rates' | 'onCall'> {
  from: number;
  seeds: number;
  /** Reads a clock of real milliseconds. */
  readMs(): number;
  onSeed?(result: SeedResult): void;
  /** Ends it after the seed that runs. */
  signal?: AbortSignal;
}

/** Runs seeds one after the other, each with the threads of its functions; no two runs of a seed are the same. */
export async function runSdkCampaign(
  options: SdkCampaignOptions,
): Promise<Omit<CampaignResult, 'traceHash'>> {
  const { from, seeds, readMs, onSeed, signal, ...ofEach } = options;
  const stand = await setUpSdkStand(readMs);
  const summaries: SeedSummary[] = [];
  try {
    for (let seed = from; seed < from + seeds && !signal?.aborted; seed += 1) {
      const result = await runSeed(stand, { ...ofEach, seed });
      onSeed?.(result);
      summaries.push(summaryOf(result));
    }
  } finally {
    await stand.discard();
  }
  const { traceHash: _none, ...sums } = sumUp(summaries);
  return sums;
}
