import { NotSimulatedError } from './errors.ts';
import { AccessDeniedError } from './iam/access-denied-error.ts';
import { textOf } from './lambda/outcome.ts';

/** Under this name the cloud itself writes to the log. */
export const CLOUD_LOG = 'cloud';

/** Different troubles that are remembered; then each is told once more. */
const MAXIMUM_REMEMBERED = 1000;

/** A longer line is cut: what is in it may be a client's. */
const MAXIMUM_CHARACTERS = 8_000;

/**
 * What would have ended a run, told by a server instead: each trouble once, however often it comes back. What a
 * user can mend is one line; a mistake of the embedded cloud has its stack.
 */
export class Troubles {
  readonly #log: (line: string) => void;
  readonly #told = new Set<string>();

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  readonly take = (error: unknown): void => {
    const line = describe(error).slice(0, MAXIMUM_CHARACTERS);
    if (this.#told.has(line)) return;
    if (this.#told.size >= MAXIMUM_REMEMBERED) this.#told.clear();
    this.#told.add(line);
    this.#log(line);
  };
}

/** What a function, an event or a client did, and not the embedded cloud. */
const MENDABLE = new Set(['BatchResponseError', 'LostEventError', 'TargetInputError']);

function describe(error: unknown): string {
  if (!(error instanceof Error)) return textOf(error);
  const mendable =
    error instanceof NotSimulatedError ||
    error instanceof AccessDeniedError ||
    '$fault' in error ||
    MENDABLE.has(error.name);
  return mendable ? `${error.name}: ${error.message}` : (error.stack ?? error.message);
}
