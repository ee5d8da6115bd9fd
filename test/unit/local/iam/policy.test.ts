import { describe, expect, it } from 'vitest';
import { NotSimulatedError, problemsOf } from '../../../../local/errors.ts';
import { compilePolicy, type PolicyKind } from '../../../../local/iam/policy.ts';

function statementOf(statement: object, kind: PolicyKind = 'identity') {
  return compilePolicy({ Statement: statement }, { name: 'policy P', kind, path: 'Document' })[0]!;
}

function refused(document: unknown, kind: PolicyKind = 'identity') {
  return problemsOf(() => void compilePolicy(document, { name: 'P', kind, path: 'Document' }));
}

const allow = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };

describe('a policy statement', () => {
  it('compares actions without regard to case, and resources with', () => {
    const { covers } = statementOf({ ...allow, Action: 'SQS:send*', Resource: 'arn:queue' });
    expect(covers('sqs:SendMessage', 'arn:queue')).toBe(true);
    expect(covers('sqs:SendMessage', 'arn:Queue')).toBe(false);
    expect(covers('sqs:ReceiveMessage', 'arn:queue')).toBe(false);
  });

  it('covers everything but its NotAction and NotResource', () => {
    const { covers } = statementOf({
      Effect: 'Allow',
      NotAction: ['iam:*'],
      NotResource: ['secret'],
    });
    expect(covers('sqs:SendMessage', 'queue')).toBe(true);
    expect(covers('iam:PassRole', 'queue')).toBe(false);
    expect(covers('sqs:SendMessage', 'secret')).toBe(false);
  });

  it('is called by policy, place and Sid', () => {
    expect(statementOf({ ...allow, Sid: 'Send' }).label).toBe('policy P, statement 1 (Send)');
    expect(statementOf(allow).label).toBe('policy P, statement 1');
  });

  it('needs no resource in a trust policy', () => {
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' };
    expect(statementOf(trust, 'trust').covers('sts:AssumeRole', 'arn:role')).toBe(true);
  });

  it.each([
    ['events.amazonaws.com', { Service: 'events.amazonaws.com' }, 'caller'],
    ['another service', { Service: 'sns.amazonaws.com' }, undefined],
    ['anyone', '*', 'caller'],
    ['anyone in AWS', { AWS: '*' }, 'caller'],
    ['the account', { AWS: '123456789012' }, undefined],
  ])('naming %s (%j) names a service as %s', (_whom, Principal, naming) => {
    const { names } = statementOf({ ...allow, Principal }, 'resource');
    const caller = { kind: 'service', service: 'events.amazonaws.com', sourceArn: '' } as const;
    expect(names(caller)).toBe(naming);
  });

  it.each([
    ['its own ARN', { AWS: ['arn:aws:iam::123456789012:role/R'] }, 'caller'],
    ['another role', { AWS: 'arn:aws:iam::123456789012:role/S' }, undefined],
    ['the account root', { AWS: 'arn:aws:iam::123456789012:root' }, 'account'],
    ['the account number', { AWS: '123456789012' }, 'account'],
    ['a service', { Service: 'events.amazonaws.com' }, undefined],
    ['a user', { AWS: 'arn:aws:iam::123456789012:user/R' }, undefined],
    ['its session', { AWS: 'arn:aws:sts::123456789012:assumed-role/R/s' }, 'caller'],
    ['another session', { AWS: 'arn:aws:sts::123456789012:assumed-role/R/t' }, undefined],
  ])('naming %s (%j) names a role as %s', (_whom, Principal, naming) => {
    const { names } = statementOf({ ...allow, Principal }, 'resource');
    const roleArn = 'arn:aws:iam::123456789012:role/R';
    expect(names({ kind: 'role', roleArn, session: 's' })).toBe(naming);
  });

  it.each([
    ['a federated principal', { ...allow, Principal: { Federated: 'x' } }, 'principal Federated x'],
    ['a group', { ...allow, Principal: { AWS: 'arn:aws:iam::123456789012:group/g' } }, 'group/g'],
    ['no principal', allow, 'principal undefined'],
    ['NotPrincipal', { ...allow, Principal: '*', NotPrincipal: '*' }, 'element NotPrincipal'],
  ])('of a resource policy is refused with %s', (_kind, Statement, what) => {
    const problems = refused({ Statement }, 'resource');
    expect(problems).toMatchObject([{ what: expect.stringContaining(what) }]);
  });

  it.each([
    ['a policy variable', { ...allow, Resource: 'arn:${aws:username}' }, '${aws:username}'],
    ['no effect', { ...allow, Effect: undefined }, 'effect undefined'],
    ['no action', { ...allow, Action: undefined }, 'Action or NotAction'],
    ['both kinds of action', { ...allow, NotAction: 'x' }, 'Action or NotAction'],
    ['no resource', { ...allow, Resource: undefined }, 'Resource or NotResource'],
    ['an unknown element', { ...allow, Foo: 1 }, 'element Foo'],
  ])('is refused with %s', (_kind, Statement, what) => {
    expect(refused({ Statement })).toMatchObject([
      { path: 'Document.Statement[0]', what: expect.stringContaining(what) },
    ]);
  });
});

describe('a policy document', () => {
  it('is refused with everything that is wrong in it at once', () => {
    const document = {
      Version: '2020-01-01',
      Foo: 1,
      Statement: [allow, { ...allow, Bar: 1, Condition: { IpAddress: { 'aws:SourceArn': 'x' } } }],
    };
    expect(refused(document).map(({ path }) => path)).toEqual([
      'Document.Version',
      'Document.Foo',
      'Document.Statement[1]',
      'Document.Statement[1].Condition.IpAddress.aws:SourceArn',
    ]);
  });

  it('is refused if it is no object', () => {
    const compile = () => compilePolicy('{}', { name: 'P', kind: 'identity', path: 'Document' });
    expect(compile).toThrow(NotSimulatedError);
  });
});
