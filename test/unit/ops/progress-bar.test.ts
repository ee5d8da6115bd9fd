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
