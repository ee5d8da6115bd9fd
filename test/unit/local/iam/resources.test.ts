import { describe, expect, it } from 'vitest';
import { createResources, loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import type { TemplateResource } from '../../../../local/cloudformation/template.ts';
import type { Engines } from '../../../../local/engines.ts';
import { Iam } from '../../../../local/iam/iam.ts';
import { iamResourceTypes } from '../../../../local/iam/resources.ts';
import { surroundings } from '../surroundings.ts';

function load(Resources: Record<string, TemplateResource>): Iam {
  const iam = new Iam(surroundings);
  const [stack] = loadStacks(
    [{ name: 'orders', template: { Resources } }],
    iamResourceTypes,
    surroundings,
  );
  createResources(stack!.resources, iamResourceTypes, {
    iam,
    scheduler: { nowMs: () => 0 },
  } as Engines);
  return iam;
}

const trust = {
  Statement: {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  },
};
const allow = (Action: string) => ({ Statement: { Effect: 'Allow', Action, Resource: '*' } });
const role = (properties: object) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'Writer', AssumeRolePolicyDocument: trust, ...properties },
});
const roleArn = 'arn:aws:iam::123456789012:role/Writer';

function may(iam: Iam, action: string): boolean {
  const writer = iam.assume('lambda.amazonaws.com', roleArn);
  return iam.isAllowed(writer, { action, resource: 'arn:aws:sqs:eu-west-1:123456789012:q' });
}

describe('an AWS::IAM::Role', () => {
  it('may what its inline and managed policies allow', () => {
    const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    const iam = load({
      Role: role({
        Policies: [{ PolicyName: 'Send', PolicyDocument: allow('sqs:SendMessage') }],
        ManagedPolicyArns: [basic],
      }),
    });
    expect(may(iam, 'sqs:SendMessage')).toBe(true);
    expect(may(iam, 'logs:PutLogEvents')).toBe(true);
    expect(may(iam, 'sqs:DeleteMessage')).toBe(false);
  });

  it('has its path in its ARN', () => {
    const iam = load({ Role: role({ Path: '/service/' }) });
    const arn = 'arn:aws:iam::123456789012:role/service/Writer';
    expect(iam.assume('lambda.amazonaws.com', arn)).toMatchObject({ roleArn: arn });
  });

  it('is refused with every policy in it that is not simulated, by path', () => {
    const unknown = {
      Statement: {
        ...allow('sqs:*').Statement,
        Condition: { IpAddress: { 'aws:SourceArn': 'x' } },
      },
    };
    const Role = role({
      AssumeRolePolicyDocument: {
        Statement: { ...trust.Statement, Principal: { Federated: 'x' } },
      },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'],
      Policies: [{ PolicyName: 'P', PolicyDocument: unknown }],
    });
    const path = (problem: string) => `orders / Role / Properties.${problem}`;
    const attempt = () => load({ Role });
    expect(attempt).toThrow(path('AssumeRolePolicyDocument.Statement[0].Principal: principal'));
    expect(attempt).toThrow(path('ManagedPolicyArns: managed policy arn:aws:iam::aws:policy/Pow'));
    expect(attempt).toThrow(path('Policies[0].PolicyDocument.Statement[0].Condition.IpAddress'));
  });

  it('is refused with a permissions boundary', () => {
    const attempt = () => load({ Role: role({ PermissionsBoundary: 'arn' }) });
    expect(attempt).toThrow('property PermissionsBoundary of AWS::IAM::Role');
  });
});

describe('an AWS::IAM::Policy', () => {
  it('is put on the roles it lists', () => {
    const iam = load({
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'P',
          PolicyDocument: allow('sqs:SendMessage'),
          Roles: [{ Ref: 'Role' }],
        },
      },
      Role: role({}),
    });
    expect(may(iam, 'sqs:SendMessage')).toBe(true);
  });

  it('is refused on a role that no template creates', () => {
    const Policy = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'P', PolicyDocument: allow('sqs:*'), Roles: ['Stranger'] },
    };
    expect(() => load({ Policy })).toThrow('orders / Policy: role Stranger');
  });
});

describe('an AWS::IAM::ManagedPolicy', () => {
  it('holds for the roles it lists and for those that list it', () => {
    const managed = (Action: string, properties: object) => ({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: allow(Action), ...properties },
    });
    const iam = load({
      Sending: managed('sqs:SendMessage', {}),
      Role: role({ ManagedPolicyArns: [{ Ref: 'Sending' }] }),
      Deleting: managed('sqs:DeleteMessage', {
        ManagedPolicyName: 'Deleting',
        Roles: [{ Ref: 'Role' }],
      }),
    });
    expect(may(iam, 'sqs:SendMessage')).toBe(true);
    expect(may(iam, 'sqs:DeleteMessage')).toBe(true);
  });
});
