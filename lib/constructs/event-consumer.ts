import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionDefinition, Subscription } from '../../functions/runtime/definition.ts';
import { consumeStatements } from '../grants.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmOnAge, alarmOnDepth } from './alarms.ts';
import type { ServiceContext } from './context.ts';
import { EventRule, groupByRule } from './event-rule.ts';
import { OrderlyFunction } from './orderly-function.ts';
import { RETENTION_DAYS, secureQueue } from './secure-queue.ts';

/** Messages a batch, where neither definition nor stage says less. */
const DEFAULT_BATCH_SIZE = 10;
/** Receives before a message goes to the DLQ, where the definition does not say. */
const DEFAULT_MAX_RECEIVES = 5;
/** AWS advises six function timeouts, so that a throttled batch is not delivered twice. */
const VISIBILITY_TIMEOUTS = 6;
/** The least and the most concurrency that an SQS mapping can be limited to. */
const CONCURRENCY_RANGE = { min: 2, max: 1_000 };

/** The consumer's definition, and the service and stage it is deployed to. */
export interface EventConsumerProps {
  definition: FunctionDefinition;
  context: ServiceContext;
}

/** A consumer: rule to queue to Lambda, with a DLQ for the queue and one for the rule, and their alarms. */
export class EventConsumer extends Construct {
  readonly function: OrderlyFunction;
  readonly queue: Queue;
  readonly dlq: Queue;
  readonly ruleDlq: Queue;

  constructor(scope: Construct, id: string, { definition, context }: EventConsumerProps) {
    super(scope, id);
    const { service, name, limits } = definition;
    const maxReceives = Math.min(
      limits.maxReceives ?? DEFAULT_MAX_RECEIVES,
      context.stage.consumers.maxReceives ?? Number.POSITIVE_INFINITY,
    );
    const { queue, dlq, ruleDlq } = queuesOf(this, { definition, context }, maxReceives);
    this.queue = queue;
    this.dlq = dlq;
    this.ruleDlq = ruleDlq;
    this.function = new OrderlyFunction(this, 'Consumer', {
      definition,
      context,
      environment: {
        QUEUE_URL: this.queue.queueUrl,
        DLQ_URL: this.dlq.queueUrl,
        MAX_RECEIVES: String(maxReceives),
      },
    });
    this.function.allow(...consumeStatements(this.queue, this.dlq));
    this.#addRules(context);
    this.#addMapping(context);
    this.#addAlarms(context);
    context.dashboard.addConsumer(this);
    Tags.of(this).add('orderly:function', `${service}/${name}`);
  }

  #addRules(context: ServiceContext): void {
    const { service, name, trigger } = this.function.definition;
    const subscriptions: readonly Subscription[] = trigger.kind === 'events' ? trigger.on : [];
    const consumer = `${service}/${name}`;
    const ruleName = context.names.rule(service, name);
    groupByRule(subscriptions).forEach((group, index) => {
      new EventRule(this, `Rule${index + 1}`, {
        context,
        ruleName: index === 0 ? ruleName : `${ruleName}-${index + 1}`,
        consumer,
        subscriptions: group,
        queue: this.queue,
        dlq: this.ruleDlq,
      });
    });
  }

  #addMapping({ stage }: ServiceContext): void {
    const { limits } = this.function.definition;
    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      eventSourceArn: this.queue.queueArn,
      functionName: this.function.lambda.functionName,
      batchSize: Math.min(
        limits.batchSize ?? DEFAULT_BATCH_SIZE,
        stage.consumers.batchSize ?? DEFAULT_BATCH_SIZE,
      ),
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: {
        maximumConcurrency: Math.max(
          CONCURRENCY_RANGE.min,
          Math.min(
            limits.maxConcurrency ?? CONCURRENCY_RANGE.max,
            stage.consumers.maxConcurrency ?? CONCURRENCY_RANGE.max,
          ),
        ),
      },
    });
    mapping.node.addDependency(this.function.role);
  }

  #addAlarms(context: ServiceContext): void {
    const { name } = this.function.definition;
    alarmOnAge(this, context, { queue: this.queue, name });
    alarmOnDepth(this, context, {
      dlq: this.dlq,
      name,
      what: 'dlq',
      description:
        'The consumer could not handle an event; the message says why. Redrive it when that is mended.',
    });
    alarmOnDepth(this, context, {
      dlq: this.ruleDlq,
      name,
      what: 'rule-dlq',
      description: 'EventBridge could not deliver an event to the queue; its attributes say why.',
    });
  }
}

function queuesOf(
  scope: Construct,
  { definition, context }: EventConsumerProps,
  maxReceives: number,
): Pick<EventConsumer, 'queue' | 'dlq' | 'ruleDlq'> {
  const { service, name, limits } = definition;
  const queueName = context.names.queue(service, name);
  const dlq = secureQueue(scope, 'Dlq', context, {
    queueName: context.names.dlq(service, name),
    retentionDays: RETENTION_DAYS.dlq,
    redriveFrom: [queueName],
  });
  const ruleDlq = secureQueue(scope, 'RuleDlq', context, {
    queueName: context.names.ruleDlq(service, name),
    retentionDays: RETENTION_DAYS.dlq,
  });
  acknowledge(
    ruleDlq.node.defaultChild!,
    'SQS3',
    'It is a DLQ itself: of the rule, whose target names it; cdk-nag looks at queues and functions alone.',
  );
  const queue = secureQueue(scope, 'Queue', context, {
    queueName,
    retentionDays: RETENTION_DAYS.source,
    visibilityTimeout: Duration.seconds(VISIBILITY_TIMEOUTS * limits.timeoutSeconds),
    deadLetterQueue: { queue: dlq, maxReceiveCount: maxReceives },
  });
  return { queue, dlq, ruleDlq };
}
