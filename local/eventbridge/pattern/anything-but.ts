import { InvalidPatternError } from './invalid-pattern-error.ts';
import type { LeafTest } from './leaf.ts';
import { exactNumber } from './numeric.ts';
import type { PatternNode } from './pattern-node.ts';
import { ignoreCaseTest, prefixTest, suffixTest, type TextTest } from './text-tests.ts';
import { wildcardTest } from './wildcard.ts';

/** A compiled `anything-but`; `comparesNumbers` says that its values are numbers. */
export interface AnythingBut {
  readonly test: LeafTest;
  readonly comparesNumbers: boolean;
}

/**
 * Compiles the value of an `anything-but` operator: a string or a number, a list of either, or an
 * object of `prefix`, `suffix`, `equals-ignore-case` or `wildcard` with a string or a list of them.
 * Values of other types always match. Throws `InvalidPatternError`.
 */
export function anythingBut(node: PatternNode, path: string): AnythingBut {
  if (node.kind === 'object') return { test: anythingButText(node, path), comparesNumbers: false };
  const items = itemsOf(node, path);
  if (items.every((item) => item.kind === 'string')) {
    const values = new Set<unknown>(items.map((item) => item.value));
    return { test: (leaf) => !values.has(leaf), comparesNumbers: false };
  }
  if (items.some((item) => item.kind !== 'number')) {
    throw new InvalidPatternError(path, 'the values must be all strings or all numbers');
  }
  const values = new Set<unknown>(items.map((item) => exactNumber(item, path)));
  return { test: (leaf) => !values.has(leaf), comparesNumbers: true };
}

function anythingButText(node: PatternNode & { kind: 'object' }, path: string): LeafTest {
  const [entry, ...others] = node.entries;
  const compile = entry && textOperators.get(entry.name);
  if (entry === undefined || compile === undefined || others.length > 0) {
    const names = [...textOperators.keys()].join(', ');
    throw new InvalidPatternError(path, `an object in it must have exactly one of ${names}`);
  }
  const textPath = `${path}.${entry.name}`;
  const tests = itemsOf(entry.node, textPath).map((item) => {
    if (item.kind !== 'string') {
      const inside = `anything-but/${entry.name}`;
      const reason = `Inside ${inside} list, number|start|null|boolean is not supported.`;
      throw new InvalidPatternError(textPath, reason);
    }
    return compile(item.value, textPath);
  });
  return (leaf) => typeof leaf !== 'string' || !tests.some((test) => test(leaf));
}

const textOperators: ReadonlyMap<string, (value: string, path: string) => TextTest> = new Map([
  ['prefix', (value, path) => prefixTest(nonEmpty(value, path))],
  ['suffix', (value, path) => suffixTest(nonEmpty(value, path))],
  ['equals-ignore-case', (value) => ignoreCaseTest(value)],
  ['wildcard', wildcardTest],
]);

function nonEmpty(value: string, path: string): string {
  if (value === '') throw new InvalidPatternError(path, 'it must not be empty');
  return value;
}

/**
 * event-ruler fails on an empty list here, by a null pointer where the operator is not plain; it is
 * refused in both.
 */
function itemsOf(node: PatternNode, path: string): readonly PatternNode[] {
  if (node.kind !== 'array') return [node];
  if (node.items.length === 0) throw new InvalidPatternError(path, 'the list must not be empty');
  return node.items;
}
