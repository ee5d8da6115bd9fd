import { vi } from 'vitest';

/** Keeps what is said on the console instead of printing it. */
export function listen() {
  const [out, err]: [string[], string[]] = [[], []];
  const note = (lines: string[]) => (text: unknown) => void lines.push(...String(text).split('\n'));
  vi.spyOn(console, 'log').mockImplementation(note(out));
  vi.spyOn(console, 'error').mockImplementation(note(err));
  return { out, err };
}
