import type { VerifiedFact } from '../fact.ts';

/** What tests that ran against AWS recorded of IAM. */
export const iamFacts: readonly VerifiedFact[] = [];
