import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../functions/runtime/emf.ts';
import type { FunctionContext } from './context.ts';
import type { OrderlyFunction } from './orderly-function.ts';

/** Alarms look at every minute. */
const PERIOD = Duration.minutes(1);

/** Alarms when an invocation of the function fails. */
export function alarmOnErrors(target: OrderlyFunction, context: FunctionContext): void {
  alarm(target, context, {
    what: 'errors',
    name: target.definition.name,
    metric: target.lambda.metricErrors({ period: PERIOD, statistic: 'Sum' }),
    threshold: 1,
    description: 'An invocation failed or ran out of time; its log has the reason.',
  });
}

/** Alarms when Lambda has no room to run the function. */
export function alarmOnThrottles(target: OrderlyFunction, context: FunctionContext): void {
  alarm(target, context, {
    what: 'throttles',
    name: target.definition.name,
    metric: target.lambda.metricThrottles({ period: PERIOD, statistic: 'Sum' }),
    threshold: 1,
    evaluationPeriods: 3,
    description: "The account's concurrency is used up, or the function's own limit is too low.",
  });
}

/** Alarms when one of the function's own metrics, that should stay zero, does not. */
export function alarmOnMetrics(target: OrderlyFunction, context: FunctionContext): void {
  const { name, service, alarms = [] } = target.definition;
  for (const { metric: metricName, description } of alarms) {
    const metric = new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { service },
      period: PERIOD,
      statistic: 'Sum',
    });
    const what = kebabCase(metricName);
    alarm(target, context, { what, name, metric, threshold: 1, description });
  }
}

function kebabCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/** Alarms when the function lags behind the stream that triggers it. */
export function alarmOnIteratorAge(target: OrderlyFunction, context: FunctionContext): void {
  alarm(target, context, {
    what: 'iterator-age',
    name: target.definition.name,
    metric: target.lambda.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' }),
    threshold: context.stage.alarms.iteratorAgeSeconds * 1_000,
    evaluationPeriods: 3,
    description: 'Committed events wait to be published; the stream keeps them for 24 hours.',
  });
}

/** Alarms when a message lies in a DLQ. */
export function alarmOnDepth(
  scope: Construct,
  context: FunctionContext,
  {
    dlq,
    name,
    what,
    description,
  }: { dlq: IQueue; name: string; what: string; description: string },
): void {
  const metric = dlq.metricApproximateNumberOfMessagesVisible({
    period: PERIOD,
    statistic: 'Maximum',
  });
  alarm(scope, context, { what, name, metric, threshold: 1, description });
}

/** Alarms when a consumer does not keep up with its queue. */
export function alarmOnAge(
  scope: Construct,
  context: FunctionContext,
  { queue, name }: { queue: IQueue; name: string },
): void {
  alarm(scope, context, {
    what: 'oldest-message',
    name,
    metric: queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' }),
    threshold: context.stage.alarms.oldestMessageSeconds,
    evaluationPeriods: 3,
    description: 'The consumer is down or too slow: events wait in its queue, none are lost yet.',
  });
}

/** What sends a stage's alarms, and their ends, to a topic. */
export function notifier(topic: ITopic): FunctionContext['notify'] {
  const action = new SnsAction(topic);
  return (alarm) => {
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  };
}

interface AlarmProps {
  /** What is watched, in the alarm's name. */
  what: string;
  /** Of the function or consumer. */
  name: string;
  metric: IMetric;
  threshold: number;
  /** Minutes in a row, 1 if not given. */
  evaluationPeriods?: number;
  description: string;
}

function alarm(scope: Construct, context: FunctionContext, props: AlarmProps): void {
  const { what, name, metric, threshold, evaluationPeriods = 1, description } = props;
  context.notify(
    new Alarm(scope, `${what}-alarm`, {
      alarmName: context.names.alarm(context.service, name, what),
      alarmDescription: description,
      metric,
      threshold,
      evaluationPeriods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }),
  );
}
