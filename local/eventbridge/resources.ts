import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import { compilePolicy } from '../iam/policy.ts';
import { byGeneratedName } from '../identity.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';
import { busNameOf, DEFAULT_BUS } from './bus-name.ts';
import type { PolicyStatement } from './bus-policy.ts';
import { compilePattern, InvalidPatternError } from './pattern.ts';
import { ruleArn } from './rule-arn.ts';
import type { TargetSpec } from './rule-target.ts';

interface Properties {
  Name?: string;
  ArchiveName?: string;
  EventBusName?: string;
  EventPattern?: Record<string, unknown>;
  ScheduleExpression?: string;
  State?: string;
  Targets?: TargetSpec[];
  Description?: string;
  Tags?: { Key: string; Value: string }[];
  StatementId?: string;
  Statement?: PolicyStatement;
  SourceArn?: string;
  RetentionDays?: number;
}

const eventBus: ResourceType = {
  type: 'AWS::Events::EventBus',
  properties: {
    Name: 'simulated',
    Description: 'simulated',
    KmsKeyIdentifier: 'recorded',
    DeadLetterConfig: 'recorded',
    LogConfig: 'recorded',
    Tags: 'simulated',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = (properties as Properties).Name ?? generatedName;
    const arn = regionalArn(surroundings, 'events', `event-bus/${name}`);
    return { ref: name, attributes: { Arn: arn, Name: name } };
  },
  create({ ref, properties }, { eventbridge }) {
    const { Description, Tags } = properties as Properties;
    const { arn } = eventbridge.createBus(ref, Description);
    eventbridge.tags.put(arn, Tags ?? []);
  },
};

const rule: ResourceType = {
  type: 'AWS::Events::Rule',
  properties: {
    Name: 'simulated',
    Description: 'simulated',
    EventBusName: 'simulated',
    EventPattern: 'simulated',
    ScheduleExpression: 'simulated',
    State: { only: ['ENABLED', 'DISABLED'] },
    'Targets.Id': 'simulated',
    'Targets.Arn': 'simulated',
    'Targets.Input': 'simulated',
    'Targets.InputPath': 'simulated',
    'Targets.InputTransformer.InputPathsMap': 'simulated',
    'Targets.InputTransformer.InputTemplate': 'simulated',
    'Targets.SqsParameters.MessageGroupId': 'simulated',
    'Targets.DeadLetterConfig.Arn': 'simulated',
    'Targets.RetryPolicy.MaximumRetryAttempts': 'simulated',
    'Targets.RetryPolicy.MaximumEventAgeInSeconds': 'simulated',
    Tags: 'simulated',
  },
  identify({ properties }, surroundings, generatedName) {
    const { Name: name = generatedName, EventBusName } = properties as Properties;
    const bus = busNameOf(EventBusName);
    const arn = ruleArn(surroundings, bus, name);
    return { ref: bus === DEFAULT_BUS ? name : `${bus}|${name}`, attributes: { Arn: arn } };
  },
  check: checkPattern,
  create({ properties, ref, attributes }, { eventbridge }) {
    const { EventBusName, EventPattern, ScheduleExpression, State, Description, Targets, Tags } =
      properties as Properties;
    const settings = {
      name: ref.slice(ref.indexOf('|') + 1),
      arn: attributes['Arn']!,
      enabled: State !== 'DISABLED',
      pattern: EventPattern,
      schedule: ScheduleExpression,
      description: Description,
    };
    eventbridge.createRule(EventBusName, settings, Targets ?? []);
    eventbridge.tags.put(settings.arn, Tags ?? []);
  },
  verifyGrants({ properties, attributes }, { eventbridge }) {
    const bus = eventbridge.busNamed((properties as Properties).EventBusName);
    const made = bus.rules().find(({ settings }) => settings.arn === attributes['Arn']);
    for (const target of made?.targets ?? []) target.verifyGrants();
  },
};

const archive: ResourceType = {
  type: 'AWS::Events::Archive',
  properties: {
    ArchiveName: 'simulated',
    Description: 'simulated',
    SourceArn: 'simulated',
    EventPattern: 'simulated',
    RetentionDays: 'simulated',
    KmsKeyIdentifier: 'recorded',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = (properties as Properties).ArchiveName ?? generatedName;
    const arn = regionalArn(surroundings, 'events', `archive/${name}`);
    return { ref: name, attributes: { Arn: arn, ArchiveName: name } };
  },
  check: checkPattern,
  create({ properties, ref, attributes }, { eventbridge, scheduler }) {
    const {
      SourceArn = '',
      EventPattern,
      RetentionDays = 0,
      Description,
    } = properties as Properties;
    eventbridge.createArchive({
      name: ref,
      arn: attributes['Arn']!,
      busArn: SourceArn,
      pattern: EventPattern,
      description: Description,
      retentionDays: Number(RetentionDays),
      createdMs: scheduler.nowMs(),
    });
  },
};

const eventBusPolicy: ResourceType = {
  type: 'AWS::Events::EventBusPolicy',
  properties: { EventBusName: 'simulated', StatementId: 'simulated', Statement: 'simulated' },
  identify: byGeneratedName,
  check({ properties }) {
    compilePolicy(busPolicy(properties), { name: '', kind: 'resource', path: 'Properties' });
  },
  create({ properties }, { eventbridge }) {
    const { EventBusName, StatementId, Statement } = properties as Properties;
    const { arn } = eventbridge.busNamed(EventBusName);
    eventbridge.policies.put(arn, { ...Statement, Sid: StatementId });
  },
};

/** Buses, rules, archives and bus policies. AWS CloudFormation Template Reference, Amazon EventBridge. */
export const eventbridgeResourceTypes: readonly ResourceType[] = [
  eventBus,
  rule,
  archive,
  eventBusPolicy,
];

/** A pattern that EventBridge would refuse is found before anything is created. */
function checkPattern({ properties }: LoadedResource): void {
  const { EventPattern } = properties as Properties;
  if (EventPattern === undefined) return;
  try {
    compilePattern(EventPattern);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    const path = `Properties.EventPattern${error.path === '' ? '' : `.${error.path}`}`;
    throw new NotSimulatedError([{ path, what: error.message }], { cause: error });
  }
}

function busPolicy(properties: Record<string, unknown>): object {
  return { Version: '2012-10-17', Statement: [properties['Statement']] };
}
