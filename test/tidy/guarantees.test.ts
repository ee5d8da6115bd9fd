import { describe, expect, it } from 'vitest';
import { linksOf } from './documents.ts';
import { projectFiles, type SourceFile } from './source-files.ts';

const PATH = 'docs/guarantees.md';
const files = projectFiles();
const { text } = files.find(({ path }) => path === PATH)!;

/** A test file that a document names, with the names of tests in it. */
interface NamedTests {
  path: string;
  names: string[];
}

/** The tests of a list: items of a link to a test file, then names of tests in quotes. */
function testsNamedIn(list: string): NamedTests[] {
  const items = list.split(/^(?=- )/m).map((item) => item.replaceAll(/\s+/g, ' '));
  return items.flatMap((item) => {
    const [link] = linksOf({ path: PATH, text: item });
    if (!item.startsWith('- ') || !link?.path.endsWith('.test.ts')) return [];
    return [{ path: link.path, names: [...item.matchAll(/"([^"]+)"/g)].map(([, name]) => name!) }];
  });
}

/** The tests that are named and not there, as sentences. */
function missingTests(named: readonly NamedTests[], among: readonly SourceFile[]): string[] {
  return named.flatMap(({ path, names }) => {
    const file = among.find((one) => one.path === path);
    if (!file) return [`there is no ${path}`];
    return names
      .filter((name) => !["'", '"', '`'].some((quote) => file.text.includes(quote + name + quote)))
      .map((name) => `${path} has no test "${name}"`);
  });
}

describe('the guarantees', () => {
  const guarantees = text
    .split(/^\*\*(?=\d+\. )/m)
    .slice(1)
    .map((guarantee) => ({ sentence: guarantee.split('**')[0]!, guarantee }));

  it('are ten', () => {
    const numbers = guarantees.map(({ sentence }) => Number.parseInt(sentence, 10));
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('name tests that there are', () => {
    expect(missingTests(testsNamedIn(text), files)).toEqual([]);
  });

  it.each(guarantees)('name at least one each: $sentence', ({ guarantee }) => {
    const names = testsNamedIn(guarantee).flatMap((named) => named.names);
    expect(names.length).toBeGreaterThan(0);
  });

  it('name no test file without one of its tests', () => {
    expect(testsNamedIn(text).filter(({ names }) => names.length === 0)).toEqual([]);
  });
});

describe('a test that a guarantee names', () => {
  const there = [{ path: 'test/a.test.ts', text: "it('goes on', () => {});" }];
  const item = (path: string, name: string) =>
    testsNamedIn(`Held by:\n\n- [a](../${path}): "${name}";\n  "goes on"\n`);

  it('is found in its file, wherever its line ends', () => {
    expect(missingTests(item('test/a.test.ts', 'goes\n  on'), there)).toEqual([]);
  });

  it('is missed if its file or its name is not there', () => {
    expect(missingTests(item('test/b.test.ts', 'goes on'), there)).toEqual([
      'there is no test/b.test.ts',
    ]);
    expect(missingTests(item('test/a.test.ts', 'goes'), there)).toEqual([
      'test/a.test.ts has no test "goes"',
    ]);
  });
});
