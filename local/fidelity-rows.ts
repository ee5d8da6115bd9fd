import { compose } from './compose.ts';
import { type FidelityRow, fidelityTable } from './fidelity.ts';
import { resourceTypes } from './resource-types.ts';
import { virtualTime } from './scheduler.ts';
import { wireRows } from './wire/wire-fidelity.ts';

/** What a pattern may hold beside plain values. */
const PATTERN_OPERATORS = [
  '$or',
  'anything-but',
  'cidr',
  'equals-ignore-case',
  'exists',
  'numeric',
  'prefix',
  'suffix',
  'wildcard',
];

/** The fidelity table: all that the embedded cloud takes, and how far. */
export function fidelityRows(): FidelityRow[] {
  const { services } = compose({
    code: () => undefined,
    time: virtualTime(0),
    seed: 0,
    latency: 'none',
    surroundings: { account: '', region: '', partition: 'aws', urlSuffix: '' },
    conduct: 'run',
    logLines: 0,
    monitoring: false,
  });
  const operators = PATTERN_OPERATORS.map(
    (name): FidelityRow => ({ kind: 'pattern operator', name, status: 'simulated' }),
  );
  return fidelityTable(resourceTypes, services, [...operators, ...wireRows()]);
}
