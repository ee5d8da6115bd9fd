import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DetachUserPolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { VerifiedFact } from '../fact.ts';
import { ACCOUNT, LIST_BUCKET, localstack, policy, policyArn, refusal, user } from './setting.ts';

const UserName = 'ann';
const put = new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: LIST_BUCKET });
const attach = (PolicyArn: string) => new AttachUserPolicyCommand({ UserName, PolicyArn });
const nobody = {
  name: 'NoSuchEntityException',
  message: 'The user with name nobody cannot be found.',
  source: localstack('users', 'TestUserLifecycle.test_user_errors'),
};

/** Users, their keys and their policies. */
export const userFacts: readonly VerifiedFact[] = [
  ...[undefined, '/', '/test-lifecycle-path/'].map(
    (Path): VerifiedFact => ({
      says: `a user made with the path ${Path} is read, listed and deleted`,
      source: localstack('users', `TestUserLifecycle.test_user_lifecycle[${Path ?? 'None'}]`),
      async holds({ send, expect }) {
        const Arn = `arn:aws:iam::${ACCOUNT}:user${Path ?? '/'}ann`;
        const expected = { Arn, Path: Path ?? '/', UserName };
        const { User } = await send(user(UserName, { Path }));
        expect(User).toMatchObject(expected);
        expect(User['UserId']).toMatch(/^AIDA[A-Z2-7]{17}$/);
        expect(await send(new GetUserCommand({ UserName }))).toMatchObject({ User: expected });
        const partOfPath = (Path ?? '/').slice(0, 10);
        const listed = await send(new ListUsersCommand({ PathPrefix: partOfPath }));
        expect(listed).toMatchObject({ IsTruncated: false, Users: [expected] });
        await send(new DeleteUserCommand({ UserName }));
        await expect(send(new GetUserCommand({ UserName }))).rejects.toMatchObject({
          ...{ name: 'NoSuchEntityException', message: 'The user with name ann cannot be found.' },
        });
      },
    }),
  ),
  refusal({
    says: 'a second user of a name is refused as EntityAlreadyExists',
    source: localstack('users', 'TestUserLifecycle.test_user_errors'),
    after: [user(UserName)],
    command: user(UserName),
    name: 'EntityAlreadyExistsException',
    message: 'User with name ann already exists.',
  }),
  refusal({
    says: 'a user that there is not cannot be read',
    ...nobody,
    command: new GetUserCommand({ UserName: 'nobody' }),
  }),
  refusal({
    says: 'a user that there is not cannot be deleted',
    ...nobody,
    command: new DeleteUserCommand({ UserName: 'nobody' }),
  }),
  refusal({
    says: 'a user with a managed policy is not deleted',
    source: localstack('users', 'TestUserLifecycle.test_delete_user_with_attached_policy'),
    after: [user(UserName), policy('read'), attach(policyArn('read'))],
    command: new DeleteUserCommand({ UserName }),
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must detach all policies first.',
  }),
  refusal({
    says: 'a user with an inline policy is not deleted',
    source: localstack('users', 'TestUserLifecycle.test_delete_user_with_inline_policy'),
    after: [user(UserName), put],
    command: new DeleteUserCommand({ UserName }),
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must delete policies first.',
  }),
  {
    says: 'an access key is active, and its secret is told only once',
    source: localstack('users', 'TestUserAccessKeys.test_access_key_lifecycle'),
    async holds({ send, expect }) {
      await send(user(UserName));
      const list = () => send(new ListAccessKeysCommand({ UserName }));
      expect(await list()).toMatchObject({ AccessKeyMetadata: [], IsTruncated: false });
      const { AccessKey } = await send(new CreateAccessKeyCommand({ UserName }));
      expect(AccessKey).toMatchObject({ UserName, Status: 'Active' });
      expect(AccessKey['SecretAccessKey']).toHaveLength(40);
      const { AccessKeyId } = AccessKey as { AccessKeyId: string };
      expect(AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
      const { AccessKeyMetadata } = await list();
      expect(AccessKeyMetadata).toMatchObject([{ AccessKeyId, UserName, Status: 'Active' }]);
      expect(AccessKeyMetadata[0]).not.toHaveProperty('SecretAccessKey');
      await send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      expect(await list()).toMatchObject({ AccessKeyMetadata: [] });
    },
  },
  refusal({
    says: 'a user has two access keys at most',
    source: localstack('users', 'TestUserAccessKeys.test_access_key_limit'),
    after: [
      user(UserName),
      new CreateAccessKeyCommand({ UserName }),
      new CreateAccessKeyCommand({ UserName }),
    ],
    command: new CreateAccessKeyCommand({ UserName }),
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for AccessKeysPerUser: 2',
  }),
  refusal({
    says: 'a user that there is not gets no access key',
    ...nobody,
    source: localstack('users', 'TestUserAccessKeys.test_access_key_errors'),
    command: new CreateAccessKeyCommand({ UserName: 'nobody' }),
  }),
  refusal({
    says: 'who is no user must say whose access key is to be deleted',
    source: localstack('users', 'TestUserAccessKeys.test_access_key_errors'),
    command: new DeleteAccessKeyCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
    name: 'ValidationError',
    message: 'Must specify userName when calling with non-User credentials',
  }),
  {
    says: 'inline policies of a user are read as they were written, and listed',
    source: localstack('users', 'TestUserPolicies.test_user_inline_policy_lifecycle'),
    async holds({ send, expect }) {
      await send(user(UserName));
      const list = () => send(new ListUserPoliciesCommand({ UserName }));
      expect(await list()).toMatchObject({ PolicyNames: [], IsTruncated: false });
      await send(put);
      const read = await send(new GetUserPolicyCommand({ UserName, PolicyName: 'p' }));
      expect(decodeURIComponent(read['PolicyDocument'])).toBe(LIST_BUCKET);
      expect(await list()).toMatchObject({ PolicyNames: ['p'] });
    },
  },
  {
    says: 'managed policies of a user are listed with their ARNs',
    source: localstack('users', 'TestUserPolicies.test_user_managed_policy_lifecycle'),
    async holds({ send, expect }) {
      const PolicyArn = policyArn('read');
      for (const command of [user(UserName), policy('read'), attach(PolicyArn)])
        await send(command);
      const list = () => send(new ListAttachedUserPoliciesCommand({ UserName }));
      expect(await list()).toMatchObject({ AttachedPolicies: [{ PolicyArn, PolicyName: 'read' }] });
      await send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
      expect(await list()).toMatchObject({ AttachedPolicies: [], IsTruncated: false });
    },
  },
  refusal({
    says: 'a policy that there is not cannot be attached to a user',
    source: localstack('users', 'TestUserPolicies.test_user_managed_policy_errors'),
    after: [user(UserName)],
    command: attach(policyArn('nonexistent')),
    name: 'NoSuchEntityException',
    message: `Policy ${policyArn('nonexistent')} does not exist or is not attachable.`,
  }),
  refusal({
    says: 'a policy that a user does not have cannot be detached',
    source: localstack('users', 'TestUserPolicies.test_user_managed_policy_errors'),
    after: [user(UserName), policy('read')],
    command: new DetachUserPolicyCommand({ UserName, PolicyArn: policyArn('read') }),
    name: 'NoSuchEntityException',
    message: `Policy ${policyArn('read')} was not found.`,
  }),
];
