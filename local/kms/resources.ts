import { regionalArn } from '../arn.ts';
import { checkPolicy } from '../iam/policy.ts';
import type { ResourceType } from '../resource.ts';
import { uuidOfName } from '../uuid.ts';

const key: ResourceType = {
  type: 'AWS::KMS::Key',
  properties: {
    KeyPolicy: 'simulated',
    Description: 'recorded',
    EnableKeyRotation: 'recorded',
    Enabled: { only: [true] },
    PendingWindowInDays: 'recorded',
    Tags: 'recorded',
  },
  identify(_resource, surroundings, generatedName) {
    const keyId = uuidOfName(generatedName);
    const arn = regionalArn(surroundings, 'kms', `key/${keyId}`);
    return { ref: keyId, attributes: { Arn: arn, KeyId: keyId } };
  },
  check: ({ properties }) => checkPolicy(properties['KeyPolicy'], 'resource', 'KeyPolicy'),
  create({ attributes, properties }, { iam }) {
    iam.setResourcePolicy(attributes['Arn']!, properties['KeyPolicy'], 'Properties.KeyPolicy');
  },
};

const alias: ResourceType = {
  type: 'AWS::KMS::Alias',
  properties: { AliasName: 'recorded', TargetKeyId: 'recorded' },
  identify: ({ properties }) => ({ ref: String(properties['AliasName']), attributes: {} }),
};

/** The CloudFormation types of KMS. Nothing is encrypted here; key policies are there to be asked. */
export const kmsResourceTypes: readonly ResourceType[] = [key, alias];
