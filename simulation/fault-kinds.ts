import { faults } from './faults/index.ts';
import { incidents } from './incidents.ts';

/** One way in which things go wrong. */
export interface FaultKind {
  /** Kebab-case. */
  kind: string;
  /** What happens, as one sentence. */
  sentence: string;
}

/** What comes with the workload: cards of the sandbox, and redrives that find something. */
const ofTheWorkload: readonly FaultKind[] = [
  { kind: 'gateway-declines', sentence: 'A customer pays with a card that the gateway declines.' },
  {
    kind: 'gateway-outage',
    sentence: 'A customer pays with a card for which the gateway has an outage.',
  },
  { kind: 'redrive-with-letters', sentence: 'A redrive into live traffic finds messages in DLQs.' },
];

/** Everything that goes wrong; each must have bitten in a run of the usual size. */
export function faultKinds(): FaultKind[] {
  return [...faults, ...incidents, ...ofTheWorkload].map(({ kind, sentence }) => ({
    kind,
    sentence,
  }));
}
