import type { VerifiedFact } from '../fact.ts';

/** What tests that ran against AWS recorded of CloudWatch Logs. */
export const logsFacts: readonly VerifiedFact[] = [];
