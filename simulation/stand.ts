import { stages } from '../lib/config.ts';
import type { Ground } from './ground.ts';
import { rememberingVerifier, TokenDrawer } from './known-tokens.ts';
import { prepare, type Synthesis, synthesize } from './world.ts';

/** What every seed of a process shares: the templates, the tokens, the verified signatures. */
export interface Stand {
  synthesis: Synthesis;
  tokens: TokenDrawer;
  createVerifier: ReturnType<typeof rememberingVerifier>;
  /** What each of its worlds stands on; virtual time and every fault unless given. */
  ground?(startMs: number): Promise<Ground>;
}

/** Shards of a few pieces, so that the few orders of a seed open, fill and sweep them. */
export const SIMULATED_STAGE = { settings: { ...stages.dev.settings, stockShardSize: 4 } };

/** Prepares what all seeds share. */
export async function setUpStand(): Promise<Stand> {
  const synthesis = await prepare(await synthesize({ stage: SIMULATED_STAGE }));
  return {
    synthesis,
    tokens: new TokenDrawer(synthesis.tokens),
    createVerifier: rememberingVerifier(),
  };
}
