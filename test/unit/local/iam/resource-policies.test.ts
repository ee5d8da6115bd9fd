import { beforeEach, describe, expect, it } from 'vitest';
import { AccessDeniedError } from '../../../../local/iam/access-denied-error.ts';
import type { Iam } from '../../../../local/iam/iam.ts';
import type { Principal } from '../../../../local/service.ts';
import {
  account,
  allowSend,
  decrypt,
  denialOf,
  document,
  iamWithRole,
  keyArn,
  queueArn,
  region,
  role,
  roleArn,
  root,
  rule,
  ruleArn,
  send,
} from './fixtures.ts';

let iam: Iam;

beforeEach(() => {
  iam = iamWithRole();
});

describe('a service', () => {
  const fromRule = { ArnEquals: { 'aws:SourceArn': ruleArn } };
  const allowRule = {
    ...allowSend,
    Principal: { Service: 'events.amazonaws.com' },
    Condition: fromRule,
  };

  it('may do only what the resource policy allows it', () => {
    expect(denialOf(iam, rule, send).message).toContain('because no resource-based policy allows');
    iam.setResourcePolicy(queueArn, document(allowRule));
    expect(iam.isAllowed(rule, send)).toBe(true);
  });

  it('is stopped when it comes for another resource of its own', () => {
    iam.setResourcePolicy(queueArn, document(allowRule));
    expect(iam.isAllowed(rule, send)).toBe(true);
    const other: Principal = { ...rule, sourceArn: `${ruleArn}-other` };
    expect(denialOf(iam, other, send)).toMatchObject({
      caller: 'events.amazonaws.com',
      nearly: expect.stringContaining('ArnEquals on aws:sourcearn failed'),
    });
  });

  it('brings the account of its resource, and its own name', () => {
    const Condition = {
      StringEquals: {
        'aws:SourceAccount': account,
        'aws:PrincipalServiceName': 'events.amazonaws.com',
      },
      Bool: { 'aws:PrincipalIsAWSService': true },
    };
    iam.setResourcePolicy(queueArn, document({ ...allowRule, Condition }));
    expect(iam.isAllowed(rule, send)).toBe(true);
  });

  it('may invoke a function once a permission has been added to those it has', () => {
    const functionArn = `arn:aws:lambda:${region}:${account}:function:f`;
    const invoke = { action: 'lambda:InvokeFunction', resource: functionArn };
    const permission = (Service: string) =>
      document({
        Effect: 'Allow',
        Action: invoke.action,
        Resource: functionArn,
        Principal: { Service },
      });
    iam.addToResourcePolicy(functionArn, permission('events.amazonaws.com'));
    iam.addToResourcePolicy(functionArn, permission('apigateway.amazonaws.com'));
    expect(iam.isAllowed(rule, invoke)).toBe(true);
    expect(iam.isAllowed({ ...rule, service: 'apigateway.amazonaws.com' }, invoke)).toBe(true);
    expect(iam.isAllowed({ ...rule, service: 'sns.amazonaws.com' }, invoke)).toBe(false);
  });
});

describe('a KMS key', () => {
  const allowDecrypt = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };

  it('refuses a role whose own policy allows it, as long as the key policy does not', () => {
    iam.putRolePolicy('Orders', 'Decrypt', document(allowDecrypt));
    expect(denialOf(iam, role, decrypt).message).toContain(
      'because no resource-based policy allows',
    );
  });

  it('lets roles in by their own policies once its policy names the account', () => {
    iam.setResourcePolicy(keyArn, document({ ...allowDecrypt, Principal: root }));
    expect(denialOf(iam, role, decrypt).message).toContain(
      'because no identity-based policy allows',
    );
    iam.putRolePolicy('Orders', 'Decrypt', document(allowDecrypt));
    expect(iam.isAllowed(role, decrypt)).toBe(true);
  });

  it('lets a role in that its policy names, without a policy of the role', () => {
    iam.setResourcePolicy(keyArn, document({ ...allowDecrypt, Principal: { AWS: roleArn } }));
    expect(iam.isAllowed(role, decrypt)).toBe(true);
  });

  it('refuses a service that only the account was let in for', () => {
    iam.setResourcePolicy(keyArn, document({ ...allowDecrypt, Principal: root }));
    expect(iam.isAllowed(rule, decrypt)).toBe(false);
  });
});

describe('a bucket policy', () => {
  it('speaks of the objects in the bucket', () => {
    const object = { action: 's3:PutObject', resource: 'arn:aws:s3:::failed/2026/11/batch.json' };
    const allow = { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::failed/*' };
    iam.setResourcePolicy('arn:aws:s3:::failed', document({ ...allow, Principal: '*' }));
    expect(iam.isAllowed(role, object)).toBe(true);
  });
});

describe('the operator', () => {
  const operator: Principal = { kind: 'operator' };

  it('may do what no resource policy denies', () => {
    expect(iam.isAllowed(operator, send)).toBe(true);
    const deny = { ...allowSend, Effect: 'Deny', Principal: '*' };
    iam.setResourcePolicy(queueArn, document(deny));
    expect(denialOf(iam, operator, send).caller).toBe(`arn:aws:iam::${account}:user/operator`);
  });
});

describe('assuming a role', () => {
  it('gives the service the role under its session', () => {
    expect(iam.assume('lambda.amazonaws.com', roleArn, { session: 'placeOrder' })).toEqual(role);
  });

  it('calls the session after the service where no name is given', () => {
    expect(iam.assume('lambda.amazonaws.com', roleArn)).toMatchObject({ session: 'lambda' });
  });

  it('is refused to a service the trust policy does not name', () => {
    const assume = () => iam.assume('scheduler.amazonaws.com', roleArn);
    expect(assume).toThrow(AccessDeniedError);
    expect(assume).toThrow(
      `User: scheduler.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ` +
        `${roleArn} because no trust policy allows the sts:AssumeRole action`,
    );
  });

  it('is refused when there is no such role', () => {
    const assume = () => iam.assume('lambda.amazonaws.com', `${roleArn}Other`);
    expect(assume).toThrow('because there is no such role');
  });

  it('heeds the conditions of the trust policy', () => {
    const arn = `arn:aws:iam::${account}:role/Scheduled`;
    const trust = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:scheduler:*:${account}:schedule/*` } },
    };
    iam.createRole({ name: 'Scheduled', arn, trustPolicy: document(trust) });
    const sourceArn = `arn:aws:scheduler:${region}:${account}:schedule/daily`;
    const service = 'scheduler.amazonaws.com';
    expect(iam.assume(service, arn, { sourceArn })).toMatchObject({ kind: 'role', roleArn: arn });
    expect(() => iam.assume(service, arn)).toThrow('ArnLike on aws:sourcearn failed');
  });
});
