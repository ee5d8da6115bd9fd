import { describe, expect, it } from 'vitest';
import { Iam } from '../../../../local/iam/iam.ts';
import { SharedIam } from '../../../../local/iam/shared-iam.ts';
import { surroundings } from '../surroundings.ts';
import { allowSend, document, iamWithRole, queueArn, role, roleArn, send } from './fixtures.ts';

/** They hang on nothing but what they are given. */
const PURE = ['constructor', 'describe'];

const methods = Object.getOwnPropertyNames(Iam.prototype).filter((name) => !PURE.includes(name));

const trustPolicy = document({
  ...{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
});
const CHANGES: Readonly<Record<string, (iam: Iam) => void>> = {
  change: (iam) => iam.change(({ roles }) => roles.get('Orders')!.attached.add('arn:a')),
  createRole: (iam) => iam.createRole({ name: 'New', arn: `${roleArn}New`, trustPolicy }),
  putRolePolicy: (iam) => iam.putRolePolicy('Orders', 'Send', document(allowSend)),
  createManagedPolicy: (iam) =>
    iam.createManagedPolicy(
      `arn:aws:iam::${surroundings.account}:policy/Send`,
      document(allowSend),
    ),
  attachRolePolicy: (iam) =>
    iam.attachRolePolicy('Orders', 'arn:aws:iam::aws:policy/AdministratorAccess'),
  setResourcePolicy: (iam) =>
    iam.setResourcePolicy(queueArn, document({ ...allowSend, Principal: { AWS: roleArn } })),
  addToResourcePolicy: (iam) =>
    iam.addToResourcePolicy(queueArn, document({ ...allowSend, Principal: { AWS: roleArn } })),
};

describe('an IAM that several clouds share', () => {
  it.each(methods)('has a way of its own to %s', (name) => {
    expect(Object.hasOwn(SharedIam.prototype, name)).toBe(true);
  });

  it('knows every change', () => {
    const others = methods.filter((name) => !Object.hasOwn(CHANGES, name));
    const reads = ['copy', 'directory', 'authorise', 'isAllowed', 'assume', 'mayAssume'];
    expect(others).toEqual(reads);
  });

  it.each(Object.keys(CHANGES))('keeps %s to itself once its resources are there', (name) => {
    const known = iamWithRole();
    const before = stateOf(known);
    const shared = new SharedIam(surroundings, known);
    shared.loaded();
    CHANGES[name]!(shared);
    expect(stateOf(known)).toEqual(before);
    expect(stateOf(shared)).not.toEqual(before);
  });

  it('takes what is loaded for known already', () => {
    const shared = new SharedIam(surroundings, iamWithRole());
    shared.putRolePolicy('Orders', 'Send', document(allowSend));
    expect(shared.isAllowed(role, send)).toBe(false);
  });

  it('decides by its own change at once', () => {
    const known = iamWithRole();
    const shared = new SharedIam(surroundings, known);
    shared.loaded();
    expect(shared.isAllowed(role, send)).toBe(false);
    shared.putRolePolicy('Orders', 'Send', document(allowSend));
    expect(shared.isAllowed(role, send)).toBe(true);
    expect(known.isAllowed(role, send)).toBe(false);
  });
});

/** What can be seen of it: who is there, and what the role may do. */
function stateOf(iam: Iam): unknown {
  const { directory } = iam;
  return {
    roles: [...directory.roles.keys()],
    attached: [...(directory.roles.get('Orders')?.attached ?? [])],
    policies: [...directory.ownPolicies()].map(({ arn }) => arn),
    sends: iam.isAllowed(role, send),
  };
}
