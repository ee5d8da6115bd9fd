import { dynamodbFacts } from './dynamodb/facts.ts';
import { eventbridgeFacts } from './eventbridge/facts.ts';
import type { VerifiedFact } from './fact.ts';
import { iamFacts } from './iam/facts.ts';
import { logsFacts } from './logs/facts.ts';
import { sqsFacts } from './sqs/facts.ts';

/** All facts, by the AWS service they are about. */
export const verifiedFacts: Readonly<Record<string, readonly VerifiedFact[]>> = {
  dynamodb: dynamodbFacts,
  eventbridge: eventbridgeFacts,
  iam: iamFacts,
  logs: logsFacts,
  sqs: sqsFacts,
};
