import { type AddressBlock, cidrBlock } from './address.ts';
import { anythingBut } from './anything-but.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';
import type { LeafTest } from './leaf.ts';
import { numericTest } from './numeric.ts';
import type { PatternEntry, PatternNode } from './pattern-node.ts';
import {
  ignoreCaseTest,
  prefixIgnoreCaseTest,
  prefixTest,
  suffixIgnoreCaseTest,
  suffixTest,
  type TextTest,
} from './text-tests.ts';
import { wildcardTest } from './wildcard.ts';

/**
 * What one operator of a field's list asks: a test of a value, an address inside a block, or that
 * there is no value.
 */
export type MatchExpression =
  | { readonly kind: 'test'; readonly test: LeafTest; readonly comparesNumbers: boolean }
  | { readonly kind: 'address'; readonly block: AddressBlock }
  | { readonly kind: 'absent' };

/**
 * Compiles an object in a field's list, such as `{ "prefix": "eu-" }`. Throws
 * `InvalidPatternError`. Reproduces
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and,
 * beyond it, event-ruler's `exactly`.
 */
export function matchExpression(
  node: PatternNode & { kind: 'object' },
  path: string,
): MatchExpression {
  const [entry, ...others] = node.entries;
  if (entry === undefined) throw new InvalidPatternError(path, 'Match expression name not found');
  const operator = operators.get(entry.name);
  if (operator === undefined) {
    throw new InvalidPatternError(path, `Unrecognized match type ${entry.name}`);
  }
  if (others.length > 0) {
    throw new InvalidPatternError(path, 'Only one key allowed in match expression');
  }
  return operator(entry.node, `${path}.${entry.name}`);
}

type Operator = (node: PatternNode, path: string) => MatchExpression;

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['exactly', (node, path) => onText(exactTest(stringOf(node, path)))],
  ['prefix', (node, path) => onText(affixTest(node, path, prefixTest, prefixIgnoreCaseTest))],
  ['suffix', (node, path) => onText(affixTest(node, path, suffixTest, suffixIgnoreCaseTest))],
  ['equals-ignore-case', (node, path) => onText(ignoreCaseTest(stringOf(node, path)))],
  ['wildcard', (node, path) => onText(wildcardTest(stringOf(node, path), path))],
  ['numeric', (node, path) => onLeaf(numericTest(node, path), true)],
  ['anything-but', anythingButExpression],
  ['cidr', (node, path) => ({ kind: 'address', block: cidrBlock(stringOf(node, path), path) })],
  ['exists', existsExpression],
]);

function anythingButExpression(node: PatternNode, path: string): MatchExpression {
  const { test, comparesNumbers } = anythingBut(node, path);
  return onLeaf(test, comparesNumbers);
}

function existsExpression(node: PatternNode, path: string): MatchExpression {
  if (node.kind !== 'literal' || node.value === null) {
    throw new InvalidPatternError(path, 'exists match pattern must be either true or false.');
  }
  return node.value ? onLeaf(() => true, false) : { kind: 'absent' };
}

function affixTest(
  node: PatternNode,
  path: string,
  compile: (value: string) => TextTest,
  compileIgnoringCase: (value: string) => TextTest,
): TextTest {
  if (node.kind !== 'object') return compile(stringOf(node, path));
  const [entry] = node.entries;
  if (node.entries.length !== 1 || entry?.name !== 'equals-ignore-case') {
    throw new InvalidPatternError(path, 'an object in it must have exactly equals-ignore-case');
  }
  return compileIgnoringCase(stringOf(entry.node, `${path}.${entry.name}`));
}

function stringOf(node: PatternEntry['node'], path: string): string {
  if (node.kind === 'string') return node.value;
  const operator = path.slice(path.lastIndexOf('.') + 1);
  throw new InvalidPatternError(path, `${operator} match pattern must be a string`);
}

function exactTest(value: string): TextTest {
  return (text) => text === value;
}

function onText(test: TextTest): MatchExpression {
  return onLeaf((leaf) => typeof leaf === 'string' && test(leaf), false);
}

function onLeaf(test: LeafTest, comparesNumbers: boolean): MatchExpression {
  return { kind: 'test', test, comparesNumbers };
}
