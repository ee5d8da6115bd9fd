import { describe, expect, it } from 'vitest';
import { type LiveFigures, liveSummary } from '../../../ops/live-summary.ts';

const figures: LiveFigures = {
  placed: 120,
  reserved: 118,
  confirmed: 110,
  fulfilled: 104,
  cancelled: 5,
  inFlight: 11,
  dlq: 0,
  ordersPerSecond: 39,
  p50Ms: 12,
  p99Ms: 34,
};

/** A stream that keeps what is written to it. */
function streamOf(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const write = (text: string): boolean => {
    written.push(text);
    return true;
  };
  return { written, summary: liveSummary({ write: write as never, isTTY, columns }) };
}

const ESCAPE = '\u001b[';

/** The rows of a terminal that knows two commands: go up some rows, and erase all from there on. */
function screenAfter(written: readonly string[]): string[] {
  let rows: string[] = [];
  for (const line of written.join('').split('\n').slice(0, -1)) {
    const [text = '', ...commands] = line.split(ESCAPE).reverse();
    for (const command of commands.reverse()) {
      if (command.endsWith('A')) rows = rows.slice(0, rows.length - Number.parseInt(command, 10));
    }
    rows.push(text.replace(/^J/, ''));
  }
  return rows;
}

describe('the live summary on a terminal', () => {
  it('keeps a line that was said above the figures, and no stale row of them', () => {
    const { written, summary } = streamOf(true);
    summary.show(figures);
    summary.say('line 7 is empty');
    summary.show({ ...figures, placed: 121 });
    const screen = screenAfter(written);
    expect(screen[0]).toBe('line 7 is empty');
    expect(screen.filter((row) => row.includes('placed'))).toHaveLength(1);
    expect(screen[1]).toContain('121');
  });

  it('shows every figure by its name', () => {
    const { written, summary } = streamOf(true);
    summary.show(figures);
    const screen = screenAfter(written).join(' ').replaceAll(/ +/g, ' ');
    for (const figure of [
      'placed 120',
      'reserved 118',
      'confirmed 110',
      'fulfilled 104',
      'cancelled 5',
      'in flight 11',
      'DLQs 0',
      'orders/s 39',
      'p50 12 ms',
      'p99 34 ms',
    ]) {
      expect(screen).toContain(figure);
    }
  });

  it('stays in its place, however often it is shown', () => {
    const { written, summary } = streamOf(true);
    summary.show(figures);
    const before = screenAfter(written);
    summary.show({ ...figures, placed: 121 });
    const after = screenAfter(written);
    expect(after).toHaveLength(before.length);
    expect(after).toEqual(before.map((row) => row.replace('120', '121')));
  });

  it('is cut to the width of the terminal, where a longer row would take two lines', () => {
    const { written, summary } = streamOf(true, 30);
    summary.show(figures);
    const screen = screenAfter(written);
    expect(screen[0]).toMatch(/^ {2}placed +120/);
    expect(Math.max(...screen.map((row) => row.length))).toBe(30);
  });

  it('is shown whole on a terminal that does not know its width', () => {
    const { written, summary } = streamOf(true, 0);
    summary.show(figures);
    expect(screenAfter(written)[0]).toContain('orders/s');
  });

  it('leaves its last figures standing, and begins anew below them', () => {
    const { written, summary } = streamOf(true);
    summary.show(figures);
    const rows = screenAfter(written).length;
    summary.end();
    summary.show(figures);
    expect(screenAfter(written)).toHaveLength(2 * rows);
  });
});

describe('the live summary elsewhere', () => {
  it('is one plain line each time', () => {
    const { written, summary } = streamOf(false);
    summary.show(figures);
    summary.show({ ...figures, dlq: 2 });
    summary.end();
    const line =
      'placed 120  reserved 118  confirmed 110  fulfilled 104  cancelled 5  in flight 11  DLQs 0  ' +
      '39 orders/s  p50 12 ms  p99 34 ms\n';
    expect(written).toEqual([line, line.replace('DLQs 0', 'DLQs 2')]);
  });
});
