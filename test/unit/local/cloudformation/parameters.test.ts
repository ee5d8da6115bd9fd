import { describe, expect, it } from 'vitest';
import { loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import { surroundings } from '../surroundings.ts';
import { problemsIn, thing } from './fixtures.ts';

function resolvedParameter(
  parameter: { Type: string; Default?: unknown },
  given?: string,
): unknown {
  const Resources = { Subject: { Type: 'Test::Thing', Properties: { Value: { Ref: 'P' } } } };
  const [stack] = loadStacks(
    [
      {
        name: 'orders',
        template: { Parameters: { P: parameter }, Resources },
        parameters: given === undefined ? {} : { P: given },
      },
    ],
    [thing],
    surroundings,
  );
  return stack!.resources[0]!.properties['Value'];
}

describe('a parameter', () => {
  it('takes the value given before its default', () => {
    expect(resolvedParameter({ Type: 'String', Default: 'a' }, 'b')).toBe('b');
    expect(resolvedParameter({ Type: 'String', Default: 'a' })).toBe('a');
  });

  it('is read as its type', () => {
    expect(resolvedParameter({ Type: 'Number', Default: '5' })).toBe(5);
    expect(resolvedParameter({ Type: 'CommaDelimitedList', Default: 'a, b' })).toEqual(['a', 'b']);
    expect(resolvedParameter({ Type: 'List<Number>', Default: '1,2' })).toEqual([1, 2]);
  });

  it('for the bootstrap version stands for a recent one', () => {
    const BootstrapVersion = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' };
    const Rules = { CheckBootstrapVersion: { Assertions: [] } };
    expect(problemsIn({ Parameters: { BootstrapVersion }, Rules })).toEqual([]);
  });

  it.each([
    ['without a value', { Type: 'String' }, 'no value is given'],
    ['of another type', { Type: 'AWS::EC2::VPC::Id', Default: 'v' }, 'type AWS::EC2::VPC::Id'],
    ['in the parameter store', { Type: 'AWS::SSM::Parameter::Value<String>', Default: 'a' }, 'SSM'],
    ['with a pattern', { Type: 'String', Default: 'a', AllowedPattern: 'a' }, 'AllowedPattern'],
    ['that is not allowed', { Type: 'String', Default: 'a', AllowedValues: ['b'] }, 'value a is'],
  ])('%s is refused', (_kind, P, what) => {
    expect(problemsIn({ Parameters: { P } })).toMatchObject([
      { template: 'orders', path: 'Parameters.P', what: expect.stringContaining(what) },
    ]);
  });
});
