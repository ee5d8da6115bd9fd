import { checkPolicy } from '../iam/policy.ts';
import type { ResourceType } from '../resource.ts';

const bucket: ResourceType = {
  type: 'AWS::S3::Bucket',
  properties: {
    BucketName: 'simulated',
    BucketEncryption: 'recorded',
    PublicAccessBlockConfiguration: 'recorded',
    OwnershipControls: 'recorded',
    LifecycleConfiguration: 'recorded',
    VersioningConfiguration: 'recorded',
    LoggingConfiguration: 'recorded',
    Tags: 'recorded',
  },
  identify({ properties }, { partition, region, urlSuffix }, generatedName) {
    // Bucket names are DNS labels.
    const name = String(properties['BucketName'] ?? generatedName.toLowerCase());
    const domain = `${name}.s3.${urlSuffix}`;
    const attributes = {
      Arn: `arn:${partition}:s3:::${name}`,
      DomainName: domain,
      RegionalDomainName: `${name}.s3.${region}.${urlSuffix}`,
    };
    return { ref: name, attributes };
  },
  create: ({ ref, attributes }, { s3 }) => s3.createBucket(ref, attributes['Arn']!),
};

const bucketPolicy: ResourceType = {
  type: 'AWS::S3::BucketPolicy',
  properties: { Bucket: 'simulated', PolicyDocument: 'simulated' },
  identify: ({ properties }) => ({ ref: String(properties['Bucket']), attributes: {} }),
  check: ({ properties }) => checkPolicy(properties['PolicyDocument'], 'resource'),
  create({ properties }, { iam, s3 }) {
    const { arn } = s3.bucket(String(properties['Bucket']));
    iam.setResourcePolicy(arn, properties['PolicyDocument']);
  },
};

/** The CloudFormation types of S3. */
export const s3ResourceTypes: readonly ResourceType[] = [bucket, bucketPolicy];
