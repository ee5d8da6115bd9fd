import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  ListRulesRequest,
  PutRuleRequest,
  Rule as RuleEntry,
} from '@aws-sdk/client-eventbridge';
import { NotSimulatedError } from '../errors.ts';
import { constraints, Violations } from './constraints.ts';
import type { EventBridge } from './event-bridge.ts';
import { validationException } from './event-bridge-errors.ts';
import type { EventBus } from './event-bus.ts';
import { givenPattern, patternTextOf } from './event-pattern.ts';
import { InvalidScheduleError } from './invalid-schedule-error.ts';
import { pageOf } from './pages.ts';
import type { Rule, RuleSettings } from './rule.ts';
import { ruleArn } from './rule-arn.ts';
import { compileSchedule } from './schedule-expression.ts';

const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

/** PutRule: makes a rule, or replaces all of one but its targets and tags. */
function putRule(bridge: EventBridge, input: PutRuleRequest): object {
  checkMembers(input);
  const bus = bridge.busNamed(input.EventBusName);
  const settings = settingsOf(bridge, bus, input);
  const rule = bus.rule(settings.name);
  if (rule) bridge.changeRule(bus, rule, settings);
  else {
    const { Tags = [] } = input;
    bridge.tags.check(settings.arn, Tags);
    bridge.createRule(bus.name, settings, []);
    bridge.tags.put(settings.arn, Tags);
  }
  return { RuleArn: settings.arn };
}

function checkMembers({ Name, Description, EventPattern, ...input }: PutRuleRequest): void {
  new Violations()
    .text('name', Name, constraints.ruleName)
    .text('scheduleExpression', input.ScheduleExpression, constraints.schedule)
    .text('eventPattern', EventPattern, constraints.pattern)
    .choice('state', input.State, STATES)
    .text('description', Description, constraints.description)
    .text('eventBusName', input.EventBusName, constraints.busNameOrArn)
    .refuse();
}

function settingsOf(bridge: EventBridge, bus: EventBus, input: PutRuleRequest): RuleSettings {
  const { Name: name = '', EventPattern, ScheduleExpression, State, Description } = input;
  if (!EventPattern && !ScheduleExpression) {
    throw validationException('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (State !== undefined && State !== 'ENABLED' && State !== 'DISABLED') {
    throw new NotSimulatedError(`State ${State} of a rule`);
  }
  return {
    name,
    arn: ruleArn(bridge.foundation.surroundings, bus.name, name),
    enabled: State !== 'DISABLED',
    ...givenPattern(EventPattern),
    schedule: givenSchedule(ScheduleExpression),
    description: Description,
  };
}

function givenSchedule(expression: string | undefined): string | undefined {
  if (!expression) return undefined;
  try {
    compileSchedule(expression);
  } catch (error) {
    if (!(error instanceof InvalidScheduleError)) throw error;
    throw validationException('Parameter ScheduleExpression is not valid.');
  }
  return expression;
}

function describeRule(bridge: EventBridge, input: DescribeRuleRequest): object {
  const { bus, rule } = named(bridge, input);
  const { account } = bridge.foundation.surroundings;
  return { ...entryOf(bus, rule), CreatedBy: account };
}

/** DeleteRule: one that is not there is deleted already. Force is for rules that AWS manages, of which there are none. */
function deleteRule(bridge: EventBridge, { Name, EventBusName }: DeleteRuleRequest): object {
  checkNames({ Name, EventBusName });
  const bus = bridge.busNamed(EventBusName);
  const rule = bus.rule(Name ?? '');
  if (!rule) return {};
  if (rule.targets.length > 0) {
    throw validationException("Rule can't be deleted since it has targets.");
  }
  bridge.deleteRule(bus, rule);
  return {};
}

function listRules(bridge: EventBridge, input: ListRulesRequest): object {
  const { NamePrefix = '', EventBusName } = input;
  new Violations().text('eventBusName', EventBusName, constraints.busNameOrArn).refuse();
  const bus = bridge.busNamed(EventBusName);
  const found = bus.rules().filter(({ settings }) => settings.name.startsWith(NamePrefix));
  const { page, next } = pageOf(found, ({ settings }) => settings.name, input);
  return { Rules: page.map((rule) => entryOf(bus, rule)), ...next };
}

const setEnabled =
  (enabled: boolean) =>
  (bridge: EventBridge, input: DescribeRuleRequest): object => {
    const { bus, rule } = named(bridge, input);
    if (rule.settings.enabled !== enabled) {
      bridge.changeRule(bus, rule, { ...rule.settings, enabled });
    }
    return {};
  };

function named(bridge: EventBridge, { Name, EventBusName }: DescribeRuleRequest) {
  checkNames({ Name, EventBusName });
  return bridge.ruleNamed(EventBusName, Name ?? '');
}

function checkNames({ Name, EventBusName }: DescribeRuleRequest): void {
  new Violations()
    .text('name', Name, constraints.ruleName)
    .text('eventBusName', EventBusName, constraints.busNameOrArn)
    .refuse();
}

function entryOf(bus: EventBus, { settings }: Rule): RuleEntry {
  const { name, arn, enabled, schedule, description } = settings;
  const patternText = patternTextOf(settings);
  return {
    Name: name,
    Arn: arn,
    ...(patternText === undefined ? {} : { EventPattern: patternText }),
    ...(schedule === undefined ? {} : { ScheduleExpression: schedule }),
    State: enabled ? 'ENABLED' : 'DISABLED',
    ...(description === undefined ? {} : { Description: description }),
    EventBusName: bus.name,
  };
}

/** The operations on rules. Amazon EventBridge API Reference. */
export const ruleOperations = {
  PutRule: putRule,
  DescribeRule: describeRule,
  DeleteRule: deleteRule,
  ListRules: listRules,
  EnableRule: setEnabled(true),
  DisableRule: setEnabled(false),
};
