import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import type { StageConfig } from '../../lib/config.ts';
import { type Names, namesOf } from '../../lib/names.ts';
import { functionsFor, partsOf, type Service } from '../../lib/service.ts';
import type { Clients } from './target.ts';

/** A stage that claims to be deployed. */
export interface Claimed {
  clients: Clients;
  stage: StageConfig;
  services: readonly Service[];
  apis: Readonly<Record<string, string>>;
}

/**
 * Asks for everything that the flow of events needs, as some engines say that they made what they do not know: tables
 * with streams, functions, queues with redrive, rules and schedules with targets, mappings, APIs. Throws with a list of what is missing.
 */
export async function checkDeployment(claimed: Claimed): Promise<void> {
  const missing: string[] = [];
  for (const service of claimed.services) {
    const { tables, functions } = partsOf(service, claimed.stage);
    const deployed = functionsFor(functions, claimed.stage);
    for (const table of Object.keys(tables)) {
      const isRead = deployed.some((one) => isRelayOf(table, one));
      await note(missing, checkTable(claimed, service.name, table, isRead));
    }
    for (const definition of deployed) await note(missing, checkFunction(claimed, definition));
    if (deployed.some(({ trigger }) => trigger.kind === 'route')) {
      await note(missing, checkApi(claimed, service.name));
    }
  }
  if (missing.length > 0) {
    throw new Error(`deployed, but not there:\n${missing.map((line) => `  ${line}`).join('\n')}`);
  }
}

async function note(missing: string[], check: Promise<string[]>): Promise<void> {
  const found = await check.catch((error: Error) => [`${error.name}: ${error.message}`]);
  missing.push(...found);
}

function isRelayOf(table: string, { trigger }: FunctionDefinition): boolean {
  return trigger.kind === 'stream' && trigger.table === table;
}

async function checkTable(
  { clients, stage }: Claimed,
  service: string,
  table: string,
  isRead: boolean,
): Promise<string[]> {
  const TableName = namesOf(stage.name).table(service, table);
  const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName }));
  const hasStream = Table?.StreamSpecification?.StreamEnabled === true;
  return isRead && !hasStream ? [`the stream of table ${TableName}`] : [];
}

async function checkFunction(claimed: Claimed, definition: FunctionDefinition): Promise<string[]> {
  const { service, name, trigger } = definition;
  const { lambda } = claimed.clients;
  const names = namesOf(claimed.stage.name);
  const FunctionName = names.function(service, name);
  await lambda.send(new GetFunctionCommand({ FunctionName }));
  if (trigger.kind === 'schedule') return checkSchedule(claimed, names, definition);
  if (trigger.kind !== 'events' && trigger.kind !== 'stream') return [];
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const isMapped = EventSourceMappings.some(({ State }) => State === 'Enabled');
  return [
    ...(isMapped ? [] : [`an enabled event source mapping of ${FunctionName}`]),
    ...(trigger.kind === 'events' ? await checkDelivery(claimed, names, definition) : []),
  ];
}

/** The rule, on the default bus, is switched on and calls the function every so often. */
async function checkSchedule(
  { clients: { eventbridge } }: Claimed,
  names: Names,
  { service, name }: FunctionDefinition,
): Promise<string[]> {
  const Name = names.rule(service, name);
  const functionName = names.function(service, name);
  const rule = await eventbridge.send(new DescribeRuleCommand({ Name }));
  const { Targets = [] } = await eventbridge.send(new ListTargetsByRuleCommand({ Rule: Name }));
  const isOn = rule.State === 'ENABLED' && rule.ScheduleExpression !== undefined;
  return [
    ...(isOn ? [] : [`the schedule of rule ${Name}`]),
    ...(Targets.some(({ Arn }) => Arn?.endsWith(`:function:${functionName}`))
      ? []
      : [`the function as a target of rule ${Name}`]),
  ];
}

/** The rule delivers to the queue with a DLQ, and the queue has its own. */
async function checkDelivery(
  { clients }: Claimed,
  names: Names,
  { service, name }: FunctionDefinition,
): Promise<string[]> {
  const Rule = names.rule(service, name);
  const queueName = names.queue(service, name);
  const { Targets = [] } = await clients.eventbridge.send(
    new ListTargetsByRuleCommand({ Rule, EventBusName: names.bus }),
  );
  const target = Targets.find(({ Arn }) => Arn?.endsWith(`:${queueName}`));
  const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return [
    ...(target ? [] : [`the queue as a target of rule ${Rule}`]),
    ...(target?.DeadLetterConfig?.Arn ? [] : [`the DLQ of the target of rule ${Rule}`]),
    ...(Attributes['RedrivePolicy'] ? [] : [`the redrive policy of queue ${queueName}`]),
  ];
}

async function checkApi({ apis }: Claimed, service: string): Promise<string[]> {
  const url = `${apis[service]}/health`;
  const { status } = await fetch(url);
  return status === 200 ? [] : [`GET ${url} (${status})`];
}
