import { StageError } from '../../lib/config.ts';
import { MissingEngineError } from '../engines/engine.ts';

/** A call of the command that the user can mend; the message says how. */
export class CallError extends Error {}

/** Whether the message is all that the user needs: the call, or what is installed, has to change. */
export function isMendable(error: unknown): error is Error {
  return [CallError, StageError, MissingEngineError].some((kind) => error instanceof kind);
}
