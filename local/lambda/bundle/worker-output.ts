import { format } from 'node:util';
import type { CloudClock } from './worker-clock.ts';

/** The level that each method of the console has in Lambda's log. */
const LEVELS = {
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  debug: 'DEBUG',
  trace: 'TRACE',
} as const;

/**
 * Makes lines of the function's log of what this thread writes: the console with time, request and level before
 * each entry, the standard streams as they are. Gives the function that writes an entry of the runtime itself. AWS Lambda Developer Guide, "Log and monitor Node.js Lambda functions".
 */
export function captureOutput(
  { nowMs }: CloudClock,
  write: (line: string) => void,
  requestId: () => string,
): (level: string, text: string) => void {
  const writeEntry = (level: string, text: string): void =>
    write([new Date(nowMs()).toISOString(), requestId(), level, text].join('\t'));
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...parts: unknown[]) =>
      writeEntry(level, format(...parts));
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = linesTo(write) as typeof stream.write;
  }
  return writeEntry;
}

/** A stream's `write` that passes whole lines on and keeps the rest for the next call. */
function linesTo(write: (line: string) => void): (...call: readonly unknown[]) => boolean {
  let rest = '';
  return (chunk, ...others) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') write(line);
    const done = others.find((other) => typeof other === 'function') as (() => void) | undefined;
    if (done) queueMicrotask(done);
    return true;
  };
}
