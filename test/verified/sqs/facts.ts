import type { VerifiedFact } from '../fact.ts';
import { fifoFacts } from './fifo-facts.ts';
import { messageFacts } from './message-facts.ts';
import { queryFacts } from './query-facts.ts';
import { queueFacts } from './queue-facts.ts';

/** What tests that ran against AWS recorded of Amazon SQS. */
export const sqsFacts: readonly VerifiedFact[] = [
  ...queueFacts,
  ...messageFacts,
  ...fifoFacts,
  ...queryFacts,
];
