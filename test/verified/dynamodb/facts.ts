import type { VerifiedFact } from '../fact.ts';

/** What tests that ran against AWS recorded of Amazon DynamoDB. */
export const dynamodbFacts: readonly VerifiedFact[] = [];
