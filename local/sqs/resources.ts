import { regionalArn } from '../arn.ts';
import { checkPolicy } from '../iam/policy.ts';
import { byGeneratedId } from '../identity.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';
import { queueUrl } from './queue-name.ts';
import { isTrue, queueSettings } from './queue-settings.ts';

/** `AWS::SQS::Queue` and its policy. AWS CloudFormation Template Reference, Amazon SQS. */
export const sqsResourceTypes: ResourceType[] = [
  {
    type: 'AWS::SQS::Queue',
    properties: {
      QueueName: 'simulated',
      FifoQueue: 'simulated',
      ContentBasedDeduplication: 'simulated',
      DeduplicationScope: 'simulated',
      FifoThroughputLimit: 'recorded',
      DelaySeconds: 'simulated',
      VisibilityTimeout: 'simulated',
      MessageRetentionPeriod: 'simulated',
      MaximumMessageSize: 'simulated',
      ReceiveMessageWaitTimeSeconds: 'simulated',
      'RedrivePolicy.deadLetterTargetArn': 'simulated',
      'RedrivePolicy.maxReceiveCount': 'simulated',
      'RedriveAllowPolicy.redrivePermission': 'simulated',
      'RedriveAllowPolicy.sourceQueueArns': 'simulated',
      KmsMasterKeyId: 'simulated',
      KmsDataKeyReusePeriodSeconds: 'recorded',
      SqsManagedSseEnabled: 'recorded',
      Tags: 'recorded',
    },
    identify({ properties }, surroundings, generatedName) {
      const fifo = isTrue(properties, 'FifoQueue');
      const name =
        (properties['QueueName'] as string | undefined) ??
        (fifo ? `${generatedName}.fifo` : generatedName);
      const url = queueUrl(surroundings, name);
      const arn = regionalArn(surroundings, 'sqs', name);
      return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
    },
    create({ properties, ref, attributes }, { sqs, scheduler }) {
      const identity = { name: attributes['QueueName']!, arn: attributes['Arn']!, url: ref };
      const settings = queueSettings(properties, { ...identity, createdMs: scheduler.nowMs() });
      settings.tags = tagsOf(properties['Tags']);
      sqs.create(settings);
    },
  },
  {
    type: 'AWS::SQS::QueuePolicy',
    properties: { Queues: 'simulated', PolicyDocument: 'simulated' },
    identify: byGeneratedId,
    check: ({ properties }) => checkPolicy(properties['PolicyDocument'], 'resource'),
    create({ properties }, engines) {
      const { Queues, PolicyDocument } = properties as QueuePolicy;
      for (const url of Queues) {
        engines.sqs.setPolicy(engines.sqs.queueByUrl(url), JSON.stringify(PolicyDocument));
      }
    },
  },
];

function tagsOf(tags: unknown): ReadonlyMap<string, string> {
  const listed = (tags ?? []) as { Key: string; Value: string }[];
  return new Map(listed.map(({ Key, Value }) => [Key, Value]));
}

interface QueuePolicy extends Record<string, unknown> {
  Queues: string[];
  PolicyDocument: LoadedResource['properties'];
}
