import type { VerifiedFact } from '../fact.ts';
import { multiAttributeCreationFacts } from './multi-attribute-creations.ts';
import { multiAttributeIndexFacts } from './multi-attribute-indexes.ts';
import { multiAttributeKeyFacts } from './multi-attribute-keys.ts';

/** What tests that ran against AWS recorded of Amazon DynamoDB. */
export const dynamodbFacts: readonly VerifiedFact[] = [
  ...multiAttributeCreationFacts,
  ...multiAttributeIndexFacts,
  ...multiAttributeKeyFacts,
];
