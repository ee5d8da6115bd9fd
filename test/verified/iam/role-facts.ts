import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import type { VerifiedFact } from '../fact.ts';
import {
  ACCOUNT,
  LIST_BUCKET,
  localstack,
  policy,
  policyArn,
  refusal,
  role,
  TRUST,
} from './setting.ts';

const RoleName = 'worker';
const nobody = {
  name: 'NoSuchEntityException',
  message: 'The role with name nobody cannot be found.',
  source: localstack('roles', 'TestRoleLifecycle.test_role_errors'),
};
const put = (PolicyName: string) =>
  new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: LIST_BUCKET });
const attach = (PolicyArn: string) => new AttachRolePolicyCommand({ RoleName, PolicyArn });
const trustErrors = localstack('roles', 'TestRoleLifecycle.test_update_assume_role_policy_errors');
const retrust = (PolicyDocument: string) =>
  new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument });
const trust = (statement: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } },
        ...{ Action: 'sts:AssumeRole', ...statement },
      },
    ],
  });

/** Roles: how they are made, changed and deleted. */
export const roleFacts: readonly VerifiedFact[] = [
  {
    says: 'a new role is answered without its longest session, and read with it',
    source: localstack('roles', 'TestRoleLifecycle.test_create_role_defaults'),
    async holds({ send, expect }) {
      const Arn = `arn:aws:iam::${ACCOUNT}:role/worker`;
      const { Role: made } = await send(role(RoleName));
      expect(made).toMatchObject({ Arn, Path: '/', RoleName });
      expect(decodeURIComponent(made['AssumeRolePolicyDocument'])).toBe(TRUST);
      expect(made).not.toHaveProperty('MaxSessionDuration');
      const { Role: read } = await send(new GetRoleCommand({ RoleName }));
      expect(read).toMatchObject({ Arn, MaxSessionDuration: 3600, RoleLastUsed: {} });
      expect(read).not.toHaveProperty('Tags');
    },
  },
  {
    says: 'the id of a role begins with AROA and has 21 characters',
    source: localstack('roles', 'TestRoleLifecycle.test_create_describe_role'),
    async holds({ send, expect }) {
      const { Role } = await send(role(RoleName));
      expect(Role['RoleId']).toMatch(/^AROA[A-Z2-7]{17}$/);
    },
  },
  {
    says: 'roles are listed by the prefix of their path',
    source: localstack('roles', 'TestRoleLifecycle.test_list_roles_path_prefix'),
    async holds({ send, expect }) {
      await send(role('plain'));
      await send(role('deep', { Path: '/deep/' }));
      const listed = await send(new ListRolesCommand({ PathPrefix: '/deep/' }));
      expect(listed).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'deep' }] });
      const none = await send(new ListRolesCommand({ PathPrefix: '/nonexistent-path/' }));
      expect(none).toMatchObject({ IsTruncated: false, Roles: [] });
    },
  },
  refusal({
    says: 'a role that there is not cannot be read',
    ...nobody,
    command: new GetRoleCommand({ RoleName: 'nobody' }),
  }),
  refusal({
    says: 'a role that there is not cannot be changed',
    ...nobody,
    command: new UpdateRoleCommand({ RoleName: 'nobody', Description: 'test' }),
  }),
  refusal({
    says: 'a role that there is not cannot be deleted',
    ...nobody,
    command: new DeleteRoleCommand({ RoleName: 'nobody' }),
  }),
  refusal({
    says: 'a second role of a name is refused as EntityAlreadyExists',
    source: localstack('roles', 'TestRoleLifecycle.test_role_errors'),
    after: [role(RoleName)],
    command: role(RoleName),
    name: 'EntityAlreadyExistsException',
    message: 'Role with name worker already exists.',
  }),
  refusal({
    says: 'a role with a managed policy is not deleted',
    source: localstack('roles', 'TestRoleLifecycle.test_delete_role_with_attached_policy'),
    after: [role(RoleName), policy('read'), attach(policyArn('read'))],
    command: new DeleteRoleCommand({ RoleName }),
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must detach all policies first.',
  }),
  refusal({
    says: 'a role with an inline policy is not deleted',
    source: localstack('roles', 'TestRoleLifecycle.test_delete_role_with_inline_policy'),
    after: [role(RoleName), put('read')],
    command: new DeleteRoleCommand({ RoleName }),
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must delete policies first.',
  }),
  {
    says: 'a change of a role that names nothing leaves its description and its longest session',
    source: localstack('roles', 'TestRoleLifecycle.test_update_role'),
    async holds({ send, expect }) {
      await send(role(RoleName, { Description: 'initial' }));
      const changed = { Description: 'updated', MaxSessionDuration: 7200 };
      await send(new UpdateRoleCommand({ RoleName, ...changed }));
      await send(new UpdateRoleCommand({ RoleName }));
      expect(await send(new GetRoleCommand({ RoleName }))).toMatchObject({ Role: changed });
    },
  },
  {
    says: 'UpdateRoleDescription answers the role without its longest session',
    source: localstack('roles', 'TestRoleLifecycle.test_update_role'),
    async holds({ send, expect }) {
      await send(role(RoleName, { MaxSessionDuration: 7200 }));
      const Description = 'via update_role_description';
      const { Role } = await send(new UpdateRoleDescriptionCommand({ RoleName, Description }));
      expect(Role).toMatchObject({ RoleName, Description });
      expect(Role).not.toHaveProperty('MaxSessionDuration');
    },
  },
  refusal({
    says: 'a trust policy that is no JSON is told so',
    source: trustErrors,
    after: [role(RoleName)],
    command: retrust('not valid json'),
    name: 'MalformedPolicyDocumentException',
    message: 'This policy contains invalid Json',
  }),
  refusal({
    says: 'a trust policy may only name actions of STS that assume a role',
    source: trustErrors,
    after: [role(RoleName)],
    command: retrust(trust({ Action: 'sts:InvalidAction' })),
    name: 'MalformedPolicyDocumentException',
    message: 'AssumeRole policy may only specify STS AssumeRole actions.',
  }),
  refusal({
    says: 'a trust policy has no Resource',
    source: trustErrors,
    after: [role(RoleName)],
    command: retrust(trust({ Resource: 'arn:aws:s3:::example_bucket' })),
    name: 'MalformedPolicyDocumentException',
    message: 'Has prohibited field Resource',
  }),
  {
    says: 'a trust policy may list its services and actions',
    source: localstack('roles', 'TestRoleLifecycle.test_update_assume_role_policy'),
    async holds({ send, expect }) {
      const lists = { Principal: { Service: ['ec2.amazonaws.com'] }, Action: ['sts:AssumeRole'] };
      await send(role(RoleName));
      await send(retrust(trust(lists)));
      const { Role } = await send(new GetRoleCommand({ RoleName }));
      expect(decodeURIComponent(Role['AssumeRolePolicyDocument'])).toBe(trust(lists));
    },
  },
];
