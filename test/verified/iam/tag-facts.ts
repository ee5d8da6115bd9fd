import {
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  ListPolicyTagsCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
  TagPolicyCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import type { VerifiedFact } from '../fact.ts';
import { localstack, policy, policyArn, refusal, role, user } from './setting.ts';

const RoleName = 'worker';
const UserName = 'ann';
const Tags = [
  { Key: 'somekey', Value: 'somevalue' },
  { Key: 'someotherkey', Value: 'someothervalue' },
];
const many = Array.from({ length: 51 }, (_, index) => ({ Key: `key${index}`, Value: 'v' }));
const tagErrors = localstack('roles', 'TestRoleTags.test_role_tag_errors');
const violation = (member: string, rule: string) =>
  `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`;

/** Tags that are refused, on a new role and on one that is there. */
const WRONG = [
  {
    says: 'more than 50 tags',
    tags: many,
    name: 'ValidationError',
    message: violation('tags', 'Member must have length less than or equal to 50'),
  },
  {
    says: 'a key that comes twice',
    tags: [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ],
    name: 'InvalidInputException',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  },
  {
    says: 'a key that comes twice in another case',
    tags: [
      { Key: 'a', Value: '1' },
      { Key: 'A', Value: '2' },
    ],
    name: 'InvalidInputException',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  },
  {
    says: 'a key of more than 128 characters',
    tags: [{ Key: 'a'.repeat(129), Value: 'v' }],
    name: 'ValidationError',
    message: violation('tags.1.member.key', 'Member must have length less than or equal to 128'),
  },
  {
    says: 'a value of more than 256 characters',
    tags: [{ Key: 'a', Value: 'v'.repeat(257) }],
    name: 'ValidationError',
    message: violation('tags.1.member.value', 'Member must have length less than or equal to 256'),
  },
  {
    says: 'a key with a character that keys do not have',
    tags: [{ Key: 'a!', Value: 'v' }],
    name: 'ValidationError',
    message: violation(
      'tags.1.member.key',
      'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+',
    ),
  },
];

/** Tags of roles, users and policies. */
export const tagFacts: readonly VerifiedFact[] = [
  {
    says: 'a role is made and read with its tags, and listed without',
    source: localstack('roles', 'TestRoleTags.test_role_with_tags'),
    async holds({ send, expect }) {
      const given = [{ Key: 'emptykey', Value: '' }];
      expect(await send(role(RoleName, { Tags: given }))).toMatchObject({ Role: { Tags: given } });
      const read = await send(new GetRoleCommand({ RoleName }));
      expect(read).toMatchObject({ Role: { Tags: given } });
      const { Roles } = await send(new ListRolesCommand({}));
      expect(Roles[0]).not.toHaveProperty('Tags');
    },
  },
  {
    says: 'tags of a role are added, changed and taken away',
    source: localstack('roles', 'TestRoleTags.test_role_tag_operations'),
    async holds({ send, expect }) {
      await send(role(RoleName));
      const list = () => send(new ListRoleTagsCommand({ RoleName }));
      await send(new TagRoleCommand({ RoleName, Tags }));
      expect(await list()).toMatchObject({ Tags, IsTruncated: false });
      const changed = [{ Key: 'somekey', Value: '' }];
      await send(new TagRoleCommand({ RoleName, Tags: changed }));
      expect(await list()).toMatchObject({ Tags: [changed[0], Tags[1]] });
      await send(new UntagRoleCommand({ RoleName, TagKeys: ['somekey'] }));
      expect(await list()).toMatchObject({ Tags: [Tags[1]] });
    },
  },
  ...WRONG.flatMap(({ says, tags, ...refused }) => [
    refusal({
      says: `a role is not made with ${says}`,
      source: tagErrors,
      command: role(RoleName, { Tags: tags }),
      ...refused,
    }),
    refusal({
      says: `a role does not take ${says}`,
      source: tagErrors,
      after: [role(RoleName)],
      command: new TagRoleCommand({ RoleName, Tags: tags }),
      ...refused,
    }),
  ]),
  ...[
    new TagRoleCommand({ RoleName: 'nobody', Tags }),
    new UntagRoleCommand({ RoleName: 'nobody', TagKeys: ['a'] }),
    new ListRoleTagsCommand({ RoleName: 'nobody' }),
  ].map((command) =>
    refusal({
      says: `${command.constructor.name.replace('Command', '')} refuses a role that there is not`,
      source: tagErrors,
      command,
      name: 'NoSuchEntityException',
      message: 'The role with name nobody cannot be found.',
    }),
  ),
  {
    says: 'a user is made and read with its tags, which come and go',
    source: localstack('users', 'TestUserTags.test_user_tag_operations'),
    async holds({ send, expect }) {
      expect(await send(user(UserName, { Tags }))).toMatchObject({ User: { Tags } });
      expect(await send(new GetUserCommand({ UserName }))).toMatchObject({ User: { Tags } });
      await send(new TagUserCommand({ UserName, Tags: [{ Key: 'third', Value: '3' }] }));
      await send(new UntagUserCommand({ UserName, TagKeys: ['somekey', 'someotherkey'] }));
      const listed = await send(new ListUserTagsCommand({ UserName }));
      expect(listed).toMatchObject({ Tags: [{ Key: 'third', Value: '3' }], IsTruncated: false });
    },
  },
  {
    says: 'keys of tags of a policy are different in different case, and read in their order',
    source: localstack('policies', 'TestPolicyTags.test_policy_tag_lifecycle'),
    async holds({ send, expect }) {
      const lower = { Key: 'a', Value: 'lowercase' };
      const upper = { Key: 'A', Value: 'uppercase' };
      const made = await send(policy('read', { Tags: [lower, upper], Description: 'testing' }));
      expect(made).toMatchObject({ Policy: { Tags: [lower, upper] } });
      expect(made['Policy']).not.toHaveProperty('Description');
      const read = await send(new GetPolicyCommand({ PolicyArn: policyArn('read') }));
      expect(read).toMatchObject({ Policy: { Tags: [upper, lower], Description: 'testing' } });
    },
  },
  refusal({
    says: 'a policy is not made with a key that comes twice',
    source: localstack('policies', 'TestPolicyTags.test_policy_tag_create_errors'),
    command: policy('read', { Tags: [Tags[0], Tags[0]] }),
    name: 'InvalidInputException',
    message: 'Duplicate tag keys found.',
  }),
  refusal({
    says: 'a policy is not made with more than 50 tags',
    source: localstack('policies', 'TestPolicyTags.test_policy_tag_create_errors'),
    command: policy('read', { Tags: many }),
    name: 'ValidationError',
    message: violation('tags', 'Member must have length less than or equal to 50'),
  }),
  {
    says: 'tags of a policy come and go by their exact keys, in pages',
    source: localstack('policies', 'TestPolicyTags.test_policy_tag_operations'),
    async holds({ send, expect }) {
      const PolicyArn = policyArn('read');
      await send(policy('read'));
      await send(new TagPolicyCommand({ PolicyArn, Tags }));
      const page = await send(new ListPolicyTagsCommand({ PolicyArn, MaxItems: 1 }));
      expect(page).toMatchObject({ IsTruncated: true, Tags: [Tags[0]] });
      const next = { PolicyArn, Marker: page['Marker'] };
      const rest = await send(new ListPolicyTagsCommand(next));
      expect(rest).toMatchObject({ IsTruncated: false, Tags: [Tags[1]] });
      const keys = [
        { Key: 'A', Value: 'uppercase' },
        { Key: 'a', Value: 'lowercase' },
      ];
      await send(new TagPolicyCommand({ PolicyArn, Tags: keys }));
      const TagKeys = ['a', 'somekey', 'someotherkey'];
      await send(new UntagPolicyCommand({ PolicyArn, TagKeys }));
      expect(await send(new ListPolicyTagsCommand({ PolicyArn }))).toMatchObject({
        Tags: [keys[0]],
      });
    },
  },
  refusal({
    says: 'a policy that there is not takes no tags',
    source: localstack('policies', 'TestPolicyTags.test_policy_tag_update_errors'),
    command: new TagPolicyCommand({ PolicyArn: policyArn('NotAPolicy'), Tags }),
    name: 'NoSuchEntityException',
    message: `Policy ${policyArn('NotAPolicy')} was not found.`,
  }),
  refusal({
    says: 'more than 50 keys are not taken from a policy at once',
    source: localstack('policies', 'TestPolicyTags.test_policy_tag_update_errors'),
    after: [policy('read')],
    command: new UntagPolicyCommand({
      ...{ PolicyArn: policyArn('read'), TagKeys: many.map(({ Key }) => Key) },
    }),
    name: 'ValidationError',
    message: violation('tagKeys', 'Member must have length less than or equal to 50'),
  }),
  refusal({
    says: 'a key that is too long is told all rules of keys',
    source: localstack('policies', 'TestPolicyTags.test_policy_tag_update_errors'),
    after: [policy('read')],
    command: new UntagPolicyCommand({ PolicyArn: policyArn('read'), TagKeys: ['a'.repeat(129)] }),
    name: 'ValidationError',
    message: violation(
      'tagKeys',
      'Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+, Member must not be null]',
    ),
  }),
];
