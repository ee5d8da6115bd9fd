import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { createResources, loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import type { Template } from '../../../../local/cloudformation/template.ts';
import type { Engines } from '../../../../local/engines.ts';
import { Iam } from '../../../../local/iam/iam.ts';
import { kmsResourceTypes } from '../../../../local/kms/resources.ts';
import { s3ResourceTypes } from '../../../../local/s3/resources.ts';
import { S3 } from '../../../../local/s3/s3.ts';
import { surroundings } from '../surroundings.ts';

const TYPES = [...s3ResourceTypes, ...kmsResourceTypes];

function synthesized(): Template {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Shop');
  const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
  new Alias(stack, 'Alias', { aliasName: 'alias/shop', targetKey: encryptionKey });
  new Bucket(stack, 'Failures', {
    bucketName: 'failures',
    encryption: BucketEncryption.KMS,
    encryptionKey,
    enforceSSL: true,
    versioned: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    lifecycleRules: [{ expiration: Duration.days(14) }],
  });
  return app.synth().getStackByName('Shop').template as Template;
}

describe('a bucket that the CDK synthesized', () => {
  const s3 = new S3({ nowMs: () => 0 });
  const iam = new Iam(surroundings);
  const [stack] = loadStacks([{ name: 'shop', template: synthesized() }], TYPES, surroundings);
  createResources(stack!.resources, TYPES, { s3, iam } as Engines);

  it('takes objects', () => {
    s3.execute('PutObject', { Bucket: 'failures', Key: 'a', Body: 'x' });
    expect(s3.bucket('failures').find('a')).toMatchObject({ etag: expect.any(String) });
  });

  it('lets in whom its policy does not deny, as every call here is encrypted', () => {
    const [access] = s3.accesses('GetObject', { Bucket: 'failures', Key: 'a' });
    expect(iam.isAllowed({ kind: 'operator' }, access!)).toBe(true);
  });
});
