import { comparison as dynamoDbLocal } from './dynamodb/differences.ts';
import { comparison as eventRuler } from './eventbridge/differences.ts';
import type { Comparison } from './judgement.ts';
import { localStack, miniStack } from './sqs/differences.ts';

/** Everything the embedded cloud is compared with. */
export const comparisons: readonly Comparison[] = [
  dynamoDbLocal,
  eventRuler,
  localStack,
  miniStack,
];
