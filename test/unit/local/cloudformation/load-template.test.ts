import { describe, expect, it } from 'vitest';
import { NotSimulatedError } from '../../../../local/errors.ts';
import type { ResourceType } from '../../../../local/resource.ts';
import { byId, load, problemsIn, thing } from './fixtures.ts';

const Type = 'Test::Thing';

function problemsOfThing(Properties: object) {
  return problemsIn({ Resources: { A: { Type, Properties } } });
}

describe('a template', () => {
  it('gives each resource its properties, reference and attributes', () => {
    const { resources } = load({ Resources: { A: { Type, Properties: { Name: 'a' } } } });
    expect(resources).toEqual([
      {
        stackName: 'orders',
        logicalId: 'A',
        type: Type,
        properties: { Name: 'a' },
        ref: 'a',
        attributes: { Arn: 'arn:thing:eu-west-1:a', 'Part.Id': '7' },
      },
    ]);
  });

  it('gives a resource without a name one of stack, logical id and hash, always the same', () => {
    const name = () => load({ Resources: { A: { Type } } }).resources[0]!.ref;
    expect(name()).toMatch(/^orders-A-[0-9A-F]{12}$/);
    expect(name()).toBe(name());
  });

  it('cuts generated names to what fits everywhere, and keeps them apart by the hash', () => {
    const long = 'A'.repeat(60);
    const { resources } = load({ Resources: { [`${long}1`]: { Type }, [`${long}2`]: { Type } } });
    const [one, other] = resources.map(({ ref }) => ref);
    expect(one!.length).toBeLessThanOrEqual(64);
    expect(one).not.toBe(other);
  });

  it('may carry metadata and policies for deletion', () => {
    const A = { Type, Metadata: {}, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
    expect(problemsIn({ Resources: { A }, Metadata: {}, Description: 'x' })).toEqual([]);
  });

  it('takes values that are listed, their text included', () => {
    const { resources } = load({
      Resources: { A: { Type, Properties: { Mode: 'SAFE', Size: '5' } } },
    });
    expect(byId(resources, 'A').properties).toEqual({ Mode: 'SAFE', Size: '5' });
  });

  it.each<[string, object, string, string]>([
    ['an unknown property', { Foo: 1 }, 'Properties.Foo', 'property Foo of Test::Thing'],
    ['an unknown nested property', { Items: [{ Id: 1 }, { Foo: 1 }] }, 'Items[1].Foo', 'Items.Foo'],
    ['one nested deeper', { Items: { Depth: { Foo: 1 } } }, 'Items.Depth.Foo', 'Items.Depth.Foo'],
    ['an unknown child of a known parent', { Policy: { Foo: 1 } }, 'Policy.Foo', 'Policy.Foo'],
    ['a text in place of an object', { Items: { Depth: 'x' } }, 'Items.Depth', 'Items.Depth'],
    ['a value that is not listed', { Mode: 'SLOW' }, 'Mode', 'value "SLOW" of property Mode'],
    ['one value of many not listed', { Mode: ['SAFE', 'SLOW'] }, 'Mode', '(only "FAST", "SAFE")'],
  ])('is refused with %s', (_kind, properties, path, what) => {
    expect(problemsOfThing(properties)).toMatchObject([
      {
        template: 'orders',
        logicalId: 'A',
        path: expect.stringContaining(path),
        what: expect.stringContaining(what),
      },
    ]);
  });

  it('is not looked into below a property that is recorded, but for intrinsics', () => {
    expect(problemsOfThing({ Note: { any: { thing: 1 } } })).toEqual([]);
    expect(problemsOfThing({ Note: { any: { 'Fn::Cidr': [] } } })).toMatchObject([
      { path: 'Properties.Note.any.Fn::Cidr', what: 'intrinsic Fn::Cidr' },
    ]);
  });

  it.each(['CreationPolicy', 'UpdatePolicy', 'Foo'])(
    'is refused with the resource key %s',
    (key) => {
      expect(problemsIn({ Resources: { A: { Type, [key]: {} } } })).toEqual([
        { template: 'orders', logicalId: 'A', path: key, what: `resource key ${key}` },
      ]);
    },
  );

  it.each(['Transform', 'Hooks'])('is refused with the section %s', (section) => {
    expect(problemsIn({ [section]: {} })).toEqual([
      { template: 'orders', path: section, what: `template section ${section}` },
    ]);
  });

  it('is refused with a rule that is not of the CDK', () => {
    expect(problemsIn({ Rules: { Mine: {} } })).toMatchObject([{ what: 'rule Mine' }]);
  });

  it('is refused with everything that is wrong in it, each with logical id and path', () => {
    const attempt = () =>
      load({
        Resources: {
          A: { Type: 'AWS::EC2::Instance' },
          B: { Type, Properties: { Foo: 1, Value: { 'Fn::GetAZs': '' } } },
          C: { Type, Properties: { Value: { 'Fn::GetAtt': ['A', 'Arn'] } } },
        },
        Outputs: { O: { Value: { Ref: 'Nobody' } } },
      });
    expect(attempt).toThrow(NotSimulatedError);
    expect(attempt).toThrow(
      [
        'not simulated, 4 problems:',
        'orders / A / Type: resource type AWS::EC2::Instance',
        'orders / B / Properties.Value.Fn::GetAZs: intrinsic Fn::GetAZs',
        'orders / B / Properties.Foo: property Foo of Test::Thing',
        'orders / Outputs.O.Value.Ref: no parameter or resource Nobody',
      ].join('\n  '),
    );
  });

  it('is refused with what a resource type checks for itself', () => {
    const checked: ResourceType = {
      ...thing,
      check: ({ properties }) => {
        if (properties['Value'] === 'bad') {
          throw new NotSimulatedError([{ path: 'Properties.Value.op', what: 'operator bad' }]);
        }
      },
    };
    const Resources = { A: { Type, Properties: { Value: 'bad' } } };
    expect(problemsIn({ Resources }, [checked])).toEqual([
      { template: 'orders', logicalId: 'A', path: 'Properties.Value.op', what: 'operator bad' },
    ]);
  });
});
