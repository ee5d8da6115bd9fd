import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { StageConfig } from '../config.ts';

/** What CloudFormation does with a stage's data when its stack is deleted. */
export function removalPolicyOf({ removalPolicy }: StageConfig): RemovalPolicy {
  return removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
