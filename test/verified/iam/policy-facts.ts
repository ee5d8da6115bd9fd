import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import { LIST_BUCKET, localstack, policy, policyArn, refusal } from './setting.ts';

const PolicyArn = policyArn('read');
const missingArn = policyArn('TestNonExistingPolicy');
const create = (SetAsDefault = false) =>
  new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: LIST_BUCKET, SetAsDefault });
const get = (VersionId: string, of = PolicyArn) =>
  new GetPolicyVersionCommand({ PolicyArn: of, VersionId });
const remove = (VersionId: string) => new DeletePolicyVersionCommand({ PolicyArn, VersionId });
const setDefault = (VersionId: string, of = PolicyArn) =>
  new SetDefaultPolicyVersionCommand({ PolicyArn: of, VersionId });
const versions = async ({ send }: FactWorld): Promise<string[]> => {
  const { Versions } = await send(new ListPolicyVersionsCommand({ PolicyArn }));
  const listed = Versions as { VersionId: string; IsDefaultVersion: boolean }[];
  return listed.map(({ VersionId, IsDefaultVersion }) => `${VersionId} ${IsDefaultVersion}`);
};
const versionErrors = localstack('policies', 'TestPolicies.test_policy_version_errors');
const noVersion = (arn: string, id: string) =>
  `Policy ${arn} version ${id} does not exist or is not attachable.`;
const badVersion =
  "1 validation error detected: Value at 'versionId' failed to satisfy constraint: Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?";

/** Managed policies and their versions. */
export const policyFacts: readonly VerifiedFact[] = [
  ...[undefined, '/', '/test/path/'].map(
    (Path): VerifiedFact => ({
      says: `a policy made with the path ${Path} is read and listed with it`,
      source: localstack('policies', `TestPolicies.test_policy_lifecycle[${Path ?? 'None'}]`),
      async holds({ send, expect }) {
        const { Policy } = await send(policy('read', { Path }));
        const Arn = policyArn(`${(Path ?? '/').slice(1)}read`);
        const expected = {
          ...{ Arn, Path: Path ?? '/', PolicyName: 'read', DefaultVersionId: 'v1' },
          ...{ AttachmentCount: 0, IsAttachable: true, PermissionsBoundaryUsageCount: 0 },
        };
        expect(Policy).toMatchObject(expected);
        expect(Policy['PolicyId']).toMatch(/^ANPA[A-Z2-7]{17}$/);
        const read = await send(new GetPolicyCommand({ PolicyArn: Arn }));
        expect(read).toMatchObject({ Policy: { ...expected, Tags: [] } });
        const { Policies } = await send(new ListPoliciesCommand({ Scope: 'Local' }));
        expect(Policies).toMatchObject([expected]);
        expect(Policies[0]).not.toHaveProperty('Tags');
      },
    }),
  ),
  refusal({
    says: 'a second policy of a name is refused as EntityAlreadyExists',
    source: localstack('policies', 'TestPolicies.test_policy_errors'),
    after: [policy('read')],
    command: policy('read'),
    name: 'EntityAlreadyExistsException',
    message: 'A policy called read already exists. Duplicate names are not allowed.',
  }),
  {
    says: 'a version of a policy is the default only if that is asked for; the newest is listed first',
    source: localstack('policies', 'TestPolicies.test_policy_version_lifecycle'),
    async holds(world) {
      const { send, expect } = world;
      await send(policy('read'));
      const second = await send(create(true));
      expect(second).toMatchObject({ PolicyVersion: { VersionId: 'v2', IsDefaultVersion: true } });
      expect(second['PolicyVersion']).not.toHaveProperty('Document');
      const third = await send(create());
      expect(third).toMatchObject({ PolicyVersion: { VersionId: 'v3', IsDefaultVersion: false } });
      const { PolicyVersion } = await send(get('v3'));
      expect(decodeURIComponent(PolicyVersion['Document'])).toBe(LIST_BUCKET);
      await send(remove('v1'));
      expect(await versions(world)).toEqual(['v3 false', 'v2 true']);
    },
  },
  {
    says: 'an older version becomes the default again',
    source: localstack('policies', 'TestPolicies.test_policy_version_set_default'),
    async holds(world) {
      const { send, expect } = world;
      for (const command of [policy('read'), create(true), create(true)]) await send(command);
      expect(await versions(world)).toEqual(['v3 true', 'v2 false', 'v1 false']);
      await send(setDefault('v1'));
      expect(await versions(world)).toEqual(['v3 false', 'v2 false', 'v1 true']);
    },
  },
  {
    says: 'a policy has five versions at most, and their numbers are not used again',
    source: localstack('policies', 'TestPolicies.test_policy_version_limit'),
    async holds({ send, expect }) {
      const made = [policy('read'), create(), create(), create(), create()];
      for (const command of made) await send(command);
      await expect(send(create())).rejects.toMatchObject({
        name: 'LimitExceededException',
        message:
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
        $metadata: { httpStatusCode: 409 },
      });
      await send(remove('v2'));
      expect(await send(create())).toMatchObject({ PolicyVersion: { VersionId: 'v6' } });
    },
  },
  refusal({
    says: 'a version of a policy that there is not cannot be read',
    source: versionErrors,
    command: get('v1', missingArn),
    name: 'NoSuchEntityException',
    message: noVersion(missingArn, 'v1'),
  }),
  refusal({
    says: 'a version that a policy does not have cannot be read',
    source: versionErrors,
    after: [policy('read')],
    command: get('v9'),
    name: 'NoSuchEntityException',
    message: noVersion(PolicyArn, 'v9'),
  }),
  refusal({
    says: 'the default version of a policy is not deleted',
    source: versionErrors,
    after: [policy('read')],
    command: remove('v1'),
    name: 'DeleteConflictException',
    message: 'Cannot delete the default version of a policy.',
  }),
  refusal({
    says: 'a version that a policy does not have cannot be deleted',
    source: versionErrors,
    after: [policy('read')],
    command: remove('v9'),
    name: 'NoSuchEntityException',
    message: noVersion(PolicyArn, 'v9'),
  }),
  refusal({
    says: 'no version of a policy that there is not becomes the default',
    source: versionErrors,
    command: setDefault('v1', missingArn),
    name: 'NoSuchEntityException',
    message: noVersion(missingArn, 'v1'),
  }),
  refusal({
    says: 'a version that a policy does not have cannot become the default',
    source: versionErrors,
    after: [policy('read')],
    command: setDefault('v4'),
    name: 'NoSuchEntityException',
    message: noVersion(PolicyArn, 'v4'),
  }),
  refusal({
    says: 'what is no version is told the pattern of versions',
    source: versionErrors,
    after: [policy('read')],
    command: setDefault('wrong'),
    name: 'ValidationError',
    message: badVersion,
  }),
  refusal({
    says: 'what is no version of a policy of AWS is told the pattern of versions',
    source: localstack(
      'managed_policies',
      'TestGetAwsManagedPolicy.test_get_aws_managed_policy_version',
    ),
    command: get('1', 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'),
    name: 'ValidationError',
    message: badVersion,
  }),
  {
    says: 'AWSLambdaBasicExecutionRole allows what a function needs to write its log',
    source: localstack(
      'managed_policies',
      'TestGetAwsManagedPolicy.test_get_aws_managed_policy_version',
    ),
    async holds({ send, expect }) {
      const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
      const { PolicyVersion } = await send(get('v1', arn));
      expect(PolicyVersion).toMatchObject({ VersionId: 'v1', IsDefaultVersion: true });
      expect(JSON.parse(decodeURIComponent(PolicyVersion['Document']))).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: '*',
          },
        ],
      });
    },
  },
  {
    says: 'policies of AWS are listed in pages, without those of the account',
    source: localstack('managed_policies', 'TestListPoliciesScope.test_list_policies_scope_aws'),
    async holds({ send, expect }) {
      await send(policy('read'));
      const page = await send(new ListPoliciesCommand({ Scope: 'AWS', MaxItems: 3 }));
      expect(page).toMatchObject({ IsTruncated: true, Marker: expect.any(String) });
      const arns = (page['Policies'] as { Arn: string }[]).map(({ Arn }) => Arn);
      expect(arns).toHaveLength(3);
      expect(arns.every((arn) => arn.startsWith('arn:aws:iam::aws:policy/'))).toBe(true);
    },
  },
];
