import type { VerifiedFact } from '../fact.ts';

/** What tests that ran against AWS recorded of Amazon EventBridge. */
export const eventbridgeFacts: readonly VerifiedFact[] = [];
