import { beforeEach, describe, expect, it } from 'vitest';
import type { Iam } from '../../../../local/iam/iam.ts';
import type { Access } from '../../../../local/service.ts';
import {
  account,
  allowSend,
  decrypt,
  denialOf,
  document,
  iamWithRole,
  queueArn,
  region,
  role,
  roleArn,
  root,
  send,
} from './fixtures.ts';

let iam: Iam;

beforeEach(() => {
  iam = iamWithRole();
});

describe('a role', () => {
  it('may do nothing without a policy, and the refusal names action, resource and caller', () => {
    const error = denialOf(iam, role, send);
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      action: 'sqs:SendMessage',
      resource: queueArn,
      caller: `arn:aws:sts::${account}:assumed-role/Orders/placeOrder`,
    });
    expect(error.message).toBe(
      `User: arn:aws:sts::${account}:assumed-role/Orders/placeOrder is not authorized to perform: ` +
        `sqs:SendMessage on resource: ${queueArn} because no identity-based policy allows the ` +
        'sqs:SendMessage action',
    );
  });

  it('may do what its own policy allows', () => {
    iam.putRolePolicy('Orders', 'Send', document(allowSend));
    expect(iam.isAllowed(role, send)).toBe(true);
    expect(iam.isAllowed(role, { ...send, action: 'sqs:DeleteMessage' })).toBe(false);
  });

  it('may do what a resource policy allows to it or to anyone', () => {
    iam.setResourcePolicy(queueArn, document({ ...allowSend, Principal: { AWS: roleArn } }));
    expect(iam.isAllowed(role, send)).toBe(true);
    iam.setResourcePolicy(queueArn, document({ ...allowSend, Principal: '*' }));
    expect(iam.isAllowed(role, send)).toBe(true);
  });

  it('gains nothing from a queue policy that names the account', () => {
    iam.setResourcePolicy(queueArn, document({ ...allowSend, Principal: root }));
    expect(iam.isAllowed(role, send)).toBe(false);
  });

  it('is stopped by an explicit deny of its own policy', () => {
    iam.putRolePolicy('Orders', 'Both', document(allowSend, { ...allowSend, Effect: 'Deny' }));
    expect(denialOf(iam, role, send).message).toContain(
      'explicit deny in an identity-based policy',
    );
  });

  it.each([
    ['anyone', '*'],
    ['the account', root],
  ])('is stopped by an explicit deny of the resource to %s', (_whom, Principal) => {
    iam.putRolePolicy('Orders', 'Send', document(allowSend));
    iam.setResourcePolicy(queueArn, document({ ...allowSend, Effect: 'Deny', Principal }));
    expect(denialOf(iam, role, send).message).toContain('explicit deny in a resource-based policy');
  });

  it('is not stopped by the deny of unencrypted transport', () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    const deny = { ...allowSend, Effect: 'Deny', Principal: '*', Condition };
    iam.setResourcePolicy(queueArn, document(deny));
    iam.putRolePolicy('Orders', 'Send', document(allowSend));
    expect(iam.isAllowed(role, send)).toBe(true);
  });

  it('loses what a replaced policy allowed, though it was decided before', () => {
    iam.putRolePolicy('Orders', 'Send', document(allowSend));
    expect(iam.isAllowed(role, send)).toBe(true);
    iam.putRolePolicy('Orders', 'Send', document());
    expect(iam.isAllowed(role, send)).toBe(false);
  });

  it('is asked for every access, and the first that is missing is named', () => {
    iam.putRolePolicy('Orders', 'Send', document(allowSend));
    expect(() => iam.authorise(role, [send, decrypt])).toThrow('perform: kms:Decrypt');
  });

  it.each([
    ['aws:PrincipalArn', roleArn],
    ['aws:PrincipalAccount', account],
    ['aws:PrincipalType', 'AssumedRole'],
    ['aws:RequestedRegion', region],
    ['aws:ResourceAccount', account],
    ['s3:ResourceAccount', account],
    ['kms:CallerAccount', account],
  ])('brings %s with each call', (key, value) => {
    const Condition = { StringEquals: { [key]: value } };
    iam.putRolePolicy('Orders', 'Send', document({ ...allowSend, Condition }));
    expect(iam.isAllowed(role, send)).toBe(true);
  });

  it('that no template creates may do nothing', () => {
    const stranger = { kind: 'role', roleArn: `${roleArn}Other`, session: 's' } as const;
    expect(iam.isAllowed(stranger, send)).toBe(false);
  });

  it('may do what a managed policy allows, of AWS or of its own account', () => {
    const ofAws = 'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole';
    iam.attachRolePolicy('Orders', ofAws);
    expect(iam.isAllowed(role, { ...send, action: 'sqs:ReceiveMessage' })).toBe(true);
    const own = `arn:aws:iam::${account}:policy/Send`;
    iam.createManagedPolicy(own, document(allowSend));
    iam.attachRolePolicy('Orders', own);
    expect(iam.isAllowed(role, send)).toBe(true);
  });

  it('cannot be given a managed policy of AWS that is not known', () => {
    const attach = () => iam.attachRolePolicy('Orders', 'arn:aws:iam::aws:policy/PowerUserAccess');
    expect(attach).toThrow('managed policy arn:aws:iam::aws:policy/PowerUserAccess');
  });

  it('cannot be given a policy if no template creates it', () => {
    expect(() => iam.putRolePolicy('Stranger', 'P', document())).toThrow('role Stranger');
  });
});

describe('a condition on what is published', () => {
  const put = (source: string, detailType?: string): Access => ({
    action: 'events:PutEvents',
    resource: `arn:aws:events:${region}:${account}:event-bus/orders`,
    context: { 'events:source': source, ...(detailType && { 'events:detail-type': detailType }) },
  });

  beforeEach(() => {
    const Condition = {
      StringEquals: { 'events:source': 'orderly.ordering', 'events:detail-type': ['A', 'B'] },
    };
    const allow = { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*', Condition };
    iam.putRolePolicy('Orders', 'Publish', document(allow));
  });

  it('lets the listed source and detail-types through, again and again', () => {
    for (const detailType of ['A', 'B', 'A', 'B']) {
      expect(iam.isAllowed(role, put('orderly.ordering', detailType))).toBe(true);
    }
  });

  it('stops another detail-type, however often one was allowed before', () => {
    expect(iam.isAllowed(role, put('orderly.ordering', 'A'))).toBe(true);
    expect(iam.isAllowed(role, put('orderly.ordering', 'C'))).toBe(false);
    expect(iam.isAllowed(role, put('orderly.ordering'))).toBe(false);
  });

  it('is named when it alone stood in the way', () => {
    const { nearly, message } = denialOf(iam, role, put('orderly.payments', 'A'));
    expect(nearly).toBe(
      'policy Publish, statement 1 would allow it, but StringEquals on events:source failed: ' +
        'it is "orderly.payments"',
    );
    expect(message).toContain(`(${nearly})`);
  });

  it('is named with the absent key it asks for', () => {
    expect(denialOf(iam, role, put('orderly.ordering')).nearly).toContain('it is absent');
  });

  it('does not take two contexts for one', () => {
    const Condition = { StringEquals: { 'events:source': 'a', 'events:detail-type': 'b1:c' } };
    const allow = { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*', Condition };
    iam.putRolePolicy('Orders', 'Publish', document(allow));
    expect(iam.isAllowed(role, put('a', 'b1:c'))).toBe(true);
    expect(iam.isAllowed(role, put('a1:b', '1:c'))).toBe(false);
  });

  it('keeps deciding rightly past the verdicts it keeps', () => {
    for (let index = 0; index < 1100; index += 1) {
      expect(iam.isAllowed(role, put('orderly.ordering', `type-${index}`))).toBe(false);
    }
    expect(iam.isAllowed(role, put('orderly.ordering', 'A'))).toBe(true);
  });
});
