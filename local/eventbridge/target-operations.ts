import type {
  ListRuleNamesByTargetRequest,
  ListTargetsByRuleRequest,
  PutTargetsRequest,
  PutTargetsResultEntry,
  RemoveTargetsRequest,
  RemoveTargetsResultEntry,
  Target,
} from '@aws-sdk/client-eventbridge';
import { NotSimulatedError } from '../errors.ts';
import { constraints, Violations } from './constraints.ts';
import type { EventBridge } from './event-bridge.ts';
import { validationException } from './event-bridge-errors.ts';
import { TargetInputError } from './input.ts';
import { pageOf } from './pages.ts';
import type { Rule } from './rule.ts';
import type { TargetSpec } from './rule-target.ts';

/** Targets, or ids, of one call. */
const TARGETS_OF_CALL = [1, 100] as const;
const RETRIES = [0, 185] as const;
const AGE_SECONDS = [60, 86_400] as const;

/** The members of a target that are honoured. */
const MEMBERS = new Set([
  ...['Id', 'Arn', 'Input', 'InputPath', 'InputTransformer', 'SqsParameters'],
  ...['DeadLetterConfig', 'RetryPolicy'],
]);

const ARN = /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+$/;

/** PutTargets: takes those that are right, and says of the others why not. */
function putTargets(bridge: EventBridge, input: PutTargetsRequest): object {
  const { Rule: name, EventBusName, Targets: targets = [] } = input;
  const violations = checkNames(name, EventBusName);
  violations.list('targets', input.Targets, TARGETS_OF_CALL);
  targets.forEach((target, index) => {
    checkTarget(target, `targets.${index + 1}.member`, violations);
  });
  violations.refuse();
  const { rule } = bridge.ruleNamed(EventBusName, name ?? '');
  for (const target of targets) refuseUnknown(target);
  const failed: PutTargetsResultEntry[] = targets.flatMap((target) => refusalOf(target) ?? []);
  const refused = new Set(failed.map(({ TargetId }) => TargetId));
  put(bridge, rule, targets.filter(({ Id }) => !refused.has(Id)) as TargetSpec[]);
  return { FailedEntryCount: failed.length, FailedEntries: failed };
}

function checkTarget(target: Target, at: string, violations: Violations): void {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = target.RetryPolicy ?? {};
  violations
    .text(`${at}.id`, target.Id, constraints.targetId)
    .text(`${at}.arn`, target.Arn, constraints.targetArn)
    .number(`${at}.retryPolicy.maximumRetryAttempts`, MaximumRetryAttempts, RETRIES)
    .number(`${at}.retryPolicy.maximumEventAgeInSeconds`, MaximumEventAgeInSeconds, AGE_SECONDS);
  if (target.InputTransformer) {
    const { InputTemplate } = target.InputTransformer;
    violations.text(`${at}.inputTransformer.inputTemplate`, InputTemplate, constraints.anyText);
  }
}

function refuseUnknown(target: Target): void {
  const unknown = Object.entries(target).find(
    ([name, value]) => value !== undefined && !MEMBERS.has(name),
  );
  if (unknown) throw new NotSimulatedError(`${unknown[0]} of a rule's target`);
}

function refusalOf({ Id, Arn = '', SqsParameters }: Target): PutTargetsResultEntry | undefined {
  const refused = { TargetId: Id, ErrorCode: 'ValidationException' };
  if (!ARN.test(Arn)) {
    const ErrorMessage = `Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`;
    return { ...refused, ErrorMessage };
  }
  if (Arn.split(':')[2] === 'sqs' && Arn.endsWith('.fifo') && !SqsParameters?.MessageGroupId) {
    const ErrorMessage = `Parameter(s) SqsParameters must be specified for target: ${Id}.`;
    return { ...refused, ErrorMessage };
  }
  return undefined;
}

function put(bridge: EventBridge, rule: Rule, targets: readonly TargetSpec[]): void {
  try {
    bridge.putTargets(rule, targets);
  } catch (error) {
    if (!(error instanceof TargetInputError)) throw error;
    throw validationException(`Parameter ${error.message}.`);
  }
}

/** RemoveTargets: says which were not there. */
function removeTargets(bridge: EventBridge, input: RemoveTargetsRequest): object {
  const { Rule: name, EventBusName, Ids: ids = [] } = input;
  checkNames(name, EventBusName).list('ids', input.Ids, TARGETS_OF_CALL).refuse();
  const { rule } = bridge.ruleNamed(EventBusName, name ?? '');
  const failed: RemoveTargetsResultEntry[] = [];
  for (const id of ids) {
    if (rule.removeTarget(id)) continue;
    failed.push({
      TargetId: id,
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Rule '${name}' does not have a target with the Id '${id}'.`,
    });
  }
  return { FailedEntryCount: failed.length, FailedEntries: failed };
}

function listTargetsByRule(bridge: EventBridge, input: ListTargetsByRuleRequest): object {
  const { Rule: name, EventBusName } = input;
  checkNames(name, EventBusName).refuse();
  const { rule } = bridge.ruleNamed(EventBusName, name ?? '');
  const { page, next } = pageOf(rule.targets, ({ spec }) => spec.Id, input);
  return { Targets: page.map(({ spec }) => ({ ...spec })), ...next };
}

function listRuleNamesByTarget(bridge: EventBridge, input: ListRuleNamesByTargetRequest): object {
  const { TargetArn, EventBusName } = input;
  new Violations()
    .text('targetArn', TargetArn, constraints.targetArn)
    .text('eventBusName', EventBusName, constraints.busNameOrArn)
    .refuse();
  const names = bridge
    .busNamed(EventBusName)
    .rules()
    .filter(({ targets }) => targets.some(({ spec }) => spec.Arn === TargetArn))
    .map(({ settings }) => settings.name);
  const { page, next } = pageOf(names, (name) => name, input);
  return { RuleNames: page, ...next };
}

function checkNames(rule: string | undefined, busName: string | undefined): Violations {
  return new Violations()
    .text('rule', rule, constraints.ruleName)
    .text('eventBusName', busName, constraints.busNameOrArn);
}

/** The operations on the targets of rules. Amazon EventBridge API Reference. */
export const targetOperations = {
  PutTargets: putTargets,
  RemoveTargets: removeTargets,
  ListTargetsByRule: listTargetsByRule,
  ListRuleNamesByTarget: listRuleNamesByTarget,
};
