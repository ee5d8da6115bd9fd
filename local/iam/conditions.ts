import type { Problem } from '../errors.ts';
import { toldText } from '../told-value.ts';
import { isKnownKey } from './condition-keys.ts';
import { compileGlob } from './glob.ts';

/** Values of one condition key in a call; undefined if the call does not bring the key. */
export type KeyValue = string | readonly string[] | undefined;

/** One operator and key of a statement's `Condition`, compiled. */
export interface Condition {
  /** As written, such as `ForAllValues:StringEquals`. */
  operator: string;
  /** In lower case. */
  key: string;
  holds(value: KeyValue): boolean;
}

/** The condition operators that are simulated; each but `Null` also with `IfExists` and a set prefix. */
export function conditionOperators(): string[] {
  return [...Object.keys(OPERATORS), 'Null'];
}

/**
 * Compiles a statement's `Condition` block; what is not simulated goes to `problems` under `path`.
 * IAM User Guide, "IAM JSON policy elements: Condition operators".
 */
export function compileConditions(block: unknown, path: string, problems: Problem[]): Condition[] {
  if (block === undefined) return [];
  if (typeof block !== 'object' || block === null || Array.isArray(block)) {
    problems.push({ path, what: 'Condition must be an object' });
    return [];
  }
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    for (const [key, expected] of Object.entries((keys ?? {}) as object)) {
      const place = `${path}.${operator}.${key}`;
      const compiled = compileOne({ operator, key: key.toLowerCase(), expected }, place, problems);
      if (compiled) conditions.push(compiled);
    }
  }
  return conditions;
}

interface Written {
  operator: string;
  key: string;
  expected: unknown;
}

function compileOne(written: Written, path: string, problems: Problem[]): Condition | undefined {
  const { operator, key } = written;
  const expected = [written.expected].flat().map(toldText);
  const variable = expected.find((value) => value.includes('${'));
  const parsed = parseOperator(operator);
  if (!isKnownKey(key)) problems.push({ path, what: `condition key ${key}` });
  else if (variable) problems.push({ path, what: `policy variable in ${variable}` });
  else if (!parsed) problems.push({ path, what: `condition operator ${operator}` });
  else {
    const invalid = expected.find((value) => !(parsed.operator ?? NULL).accepts(value));
    if (invalid === undefined) return { operator, key, holds: compileTest(parsed, expected) };
    problems.push({ path, what: `value ${invalid} of ${operator}` });
  }
  return undefined;
}

type Comparison = (expected: string) => (actual: string) => boolean;

interface Operator {
  negated: boolean;
  /** Whether a policy may compare with this value. */
  accepts(expected: string): boolean;
  compare: Comparison;
}

interface Parsed {
  quantifier: 'every' | 'some' | undefined;
  ifExists: boolean;
  /** Absent for `Null`. */
  operator?: Operator;
}

function parseOperator(text: string): Parsed | undefined {
  if (text === 'Null') return { quantifier: undefined, ifExists: false };
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text);
  if (!match || !Object.hasOwn(OPERATORS, match[2]!)) return undefined;
  const quantifier = match[1] && (match[1] === 'ForAllValues' ? 'every' : 'some');
  return {
    quantifier: quantifier as Parsed['quantifier'],
    ifExists: match[3] !== undefined,
    operator: OPERATORS[match[2]!]!,
  };
}

function compileTest(parsed: Parsed, expected: readonly string[]): Condition['holds'] {
  const { quantifier, ifExists, operator } = parsed;
  if (!operator) {
    const wantsAbsent = expected.map((value) => value.toLowerCase() === 'true');
    return (value) => wantsAbsent.includes(value === undefined);
  }
  const comparisons = expected.map((value) => operator.compare(value));
  const one = (actual: string): boolean =>
    comparisons.some((matches) => matches(actual)) !== operator.negated;
  // A missing key: no values at all satisfy "for all" and the negated operators, and nothing else.
  const whenAbsent =
    ifExists || quantifier === 'every' || (operator.negated && quantifier === undefined);
  return (value) => {
    if (value === undefined) return whenAbsent;
    if (typeof value === 'string') return one(value);
    return quantifier === 'some' ? value.some(one) : value.every(one);
  };
}

const equal: Comparison = (expected) => (actual) => actual === expected;

const equalIgnoringCase: Comparison = (expected) => {
  const lower = expected.toLowerCase();
  return (actual) => actual.toLowerCase() === lower;
};

/** The six parts of an ARN are compared one by one, each with wildcards. */
const arnLike: Comparison = (expected) => {
  const parts = splitArn(expected)?.map(compileGlob);
  return (actual) => {
    const actualParts = splitArn(actual);
    return parts?.every((matches, index) => actualParts && matches(actualParts[index]!)) ?? false;
  };
};

function splitArn(text: string): string[] | undefined {
  const parts = text.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function numeric(compare: (actual: number, expected: number) => boolean): Comparison {
  return (expected) => (actual) => actual !== '' && compare(Number(actual), Number(expected));
}

const text = { accepts: () => true };
const arn = { accepts: (value: string) => splitArn(value) !== undefined, compare: arnLike };
const boolean = { accepts: (value: string) => /^(true|false)$/i.test(value) };
const number = { accepts: (value: string) => Number.isFinite(Number(value)) };
const sameNumber = numeric((actual, expected) => actual === expected);
const below = numeric((actual, expected) => actual < expected);
const atMost = numeric((actual, expected) => actual <= expected);
const above = numeric((actual, expected) => actual > expected);
const atLeast = numeric((actual, expected) => actual >= expected);

const NULL = boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { ...text, negated: false, compare: equal },
  StringNotEquals: { ...text, negated: true, compare: equal },
  StringEqualsIgnoreCase: { ...text, negated: false, compare: equalIgnoringCase },
  StringNotEqualsIgnoreCase: { ...text, negated: true, compare: equalIgnoringCase },
  StringLike: { ...text, negated: false, compare: compileGlob },
  StringNotLike: { ...text, negated: true, compare: compileGlob },
  ArnEquals: { ...arn, negated: false },
  ArnLike: { ...arn, negated: false },
  ArnNotEquals: { ...arn, negated: true },
  ArnNotLike: { ...arn, negated: true },
  Bool: { ...boolean, negated: false, compare: equalIgnoringCase },
  NumericEquals: { ...number, negated: false, compare: sameNumber },
  NumericNotEquals: { ...number, negated: true, compare: sameNumber },
  NumericLessThan: { ...number, negated: false, compare: below },
  NumericLessThanEquals: { ...number, negated: false, compare: atMost },
  NumericGreaterThan: { ...number, negated: false, compare: above },
  NumericGreaterThanEquals: { ...number, negated: false, compare: atLeast },
};
