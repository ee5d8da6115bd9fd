import { describe, expect, it } from 'vitest';
import { problemsIn, resolved } from './fixtures.ts';

const template = {
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
  },
  Mappings: { Sizes: { dev: { memory: 128, zones: ['x', 'y'] } } },
  Conditions: {
    IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
  },
  Resources: { Bus: { Type: 'Test::Thing', Properties: { Name: 'bus' } } },
};

/** What is said of a value that cannot be resolved. */
function refusalsOf(value: unknown): string[] {
  const Subject = { Type: 'Test::Thing', Properties: { Value: value } };
  const Resources = { ...template.Resources, Subject };
  return problemsIn({ ...template, Resources }).map(({ path, what }) => `${path}: ${what}`);
}

describe('an intrinsic', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref to a parameter', { Ref: 'Stage' }, 'dev'],
    ['Ref to a list parameter', { Ref: 'Zones' }, ['a', 'b']],
    ['Ref to a resource', { Ref: 'Bus' }, 'bus'],
    ['Ref to the account', { Ref: 'AWS::AccountId' }, '123456789012'],
    ['Ref to the region', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['Ref to the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['Ref to the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['Ref to the stack', { Ref: 'AWS::StackName' }, 'orders'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Bus', 'Arn'] }, 'arn:thing:eu-west-1:bus'],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Bus.Arn' }, 'arn:thing:eu-west-1:bus'],
    ['Fn::GetAtt of a dotted attribute', { 'Fn::GetAtt': ['Bus', 'Part.Id'] }, '7'],
    ['Fn::Join', { 'Fn::Join': [':', ['a', { Ref: 'Bus' }, 7, true]] }, 'a:bus:7:true'],
    ['Fn::Join of a list', { 'Fn::Join': ['-', { Ref: 'Zones' }] }, 'a-b'],
    [
      'Fn::Join with nothing in it',
      { 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 'b']] },
      'a-b',
    ],
    [
      'Fn::Sub of a text',
      { 'Fn::Sub': '${Stage}/${Bus.Arn}/${Bus}/${!Stage}/${AWS::Region}' },
      'dev/arn:thing:eu-west-1:bus/bus/${Stage}/eu-west-1',
    ],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': ['${Name}-${Stage}', { Name: { Ref: 'Bus' } }] },
      'bus-dev',
    ],
    ['Fn::Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Fn::Split', { 'Fn::Split': [':', 'a:b'] }, ['a', 'b']],
    [
      'Fn::Select from Fn::Split',
      { 'Fn::Select': [2, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bus', 'Arn'] }] }] },
      'eu-west-1',
    ],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
    ['Fn::FindInMap of a list', { 'Fn::FindInMap': ['Sizes', 'dev', 'zones'] }, ['x', 'y']],
    ['Fn::If that holds', { 'Fn::If': ['IsDev', { Ref: 'Bus' }, 'no'] }, 'bus'],
    ['Fn::If that does not', { 'Fn::If': ['IsProd', 'yes', { Ref: 'Stage' }] }, 'dev'],
    ['Fn::Base64', { 'Fn::Base64': { Ref: 'Stage' } }, 'ZGV2'],
  ])('%s is resolved', (_name, value, expected) => {
    expect(resolved(value, template)).toEqual(expected);
  });

  it('AWS::NoValue leaves properties and list items out', () => {
    const gone = { 'Fn::If': ['IsProd', 'x', { Ref: 'AWS::NoValue' }] };
    expect(resolved({ kept: 1, gone, list: [gone, 2] }, template)).toEqual({ kept: 1, list: [2] });
  });

  it('AWS::StackId is an ARN that stays the same', () => {
    const id = resolved({ Ref: 'AWS::StackId' });
    expect(id).toMatch(
      /^arn:aws:cloudformation:eu-west-1:123456789012:stack\/orders\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    expect(resolved({ Ref: 'AWS::StackId' })).toBe(id);
  });

  it('is left alone where its name stands among other keys', () => {
    expect(resolved({ Ref: 'Bus', other: 1 }, template)).toEqual({ Ref: 'Bus', other: 1 });
  });

  it.each<[string, unknown, string]>([
    ['Fn::GetAZs', { 'Fn::GetAZs': '' }, 'Value.Fn::GetAZs: intrinsic Fn::GetAZs'],
    ['Fn::Equals outside conditions', { 'Fn::Equals': [1, 1] }, 'intrinsic Fn::Equals'],
    ['a pseudo parameter', { Ref: 'AWS::NotificationARNs' }, 'parameter AWS::NotificationARNs'],
    ['an unknown name', { Ref: 'Nobody' }, 'no parameter or resource Nobody'],
    ['an unknown attribute', { 'Fn::GetAtt': ['Bus', 'Url'] }, 'attribute Url of Test::Thing Bus'],
    ['no attribute', { 'Fn::GetAtt': 'Bus' }, 'attribute  of Test::Thing Bus'],
    ['an unknown name in Fn::Sub', { 'Fn::Sub': '${Nobody.Arn}' }, 'no parameter or resource'],
    ['an index past the end', { 'Fn::Select': [2, ['a']] }, 'item 2 of a list of 1'],
    ['an unknown key of a map', { 'Fn::FindInMap': ['Sizes', 'x', 'y'] }, 'no Sizes.x.y'],
    ['an unknown condition', { 'Fn::If': ['Nope', 1, 2] }, 'no condition Nope'],
    ['an unknown export', { 'Fn::ImportValue': 'x' }, 'no stack loaded before exports x'],
    ['a missing argument', { 'Fn::Join': [','] }, '1 arguments'],
    ['an argument of another kind', { 'Fn::Join': [',', 'a'] }, '"a" where a list is needed'],
    ['an object in a text', { 'Fn::Join': [',', [{ a: 1 }]] }, '{"a":1} where a text is needed'],
    ['no value where one is needed', { 'Fn::Base64': { Ref: 'AWS::NoValue' } }, 'AWS::NoValue'],
    ['null for variables', { 'Fn::Sub': ['${A}', null] }, 'null where an object is needed'],
    ['an intrinsic beside other keys', { 'Fn::Sub': 'a', b: 1 }, 'Fn::Sub beside other keys'],
    ['a dynamic reference', '{{resolve:ssm:/key}}', 'dynamic reference {{resolve:ssm:/key}}'],
    [
      'a role to read outputs with',
      { 'Fn::GetStackOutput': { StackName: 'a', OutputName: 'b', RoleArn: 'c' } },
      'RoleArn of Fn::GetStackOutput',
    ],
    [
      'an output of another region',
      { 'Fn::GetStackOutput': { StackName: 'a', OutputName: 'b', Region: 'us-east-1' } },
      'outputs of us-east-1',
    ],
  ])('is refused with %s', (_name, value, what) => {
    expect(refusalsOf(value)).toEqual([expect.stringContaining(what)]);
  });

  it('is refused once for a cause deep within others, at the path of the cause', () => {
    const value = { deep: ['x', { 'Fn::Join': ['', ['a', { 'Fn::Base64': { Ref: 'Nobody' } }]] }] };
    expect(refusalsOf(value)).toEqual([
      'Properties.Value.deep[1].Fn::Join[1][1].Fn::Base64.Ref: no parameter or resource Nobody',
    ]);
  });
});
