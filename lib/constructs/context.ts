import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { CodeOf } from '../code.ts';
import type { StageConfig } from '../config.ts';
import type { Names } from '../names.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { ServiceDashboard } from './service-dashboard.ts';

/** What every function of a stack is made with. */
export interface FunctionContext {
  readonly service: string;
  readonly stage: StageConfig;
  readonly names: Names;
  readonly codeOf: CodeOf;
  /** Absent where the stage leaves encryption to the services' own keys. */
  readonly key: EncryptionKey | undefined;
  /** A table of the service by its short name; throws if there is none. */
  tableNamed(name: string): ITable;
  /** Sends an alarm to the platform's topic. */
  notify(alarm: Alarm): void;
}

/** What the constructs of one service share. */
export interface ServiceContext extends FunctionContext {
  readonly dashboard: ServiceDashboard;
}

/** The ARN of the stage's bus, by its well-known name. */
export function busArn(scope: Construct, names: Names): string {
  return Stack.of(scope).formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: names.bus,
  });
}
