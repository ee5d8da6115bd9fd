import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Subscription } from '../../functions/runtime/definition.ts';
import type { ServiceContext } from './context.ts';
import { acceptEventsFrom } from './secure-queue.ts';

/** How long EventBridge tries to deliver to a queue before the event goes to the rule's DLQ; its own maxima. */
const RETRY_POLICY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** What the rule matches, where it delivers, and what takes the events it cannot deliver. */
export interface EventRuleProps {
  context: ServiceContext;
  ruleName: string;
  /** The consumer's name, for the description. */
  consumer: string;
  subscriptions: readonly Subscription[];
  queue: Queue;
  /** Takes what EventBridge could not deliver to the queue. */
  dlq: Queue;
}

/** A rule on the stage's bus that delivers to one queue, which in turn accepts only it. */
export class EventRule extends Construct {
  constructor(scope: Construct, id: string, props: EventRuleProps) {
    super(scope, id);
    const { context, ruleName, consumer, subscriptions, queue, dlq } = props;
    const rule = new CfnRule(this, 'Rule', {
      name: ruleName,
      description: `What ${consumer} reacts to`,
      eventBusName: context.names.bus,
      state: 'ENABLED',
      eventPattern: patternOf(subscriptions),
      targets: [
        {
          id: 'Queue',
          arn: queue.queueArn,
          deadLetterConfig: { arn: dlq.queueArn },
          retryPolicy: RETRY_POLICY,
        },
      ],
    });
    for (const target of [queue, dlq]) acceptEventsFrom(target, rule.attrArn);
    // By name: the rule names the queue, which names the key, which cannot name the rule in turn.
    const { bus } = context.names;
    context.key?.allowEventsFrom(
      Stack.of(this).formatArn({
        service: 'events',
        resource: 'rule',
        resourceName: `${bus}/${ruleName}`,
      }),
    );
  }
}

/**
 * Subscriptions in as few rules as match exactly them: those without values share one, as a detail-type
 * belongs to one source; each with values gets its own.
 */
export function groupByRule(subscriptions: readonly Subscription[]): Subscription[][] {
  const plain = subscriptions.filter(({ where }) => where === undefined);
  const selective = subscriptions.filter(({ where }) => where !== undefined);
  return [...(plain.length > 0 ? [plain] : []), ...selective.map((one) => [one])];
}

/** The EventBridge pattern of subscriptions that share a rule. */
export function patternOf(subscriptions: readonly Subscription[]): Record<string, unknown> {
  const where = subscriptions[0]?.where;
  return {
    source: [...new Set(subscriptions.map(({ contract }) => contract.source))],
    'detail-type': subscriptions.map(({ contract }) => contract.name),
    ...(where === undefined ? {} : { detail: { data: where } }),
  };
}
