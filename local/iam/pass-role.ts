import type { Access } from '../service.ts';

const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\//;

/**
 * What giving a service a role needs, if it is one. IAM User Guide, "Grant a user permissions to pass a role to an AWS
 * service".
 */
export function passRole(roleArn: string | undefined, service: string): readonly Access[] {
  if (roleArn === undefined || !ROLE_ARN.test(roleArn)) return [];
  const context = { 'iam:passedtoservice': service };
  return [{ action: 'iam:PassRole', resource: roleArn, context }];
}
