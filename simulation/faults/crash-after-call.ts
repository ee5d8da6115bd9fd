import { fault, isService } from '../fault.ts';

/** The process ends just after a call of AWS, which was done. */
export const crashAfterCall = fault({
  kind: 'crash-after-call',
  sentence: 'The process ends just after a call of AWS, which was done.',
  at: 'call',
  chance: 0.008,
  applies: isService,
  bite: () => ({ kind: 'caller-dies', run: true }),
});
