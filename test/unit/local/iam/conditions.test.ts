import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../local/errors.ts';
import {
  compileConditions,
  conditionOperators,
  type KeyValue,
} from '../../../../local/iam/conditions.ts';

const KEY = 'events:detail-type';

function holds(operator: string, expected: unknown, actual: KeyValue): boolean {
  const problems: Problem[] = [];
  const [condition] = compileConditions({ [operator]: { [KEY]: expected } }, 'Condition', problems);
  if (problems.length > 0) throw new Error(problems[0]!.what);
  return condition!.holds(actual);
}

function refusals(block: unknown): Problem[] {
  const problems: Problem[] = [];
  compileConditions(block, 'Condition', problems);
  return problems;
}

const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:orders';

describe('a policy condition', () => {
  it.each<[string, unknown, KeyValue, boolean]>([
    ['StringEquals', 'A', 'A', true],
    ['StringEquals', ['A', 'B'], 'B', true],
    ['StringEquals', 'A', 'a', false],
    ['StringNotEquals', ['A', 'B'], 'C', true],
    ['StringNotEquals', ['A', 'B'], 'B', false],
    ['StringEqualsIgnoreCase', 'A', 'a', true],
    ['StringNotEqualsIgnoreCase', 'A', 'a', false],
    ['StringLike', 'Order*', 'OrderPlaced', true],
    ['StringNotLike', 'Order*', 'OrderPlaced', false],
    ['ArnEquals', 'arn:aws:sqs:*:123456789012:ord?rs', queueArn, true],
    ['ArnLike', 'arn:aws:sqs:*:*:*', queueArn, true],
    ['ArnLike', 'arn:aws:*:*:*:*:orders', queueArn, false],
    ['ArnLike', 'arn:aws:sqs:*:*:*', 'orders', false],
    ['ArnNotEquals', queueArn, queueArn, false],
    ['ArnNotLike', 'arn:aws:sns:*:*:*', queueArn, true],
    ['Bool', true, 'true', true],
    ['Bool', 'false', 'true', false],
    ['NumericEquals', 5, '5.0', true],
    ['NumericNotEquals', 5, '6', true],
    ['NumericLessThan', '5', '4', true],
    ['NumericLessThan', '5', '5', false],
    ['NumericLessThanEquals', '5', '5', true],
    ['NumericGreaterThan', '5', '5', false],
    ['NumericGreaterThanEquals', '5', '5', true],
    ['NumericGreaterThanEquals', '5', '', false],
  ])('%s %j on %j gives %s', (operator, expected, actual, outcome) => {
    expect(holds(operator, expected, actual)).toBe(outcome);
  });

  it.each<[string, boolean]>([
    ['StringEquals', false],
    ['StringEqualsIfExists', true],
    ['StringNotEquals', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAnyValue:StringEqualsIfExists', true],
  ])('%s on a key the call does not bring gives %s', (operator, outcome) => {
    expect(holds(operator, 'A', undefined)).toBe(outcome);
  });

  it.each<[string, readonly string[], boolean]>([
    ['ForAllValues:StringEquals', ['A', 'B'], true],
    ['ForAllValues:StringEquals', ['A', 'C'], false],
    ['ForAllValues:StringEquals', [], true],
    ['ForAnyValue:StringEquals', ['A', 'C'], true],
    ['ForAnyValue:StringEquals', ['C'], false],
    ['ForAnyValue:StringEquals', [], false],
    ['ForAllValues:StringNotEquals', ['C', 'D'], true],
    ['ForAllValues:StringNotEquals', ['A', 'D'], false],
    ['ForAnyValue:StringNotEquals', ['A', 'D'], true],
    ['StringEquals', ['A', 'C'], false],
  ])('%s [A, B] on the values %j gives %s', (operator, actual, outcome) => {
    expect(holds(operator, ['A', 'B'], actual)).toBe(outcome);
  });

  it('asks with Null whether a key is absent', () => {
    expect(holds('Null', 'true', undefined)).toBe(true);
    expect(holds('Null', 'true', 'A')).toBe(false);
    expect(holds('Null', false, 'A')).toBe(true);
  });

  it('takes condition keys in any case', () => {
    const problems: Problem[] = [];
    const [condition] = compileConditions({ Bool: { 'AWS:secureTRANSPORT': true } }, '', problems);
    expect(condition!.key).toBe('aws:securetransport');
    expect(problems).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an operator', { DateLessThan: { [KEY]: 'x' } }, 'condition operator DateLessThan'],
    ['a quantified Null', { 'ForAnyValue:Null': { [KEY]: 'true' } }, 'ForAnyValue:Null'],
    ['a key', { StringEquals: { 'aws:MultiFactorAuthAge': '1' } }, 'aws:multifactorauthage'],
    ['a policy variable', { StringLike: { [KEY]: '${aws:username}' } }, '${aws:username}'],
    ['a pattern that is no ARN', { ArnLike: { [KEY]: 'orders*' } }, 'value orders* of ArnLike'],
    ['a number that is none', { NumericEquals: { [KEY]: 'five' } }, 'value five'],
    ['a truth value that is none', { Null: { [KEY]: 'yes' } }, 'value yes of Null'],
    ['a block that is a list', [], 'must be an object'],
  ])('is refused for %s that is not simulated', (_kind, block, what) => {
    expect(refusals(block)).toMatchObject([{ what: expect.stringContaining(what) }]);
  });

  it('is refused with the path of the operator and key', () => {
    expect(refusals({ IpAddress: { [KEY]: '10.0.0.0/8' } })[0]!.path).toBe(
      `Condition.IpAddress.${KEY}`,
    );
  });

  it('lists Null among the operators', () => {
    expect(conditionOperators()).toContain('Null');
  });
});
