import { conditionFunctions } from './cloudformation/conditions.ts';
import { intrinsics } from './cloudformation/intrinsics.ts';
import { globalConditionKeys, serviceConditionKeys } from './iam/condition-keys.ts';
import { conditionOperators } from './iam/conditions.ts';
import { awsManagedPolicies } from './iam/managed-policies.ts';
import type { Fidelity, ResourceType } from './resource.ts';
import { simplified } from './simplified.ts';

/** What a row of the fidelity table is about. */
export type FidelityKind =
  | 'resource property'
  | 'operation'
  | 'intrinsic'
  | 'policy condition operator'
  | 'policy condition key'
  | 'managed policy'
  | 'pattern operator'
  | 'wire';

/** One thing the embedded cloud takes, and how far; whatever has no row is refused by name. */
export interface FidelityRow {
  kind: FidelityKind;
  /** Such as `AWS::SQS::Queue DelaySeconds` or `sqs:SendMessage`. */
  name: string;
  /** `simulated`, `recorded, not simulated`, or `only` and the values that are taken. */
  status: string;
  /** What an operation takes; any other parameter is refused. */
  parameters?: readonly string[];
  /** In what it is simpler than on AWS. */
  note?: string;
}

/** A service, as far as the table needs it. */
export interface OperationList {
  name: string;
  parameters: Readonly<Record<string, readonly string[]>>;
}

/** All that the embedded cloud takes; `others` are rows that only their owners can make. */
export function fidelityTable(
  resourceTypes: readonly ResourceType[],
  services: readonly OperationList[],
  others: readonly FidelityRow[] = [],
): FidelityRow[] {
  return [
    ...resourceTypes.flatMap(propertyRows),
    ...services.flatMap(operationRows),
    ...simulated('intrinsic', [...Object.keys(intrinsics), ...conditionFunctions]),
    ...simulated('policy condition operator', conditionOperators()),
    ...simulated('policy condition key', [...globalConditionKeys, ...serviceConditionKeys]),
    ...simulated('managed policy', awsManagedPolicies),
    ...others,
  ];
}

function operationRows({ name: service, parameters }: OperationList): FidelityRow[] {
  return Object.entries(parameters).map(([operation, taken]) => {
    const name = `${service}:${operation}`;
    const row = { kind: 'operation', name, status: 'simulated', parameters: taken } as const;
    return name in simplified ? { ...row, note: simplified[name] } : row;
  });
}

function propertyRows({ type, properties }: ResourceType): FidelityRow[] {
  return Object.entries(properties).map(([property, fidelity]) => ({
    kind: 'resource property',
    name: `${type} ${property}`,
    status: statusOf(fidelity),
  }));
}

function statusOf(fidelity: Fidelity): string {
  if (fidelity === 'simulated') return 'simulated';
  if (fidelity === 'recorded') return 'recorded, not simulated';
  return `only ${fidelity.only.map((value) => JSON.stringify(value)).join(', ')}`;
}

function simulated(kind: FidelityKind, names: readonly string[]): FidelityRow[] {
  return names.map((name) => ({ kind, name, status: 'simulated' }));
}
