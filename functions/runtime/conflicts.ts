import type { Deps } from './definition.ts';
import { OrderlyError, RetriableError } from './errors.ts';

/** Attempts at a commit before the message is failed and its queue's back-off takes over. */
export const MAX_COMMIT_ATTEMPTS = 8;

/** The longest first pause; it doubles with each lost race, and full jitter takes a part of it. */
const BASE_PAUSE_MS = 20;

/** Time an invocation keeps in hand to report its outcome. */
const RESERVE_MS = 500;

/** Somebody else committed first: reload, decide again. */
export function conflict(what: string, cause?: unknown): RetriableError {
  return new RetriableError('conflict', what, { cause });
}

/**
 * Runs `attempt` until it loses no race, at most `MAX_COMMIT_ATTEMPTS` times, with full jitter and
 * within the remaining time. `attempt` reloads what it decides on; its last conflict is thrown.
 */
export async function retryConflicts<T>(
  deps: Pick<Deps, 'clock' | 'chance' | 'remainingMs'>,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof OrderlyError && error.code === 'conflict')) throw error;
      const pauseMs = Math.ceil(deps.chance.fraction() * BASE_PAUSE_MS * 2 ** (count - 1));
      if (count >= MAX_COMMIT_ATTEMPTS || deps.remainingMs() < pauseMs + RESERVE_MS) throw error;
      await deps.clock.sleep(pauseMs);
    }
  }
}
