import { describe, expect, it } from 'vitest';
import { progressBar } from '../../../ops/progress-bar.ts';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string): boolean => written.push(text) > 0;
  return { stream: { write, isTTY, columns: 60 } as never, written };
}

describe('a progress bar', () => {
  it('shows how far it is, in place', () => {
    const { stream, written } = terminal(true);
    progressBar(stream, 200, () => 0).show(100, '100 seeds');
    expect(written).toEqual([`\r\u001b[K${'█'.repeat(15)}${'░'.repeat(15)} 50 %  100 seeds`]);
  });

  it.each([
    [0, 0, '0 %'],
    [199, 29, '99 %'],
    [200, 30, '100 %'],
  ])('is full only when all is done: %d of 200', (done, filled, percent) => {
    const { stream, written } = terminal(true);
    progressBar(stream, 200, () => 0).show(done, '');
    expect(written[0]).toContain(`${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${percent}`);
  });

  it('is cut to one line less one character, and taken away at its end', () => {
    const { stream, written } = terminal(true);
    const bar = progressBar(stream, 200, () => 0);
    bar.show(1, 'x'.repeat(100));
    bar.end();
    expect(written[0]).toHaveLength('\r\u001b[K'.length + 59);
    expect(written[1]).toBe('\r\u001b[K');
  });

  it('is drawn ten times a second at most, and at the end', () => {
    const { stream, written } = terminal(true);
    let nowMs = 0;
    const bar = progressBar(stream, 3, () => nowMs);
    for (const done of [1, 2]) bar.show(done, '');
    expect(written).toHaveLength(1);
    nowMs = 100;
    bar.show(2, '');
    bar.show(3, '');
    expect(written).toHaveLength(3);
  });

  it('stays silent where nobody watches', () => {
    const { stream, written } = terminal(false);
    const bar = progressBar(stream, 3, () => 0);
    bar.show(1, 'one');
    bar.end();
    expect(written).toEqual([]);
  });
});
