import { apigatewayResourceTypes } from './apigateway/resources.ts';
import { cloudwatchResourceTypes } from './cloudwatch/resources.ts';
import { dynamodbResourceTypes } from './dynamodb/resources.ts';
import { eventbridgeResourceTypes } from './eventbridge/resources.ts';
import { iamResourceTypes } from './iam/resources.ts';
import { kmsResourceTypes } from './kms/resources.ts';
import { lambdaResourceTypes } from './lambda/resources.ts';
import { logsResourceTypes } from './logs/resources.ts';
import type { ResourceType } from './resource.ts';
import { s3ResourceTypes } from './s3/resources.ts';
import { schemasResourceTypes } from './schemas/resources.ts';
import { snsResourceTypes } from './sns/resources.ts';
import { sqsResourceTypes } from './sqs/resources.ts';

/** Every resource type the embedded cloud knows. */
export const resourceTypes: readonly ResourceType[] = [
  ...iamResourceTypes,
  ...kmsResourceTypes,
  ...logsResourceTypes,
  ...snsResourceTypes,
  ...sqsResourceTypes,
  ...s3ResourceTypes,
  ...dynamodbResourceTypes,
  ...lambdaResourceTypes,
  ...eventbridgeResourceTypes,
  ...schemasResourceTypes,
  ...apigatewayResourceTypes,
  ...cloudwatchResourceTypes,
];
