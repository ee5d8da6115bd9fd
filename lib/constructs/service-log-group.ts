import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionContext } from './context.ts';
import { removalPolicyOf } from './removal.ts';

/** A log group with the stage's retention, removal policy and encryption. */
export function serviceLogGroup(
  scope: Construct,
  id: string,
  logGroupName: string,
  { stage, key }: Pick<FunctionContext, 'stage' | 'key'>,
): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName,
    retention: stage.logRetentionDays,
    removalPolicy: removalPolicyOf(stage),
    encryptionKey: key?.key,
  });
}
