import type { WriteStream } from 'node:tty';

/** Characters of the bar itself. */
const WIDTH = 30;

/** Milliseconds between two drawings; more would only flicker. */
const REDRAW_MS = 100;

/** Shows how far something has come, in place on a terminal; elsewhere it shows nothing. */
export interface ProgressBar {
  /** `note` stands behind the bar. */
  show(done: number, note: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** A bar from 0 to `total`; `nowMs` is any clock that goes forward. */
export function progressBar(
  stream: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>,
  total: number,
  nowMs: () => number,
): ProgressBar {
  if (!stream.isTTY) return { show: () => {}, end: () => {} };
  let drawnMs = Number.NEGATIVE_INFINITY;
  return {
    show(done, note) {
      if (nowMs() - drawnMs < REDRAW_MS && done < total) return;
      drawnMs = nowMs();
      const filled = Math.floor((done / total) * WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
      const line = `${bar} ${Math.floor((done / total) * 100)} %  ${note}`;
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns || 80) - 1)}`);
    },
    end() {
      stream.write('\r\u001b[K');
    },
  };
}
