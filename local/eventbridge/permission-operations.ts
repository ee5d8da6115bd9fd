import type { PutPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-eventbridge';
import type { PolicyStatement } from './bus-policy.ts';
import { constraints, Violations } from './constraints.ts';
import type { EventBridge } from './event-bridge.ts';
import { eventBridgeException, validationException } from './event-bridge-errors.ts';

const PUT_EVENTS = 'events:PutEvents';

/** PutPermission: one statement, or with `Policy` all of them. */
function putPermission(bridge: EventBridge, input: PutPermissionRequest): object {
  const { StatementId, Action, Principal, EventBusName } = input;
  new Violations()
    .text('eventBusName', EventBusName, constraints.busNameOrArn)
    .text('action', Action, constraints.action)
    .text('principal', Principal, constraints.principal)
    .text('statementId', StatementId, constraints.statementId)
    .refuse();
  const bus = bridge.busNamed(EventBusName);
  if (input.Policy === undefined) bridge.policies.put(bus.arn, statementOf(bridge, bus.arn, input));
  else bridge.policies.replace(bus.arn, statementsOf(input.Policy, input));
  bus.changedMs = bridge.foundation.scheduler.nowMs();
  return {};
}

function statementOf(
  { foundation }: EventBridge,
  busArn: string,
  { StatementId, Action, Principal, Condition }: PutPermissionRequest,
): PolicyStatement {
  for (const [name, value] of Object.entries({ Action, Principal, StatementId })) {
    if (value === undefined) throw validationException(`Parameter ${name} must be specified.`);
  }
  if (Action !== PUT_EVENTS) {
    throw validationException("Provided value in parameter 'action' is not supported.");
  }
  if (Condition && Principal !== '*') {
    const message = `Value of the parameter 'principal' must be '*' when the parameter 'condition' is set.`;
    throw validationException(message);
  }
  const { Type = '', Key = '', Value = '' } = Condition ?? {};
  const root = `arn:${foundation.surroundings.partition}:iam::${Principal}:root`;
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: root },
    Action,
    Resource: busArn,
    ...(Condition ? { Condition: { [Type]: { [Key]: Value } } } : {}),
  };
}

/** The statements of a whole policy, which comes instead of what makes one statement. */
function statementsOf(
  policy: string,
  { StatementId, Action, Principal, Condition }: PutPermissionRequest,
): PolicyStatement[] {
  for (const [name, value] of Object.entries({ StatementId, Action, Principal, Condition })) {
    if (value === undefined) continue;
    throw validationException(`Parameter ${name} must not be specified together with Policy.`);
  }
  const statements = [parsed(policy)?.Statement ?? []].flat();
  if (statements.length > 0 && statements.every(isObject)) return statements;
  throw validationException('This policy contains invalid Json');
}

function parsed(policy: string): { Statement?: unknown } | null | undefined {
  try {
    return JSON.parse(policy);
  } catch {
    // Refused as invalid.
    return undefined;
  }
}

function isObject(value: unknown): value is PolicyStatement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function removePermission(bridge: EventBridge, input: RemovePermissionRequest): object {
  const { StatementId, RemoveAllPermissions, EventBusName } = input;
  new Violations()
    .text('statementId', StatementId, constraints.statementId)
    .text('eventBusName', EventBusName, constraints.busNameOrArn)
    .refuse();
  const bus = bridge.busNamed(EventBusName);
  if (RemoveAllPermissions) bridge.policies.replace(bus.arn, []);
  else removeOne(bridge, bus.arn, StatementId);
  bus.changedMs = bridge.foundation.scheduler.nowMs();
  return {};
}

function removeOne({ policies }: EventBridge, busArn: string, statementId?: string): void {
  if (statementId === undefined) throw validationException('Parameter StatementId is required.');
  if (policies.remove(busArn, statementId)) return;
  const message = 'Statement with the provided id does not exist.';
  throw eventBridgeException('ResourceNotFoundException', message);
}

/** The operations on the policies of buses. Amazon EventBridge API Reference. */
export const permissionOperations = {
  PutPermission: putPermission,
  RemovePermission: removePermission,
};
