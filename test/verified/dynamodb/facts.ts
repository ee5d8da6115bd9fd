import type { VerifiedFact } from '../fact.ts';
import { answerFacts } from './answers.ts';
import { expressionLimitFacts } from './expression-limits.ts';
import { indexFacts } from './indexes.ts';
import { limitFacts } from './limits.ts';
import { messageFacts } from './messages.ts';
import { multiAttributeCreationFacts } from './multi-attribute-creations.ts';
import { multiAttributeIndexFacts } from './multi-attribute-indexes.ts';
import { multiAttributeKeyFacts } from './multi-attribute-keys.ts';
import { numberFacts } from './numbers.ts';
import { readMessageFacts } from './read-messages.ts';
import { returnValueFacts } from './return-values.ts';
import { updateFacts } from './updates.ts';

/** What tests that ran against AWS recorded of Amazon DynamoDB. */
export const dynamodbFacts: readonly VerifiedFact[] = [
  ...multiAttributeCreationFacts,
  ...multiAttributeIndexFacts,
  ...multiAttributeKeyFacts,
  ...messageFacts,
  ...readMessageFacts,
  ...limitFacts,
  ...expressionLimitFacts,
  ...numberFacts,
  ...updateFacts,
  ...indexFacts,
  ...answerFacts,
  ...returnValueFacts,
];
