import { fault } from '../fault.ts';
import { withNewFields } from '../new-fields.ts';

/** An environment runs the next release, whose events carry fields that nobody knows yet. */
export const newerCode = fault({
  kind: 'newer-code',
  sentence:
    'An environment runs the next release, whose events carry fields that nobody knows yet.',
  at: 'invocation',
  chance: 0.05,
  applies: ({ functionName }) => functionName.endsWith('-relay'),
  bite: () => ({ cold: true, code: withNewFields }),
});
