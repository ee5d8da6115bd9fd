import { fault, isService } from '../fault.ts';

/** The process ends just before a call of AWS. */
export const crashBeforeCall = fault({
  kind: 'crash-before-call',
  sentence: 'The process ends just before a call of AWS.',
  at: 'call',
  chance: 0.006,
  applies: isService,
  bite: () => ({ kind: 'caller-dies', run: false }),
});
