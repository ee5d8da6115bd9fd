import { describe, expect, it } from 'vitest';
import { fidelityRows } from '../../../local/fidelity-rows.ts';
import { fidelityCommand } from '../../../ops/fidelity.ts';
import { listen } from './said.ts';

describe('orderly fidelity', () => {
  it('prints each row once, below the heading of its kind, and ends with 0', async () => {
    const { out } = listen();
    expect(await fidelityCommand()).toBe(0);
    const printed: { kind: string; name: string; status: string }[] = [];
    const headings: string[] = [];
    for (const [index, line] of out.slice(0, -2).entries()) {
      const row = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line);
      if (row) printed.push({ kind: headings.at(-1) ?? '', name: row[1]!, status: row[2]! });
      else if (line !== '' && out[index - 1] === '') headings.push(line);
    }
    const rows = fidelityRows().map(({ kind, name, status }) => ({ kind, name, status }));
    expect(printed).toEqual(rows);
    expect(headings).toEqual([...new Set(rows.map(({ kind }) => kind))]);
    expect(headings.length).toBeGreaterThan(3);
    expect(out.slice(-2)).toEqual(['', 'Everything that is not in this table is refused by name.']);
  });

  it('has all names in one column, and all words on them in another', async () => {
    const { out } = listen();
    await fidelityCommand();
    const width = Math.max(...fidelityRows().map(({ name }) => name.length));
    const rows = out.filter((line) => line.startsWith('  '));
    expect(new Set(rows.map((line) => line.slice(2 + width, 4 + width)))).toEqual(new Set(['  ']));
    expect(rows.filter((line) => line[4 + width] === ' ')).toEqual([]);
  });
});
