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

/** Prepares what all seeds share. */
export async function setUpStand(): Promise<Stand> {
  const synthesis = await prepare(await synthesize());
  return {
    synthesis,
    tokens: new TokenDrawer(synthesis.tokens),
    createVerifier: rememberingVerifier(),
  };
}
