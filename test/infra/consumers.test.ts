import { describe, expect, it } from 'vitest';
import type { FunctionDefinition, Subscription } from '../../functions/runtime/definition.ts';
import { namesOf } from '../../lib/names.ts';
import {
  attribute,
  flat,
  permissionsOf,
  type Resource,
  statementsOf,
  synthesize,
} from './synthesis.ts';

const synthesis = await synthesize();
const names = namesOf('dev');
const topicArn = 'arn:AWS::Partition:sns:AWS::Region:AWS::AccountId:orderly-dev-alarms';

const consumers = [...synthesis.functions.values()].filter(
  ({ trigger }) => trigger.kind === 'events',
);

/** Everything the templates hold of one consumer. */
function deploymentOf({ service, name, trigger }: FunctionDefinition) {
  const stack = synthesis.of(service);
  const queueNamed = (queueName: string) => stack.one('AWS::SQS::Queue', 'QueueName', queueName);
  const [queueId, queue] = queueNamed(names.queue(service, name));
  const [dlqId, dlq] = queueNamed(names.dlq(service, name));
  const [ruleDlqId, ruleDlq] = queueNamed(names.ruleDlq(service, name));
  const functionName = names.function(service, name);
  const [functionId, lambda] = stack.one('AWS::Lambda::Function', 'FunctionName', functionName);
  return {
    stack,
    subscriptions: trigger.kind === 'events' ? trigger.on : [],
    functionId,
    lambda: lambda.Properties,
    functionName,
    queueId,
    queue: queue.Properties,
    dlqId,
    dlq: dlq.Properties,
    ruleDlqId,
    ruleDlq: ruleDlq.Properties,
    rules: stack
      .all('AWS::Events::Rule')
      .filter(([, rule]) => targetOf(rule) === JSON.stringify(attribute(queueId))),
    mapping: stack.one('AWS::Lambda::EventSourceMapping', 'EventSourceArn', attribute(queueId))[1]
      .Properties,
    policyOf: (id: string) =>
      statementsOf(
        stack.one('AWS::SQS::QueuePolicy', 'Queues', [{ Ref: id }])[1].Properties['PolicyDocument'],
      ),
  };
}

const targetOf = ({ Properties }: Resource) => JSON.stringify(Properties['Targets'][0].Arn);

const label = ({ service, name }: FunctionDefinition) => `${service}/${name}`;

/** Whether a pattern of exact values matches an event of that source, type and data. */
function matches(pattern: Resource['Properties'], { contract, where = {} }: Subscription): boolean {
  const wanted: Record<string, unknown[]> = pattern['detail']?.data ?? {};
  return (
    pattern['source'].includes(contract.source) &&
    pattern['detail-type'].includes(contract.name) &&
    JSON.stringify(wanted) === JSON.stringify(where)
  );
}

describe('the consumers', () => {
  it('are those the services list', () => {
    expect(consumers.map(label)).toEqual([
      'ordering/advance-order',
      'inventory/reserve-stock',
      'inventory/release-stock',
      'inventory/ship-stock',
      'payments/authorise-payment',
      'payments/capture-payment',
      'payments/cancel-payment',
      'fulfilment/open-shipment',
      'fulfilment/dispatch-shipment',
      'fulfilment/stop-shipment',
    ]);
  });
});

describe.each(consumers.map((definition) => [label(definition), definition] as const))(
  'consumer %s',
  (_label, definition) => {
    const deployed = deploymentOf(definition);
    const { stack, queueId, dlqId, ruleDlqId, rules } = deployed;

    it('has rules on the bus that match each of its subscriptions once and name nothing else', () => {
      const patterns = rules.map(([, { Properties }]) => Properties['EventPattern']);
      for (const subscription of deployed.subscriptions) {
        expect(patterns.filter((pattern) => matches(pattern, subscription))).toHaveLength(1);
      }
      const named = patterns.flatMap((pattern) => pattern['detail-type']);
      expect(named.sort()).toEqual(
        deployed.subscriptions.map(({ contract }) => contract.name).sort(),
      );
      for (const [, { Properties }] of rules) expect(Properties['EventBusName']).toBe(names.bus);
    });

    it('gets its events in a queue, and what cannot be delivered in the DLQ of its rule', () => {
      for (const [, { Properties }] of rules) {
        expect(Properties['Targets']).toEqual([
          {
            Id: 'Queue',
            Arn: attribute(queueId),
            DeadLetterConfig: { Arn: attribute(ruleDlqId) },
            RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          },
        ]);
      }
    });

    it.each([
      ['queue', queueId],
      ['DLQ of its rule', ruleDlqId],
    ])('has a %s that takes messages from its own rules alone', (_queue, id) => {
      const allowed = deployed.policyOf(id).filter(({ Effect }) => Effect === 'Allow');
      expect(allowed).toEqual(
        rules.map(([rule]) =>
          expect.objectContaining({
            Principal: { Service: 'events.amazonaws.com' },
            Action: ['sqs:SendMessage'],
            Resource: [attribute(id)],
            Condition: { ArnEquals: { 'aws:SourceArn': attribute(rule) } },
          }),
        ),
      );
    });

    it('has a DLQ that no other principal is let into', () => {
      expect(deployed.policyOf(dlqId).filter(({ Effect }) => Effect === 'Allow')).toEqual([]);
    });

    it('has queues that are encrypted and refuse plain HTTP', () => {
      for (const id of [queueId, dlqId, ruleDlqId]) {
        expect(stack.resources[id]!.Properties['SqsManagedSseEnabled']).toBe(true);
        expect(deployed.policyOf(id)).toContainEqual(
          expect.objectContaining({
            Effect: 'Deny',
            Action: ['sqs:*'],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        );
      }
    });

    it('sees a message again only after six of its timeouts', () => {
      const { VisibilityTimeout } = deployed.queue;
      expect(VisibilityTimeout).toBe(6 * definition.limits.timeoutSeconds);
      expect(deployed.lambda['Timeout']).toBe(definition.limits.timeoutSeconds);
    });

    it('loses a message to its DLQ after the receives that it is told of', () => {
      const { deadLetterTargetArn, maxReceiveCount } = deployed.queue['RedrivePolicy'];
      expect(deadLetterTargetArn).toEqual(attribute(dlqId));
      expect(maxReceiveCount).toBe(definition.limits.maxReceives ?? 5);
      expect(deployed.lambda['Environment'].Variables).toMatchObject({
        QUEUE_URL: { Ref: queueId },
        DLQ_URL: { Ref: dlqId },
        MAX_RECEIVES: String(maxReceiveCount),
      });
    });

    it('has a DLQ that serves no other queue and keeps messages longer than its queue', () => {
      const { redrivePermission, sourceQueueArns } = deployed.dlq['RedriveAllowPolicy'];
      expect(redrivePermission).toBe('byQueue');
      expect(sourceQueueArns.map(flat)).toEqual([
        `arn:AWS::Partition:sqs:AWS::Region:AWS::AccountId:${deployed.queue['QueueName']}`,
      ]);
      expect(deployed.ruleDlq['RedriveAllowPolicy']).toEqual({ redrivePermission: 'denyAll' });
      for (const { MessageRetentionPeriod } of [deployed.dlq, deployed.ruleDlq]) {
        expect(MessageRetentionPeriod).toBeGreaterThan(deployed.queue['MessageRetentionPeriod']);
      }
    });

    it('is called with limited batches and concurrency, and reports single failures', () => {
      const { limits } = definition;
      expect(deployed.mapping).toMatchObject({
        FunctionName: { Ref: deployed.functionId },
        BatchSize: limits.batchSize ?? 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: Math.min(limits.maxConcurrency ?? 1_000, 10) },
      });
    });

    it('may receive from its own queue and send to its own DLQ, and reach no other queue', () => {
      const onQueues = permissionsOf(stack, deployed.functionName).filter(({ Action }) =>
        Action.some((action) => action.startsWith('sqs:')),
      );
      expect(onQueues.map(({ Action, Resource }) => ({ Action: Action.sort(), Resource }))).toEqual(
        [
          {
            Action: [
              'sqs:ChangeMessageVisibility',
              'sqs:DeleteMessage',
              'sqs:GetQueueAttributes',
              'sqs:ReceiveMessage',
            ],
            Resource: [attribute(queueId)],
          },
          { Action: ['sqs:SendMessage'], Resource: [attribute(dlqId)] },
        ],
      );
    });

    it.each([
      ['dlq', 'ApproximateNumberOfMessagesVisible', dlqId],
      ['rule-dlq', 'ApproximateNumberOfMessagesVisible', ruleDlqId],
      ['oldest-message', 'ApproximateAgeOfOldestMessage', queueId],
    ])('has an alarm on %s that goes to the topic', (what, metric, id) => {
      const name = names.alarm(definition.service, definition.name, what);
      const [, alarm] = stack.one('AWS::CloudWatch::Alarm', 'AlarmName', name);
      const { MetricName, Dimensions, AlarmActions } = alarm.Properties;
      expect(MetricName).toBe(metric);
      expect(Dimensions).toEqual([{ Name: 'QueueName', Value: attribute(id, 'QueueName') }]);
      expect(AlarmActions.map(flat)).toEqual([topicArn]);
    });

    it('has a row on the dashboard of its service', () => {
      const [[, dashboard]] = stack.all('AWS::CloudWatch::Dashboard') as [[string, Resource]];
      const body = flat(dashboard.Properties['DashboardBody']);
      expect(body).toContain(`## ${definition.name}"`);
      for (const id of [queueId, dlqId, ruleDlqId]) expect(body).toContain(`${id}.QueueName`);
    });
  },
);
