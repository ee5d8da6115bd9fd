import { describe, expect, it } from 'vitest';
import { load, problemsIn } from './fixtures.ts';

const T = { 'Fn::Equals': ['a', 'a'] };
const F = { 'Fn::Equals': ['a', 'b'] };

function isThere(condition: unknown, others: Record<string, unknown> = {}): boolean {
  const Subject = { Type: 'Test::Thing', Condition: 'Subject' };
  const Conditions = { ...others, Subject: condition };
  return load({ Conditions, Resources: { Subject } }).resources.length === 1;
}

describe('a condition', () => {
  it.each<[string, unknown, boolean]>([
    ['Fn::Equals', T, true],
    ['Fn::Equals of two regions', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, false],
    ['Fn::Equals of a number and its text', { 'Fn::Equals': [1, '1'] }, true],
    ['Fn::Equals of lists', { 'Fn::Equals': [['a'], { 'Fn::Split': [',', 'a'] }] }, true],
    ['Fn::Not', { 'Fn::Not': [F] }, true],
    ['Fn::And', { 'Fn::And': [T, F] }, false],
    ['Fn::Or', { 'Fn::Or': [F, { 'Fn::Or': [F, T] }] }, true],
    ['the name of another', { Condition: 'Other' }, true],
  ])('%s decides whether a resource is there', (_name, condition, expected) => {
    expect(isThere(condition, { Other: T })).toBe(expected);
  });

  it('that is false takes the outputs with it that stand under it', () => {
    const output = { Value: 'x', Condition: 'Never' };
    const { outputs } = load({
      Conditions: { Never: F },
      Outputs: { Gone: output, Kept: { Value: 7 } },
    });
    expect(outputs).toEqual({ Kept: '7' });
  });

  it('that is false leaves no resource to refer to', () => {
    const Resources = {
      Gone: { Type: 'Test::Thing', Condition: 'Never' },
      Subject: { Type: 'Test::Thing', Properties: { Value: { Ref: 'Gone' } } },
    };
    expect(problemsIn({ Conditions: { Never: F }, Resources })).toMatchObject([
      { logicalId: 'Subject', what: 'resource Gone, whose condition is false' },
    ]);
  });

  it('is refused with its own path when it uses another function', () => {
    const Conditions = { A: { 'Fn::Not': [{ 'Fn::Contains': [['a'], 'a'] }] } };
    const Resources = { Subject: { Type: 'Test::Thing', Condition: 'A' } };
    expect(problemsIn({ Conditions, Resources })).toEqual([
      { template: 'orders', path: 'Conditions.A', what: 'condition function Fn::Contains' },
    ]);
  });

  it('is refused when it is no function at all', () => {
    const Resources = { Subject: { Type: 'Test::Thing', Condition: 'A' } };
    expect(problemsIn({ Conditions: { A: {} }, Resources })).toMatchObject([
      { what: 'condition {}' },
    ]);
  });

  it('that comes back to itself is refused', () => {
    const Conditions = { A: { Condition: 'B' }, B: { Condition: 'A' } };
    const Resources = { Subject: { Type: 'Test::Thing', Condition: 'A' } };
    expect(problemsIn({ Conditions, Resources })).toMatchObject([
      { path: 'Conditions.B', what: 'condition A comes back to itself' },
    ]);
  });

  it('that no template has is refused where it is named', () => {
    const Resources = { Subject: { Type: 'Test::Thing', Condition: 'Nope' } };
    expect(problemsIn({ Resources })).toEqual([
      { template: 'orders', logicalId: 'Subject', path: 'Condition', what: 'no condition Nope' },
    ]);
  });
});
