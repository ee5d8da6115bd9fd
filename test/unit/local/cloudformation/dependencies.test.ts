import { describe, expect, it } from 'vitest';
import { creationOrder } from '../../../../local/cloudformation/dependencies.ts';
import { problemsIn } from './fixtures.ts';

const Type = 'Test::Thing';
const using = (value: unknown) => ({ Type, Properties: { Value: value } });

describe('the order of creation', () => {
  it.each<[string, unknown]>([
    ['Ref', { Ref: 'Z' }],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Z', 'Arn'] }],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Z.Arn' }],
    ['Fn::Sub', { 'Fn::Sub': 'x${Z.Arn}' }],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${A}', { A: { Ref: 'Z' } }] }],
    ['a branch of Fn::If', [{ 'Fn::If': ['C', 'a', { b: { Ref: 'Z' } }] }]],
  ])('follows %s', (_name, value) => {
    expect(creationOrder({ A: using(value), Z: { Type } }).logicalIds).toEqual(['Z', 'A']);
  });

  it('follows DependsOn, one name or many', () => {
    const resources = {
      A: { Type, DependsOn: ['Z', 'B'] },
      B: { Type, DependsOn: 'Z' },
      Z: { Type },
    };
    expect(creationOrder(resources).logicalIds).toEqual(['Z', 'B', 'A']);
  });

  it('is that of the template where nothing depends', () => {
    const resources = { C: { Type }, A: using('${Z}'), B: using({ 'Fn::Sub': '${!C}' }) };
    expect(creationOrder(resources).logicalIds).toEqual(['C', 'A', 'B']);
  });

  it('does not exist on a cycle, which is reported as the way round', () => {
    const Resources = {
      A: using({ Ref: 'B' }),
      B: using({ 'Fn::GetAtt': ['C', 'Arn'] }),
      C: { Type, DependsOn: 'A' },
    };
    expect(problemsIn({ Resources })).toEqual([
      {
        template: 'orders',
        logicalId: 'A',
        path: 'DependsOn',
        what: 'circular dependency A -> B -> C -> A',
      },
    ]);
  });

  it('does not exist for a name that DependsOn has made up', () => {
    expect(problemsIn({ Resources: { A: { Type, DependsOn: 'Nobody' } } })).toMatchObject([
      { logicalId: 'A', path: 'DependsOn', what: 'no resource Nobody' },
    ]);
  });
});
