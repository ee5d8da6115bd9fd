import type { VerifiedFact } from '../fact.ts';
import { eventFacts } from './event-facts.ts';
import { groupFacts } from './group-facts.ts';

/** What tests that ran against AWS recorded of CloudWatch Logs. */
export const logsFacts: readonly VerifiedFact[] = [...groupFacts, ...eventFacts];
