import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { VerifiedFact } from '../fact.ts';
import { LIST_BUCKET, localstack, policy, policyArn, refusal, role } from './setting.ts';

const RoleName = 'worker';
const put = (PolicyName: string) =>
  new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: LIST_BUCKET });
const attach = (PolicyArn: string) => new AttachRolePolicyCommand({ RoleName, PolicyArn });
const attachErrors = localstack('roles', 'TestRoleManagedPolicies.test_role_managed_policy_errors');

/** Policies of roles, inline and managed. */
export const rolePolicyFacts: readonly VerifiedFact[] = [
  {
    says: 'inline policies of a role are read as they were written, listed by name, and deleted',
    source: localstack('roles', 'TestRoleInlinePolicies.test_role_inline_policy_lifecycle'),
    async holds({ send, expect }) {
      await send(role(RoleName));
      await send(put('b'));
      await send(put('a'));
      const read = await send(new GetRolePolicyCommand({ RoleName, PolicyName: 'a' }));
      expect(read).toMatchObject({ RoleName, PolicyName: 'a' });
      expect(decodeURIComponent(read['PolicyDocument'])).toBe(LIST_BUCKET);
      const list = () => send(new ListRolePoliciesCommand({ RoleName }));
      expect(await list()).toMatchObject({ PolicyNames: ['a', 'b'], IsTruncated: false });
      await send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'a' }));
      expect(await list()).toMatchObject({ PolicyNames: ['b'] });
    },
  },
  ...[
    new GetRolePolicyCommand({ RoleName, PolicyName: 'gone' }),
    new DeleteRolePolicyCommand({ RoleName, PolicyName: 'gone' }),
  ].map((command) =>
    refusal({
      says: `${command.constructor.name.replace('Command', '')} refuses a policy that the role does not have`,
      source: localstack('roles', 'TestRoleInlinePolicies.test_role_inline_policy_lifecycle'),
      after: [role(RoleName)],
      command,
      name: 'NoSuchEntityException',
      message: 'The role policy with name gone cannot be found.',
    }),
  ),
  {
    says: 'managed policies of a role are listed with their ARNs',
    source: localstack('roles', 'TestRoleManagedPolicies.test_role_managed_policy_lifecycle'),
    async holds({ send, expect }) {
      await send(role(RoleName));
      await send(policy('read'));
      const list = () => send(new ListAttachedRolePoliciesCommand({ RoleName }));
      expect(await list()).toMatchObject({ AttachedPolicies: [], IsTruncated: false });
      const PolicyArn = policyArn('read');
      await send(attach(PolicyArn));
      expect(await list()).toMatchObject({ AttachedPolicies: [{ PolicyArn, PolicyName: 'read' }] });
      await send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
      expect(await list()).toMatchObject({ AttachedPolicies: [] });
    },
  },
  refusal({
    says: 'a policy that the role does not have cannot be detached from it',
    source: attachErrors,
    after: [role(RoleName), policy('read')],
    command: new DetachRolePolicyCommand({ RoleName, PolicyArn: policyArn('read') }),
    name: 'NoSuchEntityException',
    message: `Policy ${policyArn('read')} was not found.`,
  }),
  refusal({
    says: 'what is no ARN is refused as the ARN of a policy',
    source: attachErrors,
    after: [role(RoleName)],
    command: attach('longpolicynamebutnoarn'),
    name: 'ValidationError',
    message: 'ARN longpolicynamebutnoarn is not valid.',
  }),
  refusal({
    says: 'a policy that there is not cannot be attached',
    source: attachErrors,
    after: [role(RoleName)],
    command: attach(policyArn('nonexistent-policy')),
    name: 'NoSuchEntityException',
    message: `Policy ${policyArn('nonexistent-policy')} does not exist or is not attachable.`,
  }),
];
