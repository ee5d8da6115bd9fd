import {
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { VerifiedFact } from '../fact.ts';
import {
  GROUP_ARN,
  group,
  localstack,
  logGroupName,
  logStreamName,
  refusal,
  stream,
} from './setting.ts';

const STREAM = {
  logStreamName,
  arn: `${GROUP_ARN}:log-stream:${logStreamName}`,
  storedBytes: 0,
  creationTime: Date.UTC(2026, 0, 1),
};

/** Log groups, their tags and their streams. */
export const groupFacts: readonly VerifiedFact[] = [
  refusal({
    says: 'a second group of a name is refused, without a full stop',
    source: localstack('groups', 'TestLogsGroups.test_create_log_group_duplicate_error'),
    after: [group()],
    command: group(),
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log group already exists',
  }),
  refusal({
    says: 'a name of more than 512 characters is refused',
    source: localstack('groups', 'TestLogsGroups.test_create_log_group_invalid_name_length'),
    command: group('a'.repeat(513)),
    name: 'InvalidParameterException',
    message: 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
  }),
  {
    says: 'groups found by a prefix are told with all there is to tell',
    source: localstack('groups', 'TestLogsGroups.test_describe_log_groups_with_prefix'),
    async holds({ send, expect }) {
      for (const name of ['letters', 'letters-b', 'other']) await send(group(name));
      const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: 'letters' });
      const { logGroups } = await send(command);
      expect(logGroups).toHaveLength(2);
      expect(logGroups[0]).toEqual({
        ...{ logGroupName, arn: `${GROUP_ARN}:*`, logGroupArn: GROUP_ARN },
        ...{ creationTime: expect.any(Number), metricFilterCount: 0, storedBytes: 0 },
        ...{ logGroupClass: 'STANDARD', deletionProtectionEnabled: false },
      });
    },
  },
  {
    says: 'groups found by a part of their name are told without their size',
    source: localstack('groups', 'TestLogsGroups.test_describe_log_groups_with_pattern'),
    async holds({ send, expect }) {
      for (const name of ['letters', 'other']) await send(group(name));
      const { logGroups } = await send(
        new DescribeLogGroupsCommand({ logGroupNamePattern: 'ett' }),
      );
      expect(logGroups).toEqual([
        {
          ...{ logGroupName, arn: `${GROUP_ARN}:*`, logGroupArn: GROUP_ARN },
          ...{ creationTime: expect.any(Number), metricFilterCount: 0, logGroupClass: 'STANDARD' },
        },
      ]);
    },
  },
  {
    says: 'a group tells of its key',
    source: localstack('groups', 'TestLogsGroups.test_create_log_group_with_kms_key'),
    async holds({ send, expect }) {
      const kmsKeyId = 'arn:aws:kms:us-east-1:000000000000:key/a';
      await send(group(logGroupName, { kmsKeyId }));
      const { logGroups } = await send(new DescribeLogGroupsCommand({}));
      expect(logGroups).toMatchObject([{ logGroupName, kmsKeyId }]);
    },
  },
  refusal({
    says: 'a prefix and a part of the name exclude each other',
    source: localstack(
      'groups',
      'TestLogsGroups.test_describe_log_groups_prefix_and_pattern_error',
    ),
    command: new DescribeLogGroupsCommand({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }),
    name: 'InvalidParameterException',
    message: 'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
  }),
  {
    says: 'tags of a group come and go by its name and by its ARN alike',
    source: localstack('groups', 'TestLogsGroupsTags.test_tag_resource_api'),
    async holds({ send, expect }) {
      const resourceArn = GROUP_ARN;
      await send(group(logGroupName, { tags: { env: 'testing1' } }));
      await send(new TagResourceCommand({ resourceArn, tags: { test1: 'val1' } }));
      await send(new TagLogGroupCommand({ logGroupName, tags: { test2: 'val2' } }));
      const tags = { env: 'testing1', test1: 'val1', test2: 'val2' };
      expect(await send(new ListTagsForResourceCommand({ resourceArn }))).toMatchObject({ tags });
      expect(await send(new ListTagsLogGroupCommand({ logGroupName }))).toMatchObject({ tags });
      await send(new UntagResourceCommand({ resourceArn, tagKeys: ['env'] }));
      await send(new UntagLogGroupCommand({ logGroupName, tags: ['test1'] }));
      const { tags: left } = await send(new ListTagsForResourceCommand({ resourceArn }));
      expect(left).toEqual({ test2: 'val2' });
    },
  },
  {
    says: 'a new stream has its ARN and no times of events; deleted it is gone',
    source: localstack('streams', 'TestLogsStreams.test_create_and_delete_log_stream'),
    async holds({ send, expect }) {
      await send(group());
      await send(stream());
      const describe = () => send(new DescribeLogStreamsCommand({ logGroupName }));
      expect((await describe())['logStreams']).toEqual([STREAM]);
      await send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
      expect(await describe()).toMatchObject({ logStreams: [] });
    },
  },
  refusal({
    says: 'a second stream of a name is refused, without a full stop',
    source: localstack('streams', 'TestLogsStreams.test_create_log_stream_duplicate_error'),
    after: [group(), stream()],
    command: stream(),
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log stream already exists',
  }),
  {
    says: 'streams are found by the name and by the ARN of their group',
    source: localstack(
      'streams',
      'TestLogsStreams.test_describe_log_streams_with_log_group_identifier',
    ),
    async holds({ send, expect }) {
      await send(group());
      await send(stream());
      for (const logGroupIdentifier of [logGroupName, GROUP_ARN]) {
        const { logStreams } = await send(new DescribeLogStreamsCommand({ logGroupIdentifier }));
        expect(logStreams).toEqual([STREAM]);
      }
    },
  },
  refusal({
    says: 'the name and the ARN of a group exclude each other',
    source: localstack(
      'streams',
      'TestLogsStreams.test_describe_log_streams_with_log_group_identifier',
    ),
    after: [group()],
    command: new DescribeLogStreamsCommand({ logGroupName, logGroupIdentifier: logGroupName }),
    name: 'ValidationException',
    message: 'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
  }),
  {
    says: 'streams are found by a prefix of their name',
    source: localstack('streams', 'TestLogsStreams.test_describe_log_streams_with_prefix'),
    async holds({ send, expect }) {
      await send(group());
      for (const name of ['a-1', 'a-2', 'b-1']) await send(stream(name));
      const command = new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: 'a-' });
      const { logStreams } = await send(command);
      expect(logStreams).toMatchObject([{ logStreamName: 'a-1' }, { logStreamName: 'a-2' }]);
    },
  },
];
