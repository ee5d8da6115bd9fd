import type { ApiGateway } from './apigateway/api-gateway.ts';
import type { CloudWatch } from './cloudwatch/cloudwatch.ts';
import type { DynamoDb } from './dynamodb/dynamodb.ts';
import type { TableStreams } from './dynamodb/table-streams.ts';
import type { EventBridge } from './eventbridge/event-bridge.ts';
import type { Iam } from './iam/iam.ts';
import type { Lambda } from './lambda/lambda.ts';
import type { Logs } from './logs/logs.ts';
import type { Meters } from './meters.ts';
import type { RandomSource } from './random.ts';
import type { S3 } from './s3/s3.ts';
import type { Scheduler } from './scheduler.ts';
import type { Schemas } from './schemas/schemas.ts';
import type { Sqs } from './sqs/sqs.ts';

/** Everything the embedded cloud is made of: one engine per AWS service around one scheduler. */
export interface Engines {
  scheduler: Scheduler;
  random: RandomSource;
  meters: Meters;
  iam: Iam;
  dynamodb: DynamoDb;
  /** The streams of its tables. */
  streams: TableStreams;
  sqs: Sqs;
  eventbridge: EventBridge;
  lambda: Lambda;
  apigateway: ApiGateway;
  s3: S3;
  cloudwatch: CloudWatch;
  logs: Logs;
  schemas: Schemas;
}
