import { type AddressBlock, addressTest, singleAddress } from './address.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';
import type { Leaf, LeafTest } from './leaf.ts';
import { matchExpression } from './match-expression.ts';
import type { PatternNode } from './pattern-node.ts';

/**
 * What a pattern asks of one field: a value that passes the test or, where `absentMatches`, no
 * value at all.
 */
export interface Condition {
  readonly test: LeafTest;
  readonly absentMatches: boolean;
  /** The values that pass the test, where these can be told: it only compares for equality. */
  readonly values?: readonly Leaf[];
}

/** Compiles the list of a field, of which one item must match. Throws `InvalidPatternError`. */
export function compileCondition(items: readonly PatternNode[], path: string): Condition {
  if (items.length === 0) throw new InvalidPatternError(path, 'Empty arrays are not allowed');
  const collected: Collected = {
    values: [],
    tests: [],
    blocks: [],
    comparesNumbers: false,
    absentMatches: false,
  };
  items.forEach((item, index) => {
    collect(item, `${path}[${index}]`, collected);
  });
  const { values, tests, blocks, comparesNumbers, absentMatches } = collected;
  const onlyCompares = tests.length === 0 && blocks.length === 0 && !absentMatches;
  if (values.length > 0) tests.unshift(oneOf(values));
  for (const block of blocks) tests.push(addressTest(block, !comparesNumbers));
  return { test: anyOf(tests), absentMatches, ...(onlyCompares ? { values } : {}) };
}

interface Collected {
  values: Leaf[];
  tests: LeafTest[];
  blocks: AddressBlock[];
  comparesNumbers: boolean;
  absentMatches: boolean;
}

function collect(item: PatternNode, path: string, collected: Collected): void {
  switch (item.kind) {
    case 'array':
      throw new InvalidPatternError(
        path,
        'Match value must be String, number, true, false, or null',
      );
    case 'object':
      collectExpression(item, path, collected);
      return;
    case 'string': {
      const address = singleAddress(item.value);
      if (address) collected.blocks.push(address);
      else collected.values.push(item.value);
      return;
    }
    case 'number':
      collected.comparesNumbers = true;
      collected.values.push(item.value);
      return;
    case 'literal':
      collected.values.push(item.value);
  }
}

function collectExpression(
  item: PatternNode & { kind: 'object' },
  path: string,
  collected: Collected,
): void {
  const expression = matchExpression(item, path);
  if (expression.kind === 'absent') collected.absentMatches = true;
  else if (expression.kind === 'address') collected.blocks.push(expression.block);
  else {
    collected.tests.push(expression.test);
    collected.comparesNumbers ||= expression.comparesNumbers;
  }
}

function oneOf(values: readonly Leaf[]): LeafTest {
  if (values.length === 1) {
    const [value] = values;
    return (leaf) => leaf === value;
  }
  const set = new Set(values);
  return (leaf) => set.has(leaf);
}

function anyOf(tests: readonly LeafTest[]): LeafTest {
  const [first, second] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  return (leaf) => tests.some((test) => test(leaf));
}
