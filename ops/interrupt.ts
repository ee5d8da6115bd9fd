/** Exit code of a command that the user ended with Ctrl-C: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

/** Tells of Ctrl-C. */
export interface Interrupt {
  /** Aborted at the first Ctrl-C; the second ends the process at once. */
  signal: AbortSignal;
  /** From now on Ctrl-C is nobody's business any more. */
  release(): void;
}

/** Waits for Ctrl-C, so that a command can still tell what it has. */
export function catchInterrupt(on: Pick<NodeJS.Process, 'once' | 'off'> = process): Interrupt {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  on.once('SIGINT', abort);
  return { signal: controller.signal, release: () => void on.off('SIGINT', abort) };
}
