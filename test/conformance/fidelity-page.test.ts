import { beforeAll, describe, expect, it } from 'vitest';
import { fidelityRows } from '../../local/fidelity-rows.ts';
import { fidelityPage } from './fidelity-page.ts';

/** What stands below the heading of one section, without the sections below it. */
interface Section {
  heading: string;
  lines: string[];
}

const sections: Section[] = [];

// The committed page is compared with a page that is made alike: a heading that goes wrong does so in both.
beforeAll(async () => {
  for (const line of (await fidelityPage()).split('\n')) {
    if (/^#+ /.test(line)) sections.push({ heading: line, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
});

const headingsOf = (level: string): string[] =>
  sections.map(({ heading }) => heading).filter((heading) => heading.startsWith(`${level} `));

/** The sections below the one that is named, up to the next of its level. */
function below(name: string): Section[] {
  const from = sections.findIndex(({ heading }) => heading === `## ${name}`) + 1;
  const count = sections.slice(from).findIndex(({ heading }) => heading.startsWith('## '));
  return sections.slice(from, from + count);
}

/** The lines of the table in a section: its heading, its rule, and its rows. */
const tableIn = ({ lines }: Section): string[] => lines.filter((line) => line.startsWith('|'));

const sectionNamed = (heading: string): Section =>
  sections.find((section) => section.heading === heading)!;

/** The first words of the rows of a kind, each once. */
function groupsOf(kind: string, separator: string): string[] {
  const names = fidelityRows().flatMap((row) => (row.kind === kind ? [row.name] : []));
  return [...new Set(names.map((name) => name.split(separator)[0]!))];
}

/** The cells of a row; a bar that is escaped is text. */
const cellsOf = (row: string): string[] => row.split(/(?<!\\)\|/).slice(1, -1);

describe('the page of fidelity', () => {
  it('has one title, and its sections in the order in which they are read', () => {
    expect(headingsOf('#')).toEqual(['# Fidelity of the embedded cloud']);
    expect(headingsOf('##')).toEqual([
      '## Operations',
      '## Event patterns',
      '## The wire',
      '## Resource types',
      '## Intrinsic functions of templates',
      '## Operators of policy conditions',
      '## Keys of policy conditions',
      '## Managed policies',
      '## Verified against AWS',
      '## Differences',
    ]);
  });

  it.each([
    ['Operations', 'operation', ':', '| operation | takes | compared with | differs |'],
    ['Resource types', 'resource property', ' ', '| here | properties |'],
  ])('has below %s a section for each of them, with a table', (name, kind, separator, heading) => {
    const its = below(name);
    expect(its.map((section) => section.heading.slice('### '.length))).toEqual(
      groupsOf(kind, separator),
    );
    expect(its.length).toBeGreaterThan(5);
    expect(new Set(its.map((section) => tableIn(section)[0]))).toEqual(new Set([heading]));
    expect(its.filter((section) => tableIn(section).length < 3)).toEqual([]);
  });

  it.each([
    [
      '# Fidelity of the embedded cloud',
      '| compared with | operations and operators | judged differences |',
    ],
    ['## Event patterns', '| operator | here | compared with | differs |'],
    ['## The wire', '| what | here | compared with | differs |'],
    ['## Verified against AWS', '| service | what AWS does | recorded by |'],
    ['## Differences', '| | engine | concerns | what differs | AWS agrees with | source |'],
  ])('has below %s a table with its heading', (name, heading) => {
    const [first, , ...rows] = tableIn(sectionNamed(name));
    expect(first).toBe(heading);
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each([
    ['## Intrinsic functions of templates', 'intrinsic'],
    ['## Operators of policy conditions', 'policy condition operator'],
    ['## Keys of policy conditions', 'policy condition key'],
    ['## Managed policies', 'managed policy'],
  ])('lists below %s the names of that kind and no others', (name, kind) => {
    const names = fidelityRows().flatMap((row) => (row.kind === kind ? [`\`${row.name}\``] : []));
    expect(names.length).toBeGreaterThan(0);
    expect(sectionNamed(name).lines.filter((line) => line !== '')).toEqual([names.join(' · ')]);
  });

  it('has in each row as many cells as its heading has', () => {
    const uneven = sections.flatMap((section) => {
      const [heading = '', ...rows] = tableIn(section);
      return rows.filter((row) => cellsOf(row).length !== cellsOf(heading).length);
    });
    expect(uneven).toEqual([]);
  });
});
