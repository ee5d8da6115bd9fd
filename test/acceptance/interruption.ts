/** What asks the command to end, at the keyboard or by another program. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Aborts at the first request to end, from now on; this process lives on to take away what it has put up. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      process.stderr.write(`${signal}: what was put up is taken away first\n`);
      controller.abort(new Error(`interrupted by ${signal}`));
    });
  }
  return controller.signal;
}
