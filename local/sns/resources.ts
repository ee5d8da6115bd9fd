import { regionalArn } from '../arn.ts';
import { checkPolicy } from '../iam/policy.ts';
import { byGeneratedId } from '../identity.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';

const topic: ResourceType = {
  type: 'AWS::SNS::Topic',
  properties: {
    TopicName: 'simulated',
    DisplayName: 'recorded',
    KmsMasterKeyId: 'recorded',
    Tags: 'recorded',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = String(properties['TopicName'] ?? generatedName);
    const arn = regionalArn(surroundings, 'sns', name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  create: ({ ref }, { iam }) => iam.setResourcePolicy(ref, defaultPolicy(ref)),
};

/** A topic without a policy of its own takes what its account publishes (sns-access-policy-use-cases). */
function defaultPolicy(arn: string): object {
  const account = arn.split(':')[4];
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'sns:Publish',
    Resource: arn,
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
  return { Version: '2012-10-17', Statement: [statement] };
}

const topicPolicy: ResourceType = {
  type: 'AWS::SNS::TopicPolicy',
  properties: { Topics: 'simulated', PolicyDocument: 'simulated' },
  identify: byGeneratedId,
  check: ({ properties }) => checkPolicy(properties['PolicyDocument'], 'resource'),
  create({ properties }, { iam }) {
    const { Topics, PolicyDocument } = properties as unknown as TopicPolicy;
    for (const arn of Topics) iam.setResourcePolicy(arn, PolicyDocument);
  },
};

interface TopicPolicy {
  Topics: string[];
  PolicyDocument: LoadedResource['properties'];
}

/** The CloudFormation types of SNS: whom alarms would notify, as far as they may. */
export const snsResourceTypes: readonly ResourceType[] = [topic, topicPolicy];
