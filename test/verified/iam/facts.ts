import type { VerifiedFact } from '../fact.ts';
import { policyFacts } from './policy-facts.ts';
import { roleFacts } from './role-facts.ts';
import { rolePolicyFacts } from './role-policy-facts.ts';
import { tagFacts } from './tag-facts.ts';
import { userFacts } from './user-facts.ts';

/** What tests that ran against AWS recorded of IAM. */
export const iamFacts: readonly VerifiedFact[] = [
  ...roleFacts,
  ...rolePolicyFacts,
  ...policyFacts,
  ...userFacts,
  ...tagFacts,
];
