import { Dashboard, GraphWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Names } from '../names.ts';

interface Search {
  title: string;
  /** Namespace and dimensions, as CloudWatch's search expressions take them. */
  schema: string;
  metric: string;
  statistic: string;
  /** Further words that a name must hold. */
  words?: string;
}

const SEARCHES: readonly Search[] = [
  {
    title: 'Events matched by rules',
    schema: 'AWS/Events,EventBusName,RuleName',
    metric: 'MatchedEvents',
    statistic: 'Sum',
  },
  {
    title: 'Deliveries that failed',
    schema: 'AWS/Events,EventBusName,RuleName',
    metric: 'FailedInvocations',
    statistic: 'Sum',
  },
  {
    title: 'Oldest message (s)',
    schema: 'AWS/SQS,QueueName',
    metric: 'ApproximateAgeOfOldestMessage',
    statistic: 'Maximum',
  },
  {
    title: 'Messages in DLQs',
    schema: 'AWS/SQS,QueueName',
    metric: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    words: ' dlq',
  },
  {
    title: 'Behind the streams (ms)',
    schema: 'AWS/Lambda,FunctionName',
    metric: 'IteratorAge',
    statistic: 'Maximum',
  },
  { title: 'Errors', schema: 'AWS/Lambda,FunctionName', metric: 'Errors', statistic: 'Sum' },
  { title: 'Throttles', schema: 'AWS/Lambda,FunctionName', metric: 'Throttles', statistic: 'Sum' },
  { title: 'Requests', schema: 'AWS/ApiGateway,ApiName', metric: 'Count', statistic: 'Sum' },
];

/**
 * The dashboard of the whole stage. It finds the services by search expressions over their names, so that
 * a new service shows up without a change here.
 */
export function platformDashboard(
  scope: Construct,
  id: string,
  { names, stage }: { names: Names; stage: string },
): Dashboard {
  const dashboard = new Dashboard(scope, id, {
    dashboardName: names.dashboard('platform'),
    defaultInterval: Duration.hours(3),
  });
  const graphs = SEARCHES.map(
    (search) =>
      new GraphWidget({
        title: search.title,
        width: 12,
        height: 6,
        left: [
          new MathExpression({
            expression: expressionOf(search, stage),
            label: '',
            period: Duration.minutes(1),
          }),
        ],
      }),
  );
  for (let row = 0; row < graphs.length; row += 2) {
    dashboard.addWidgets(...graphs.slice(row, row + 2));
  }
  return dashboard;
}

/** CloudWatch splits names at hyphens and finds those that hold every word. */
function expressionOf({ schema, metric, statistic, words = '' }: Search, stage: string): string {
  return `SEARCH('{${schema}} MetricName="${metric}" orderly ${stage}${words}', '${statistic}')`;
}
