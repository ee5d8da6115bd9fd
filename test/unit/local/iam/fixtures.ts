import { AccessDeniedError } from '../../../../local/iam/access-denied-error.ts';
import { Iam } from '../../../../local/iam/iam.ts';
import type { Access, Principal } from '../../../../local/service.ts';
import { surroundings } from '../surroundings.ts';

export const { account, region } = surroundings;
export const roleArn = `arn:aws:iam::${account}:role/Orders`;
export const queueArn = `arn:aws:sqs:${region}:${account}:orders`;
export const keyArn = `arn:aws:kms:${region}:${account}:key/k`;
export const ruleArn = `arn:aws:events:${region}:${account}:rule/bus/placed`;

/** A `Principal` that names the account. */
export const root = { AWS: `arn:aws:iam::${account}:root` };

export const role = { kind: 'role', roleArn, session: 'placeOrder' } satisfies Principal;
export const rule = {
  kind: 'service',
  service: 'events.amazonaws.com',
  sourceArn: ruleArn,
} satisfies Principal;

export const send: Access = { action: 'sqs:SendMessage', resource: queueArn };
export const decrypt: Access = { action: 'kms:Decrypt', resource: keyArn };
export const allowSend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn };

/** A policy document of these statements. */
export function document(...Statement: object[]): object {
  return { Version: '2012-10-17', Statement };
}

/** IAM with the role `Orders`, which Lambda may assume and which has no policy. */
export function iamWithRole(): Iam {
  const iam = new Iam(surroundings);
  const trustPolicy = document({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  });
  iam.createRole({ name: 'Orders', arn: roleArn, trustPolicy });
  return iam;
}

/** The error an access is denied with. */
export function denialOf(iam: Iam, principal: Principal, access: Access): AccessDeniedError {
  try {
    iam.authorise(principal, [access]);
  } catch (error) {
    if (error instanceof AccessDeniedError) return error;
    throw error;
  }
  throw new Error(`${access.action} was allowed`);
}
