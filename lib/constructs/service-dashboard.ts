import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../functions/runtime/emf.ts';
import type { Names } from '../names.ts';
import type { EventConsumer } from './event-consumer.ts';
import type { OrderlyFunction } from './orderly-function.ts';

const PERIOD = Duration.minutes(1);
/** A dashboard is 24 columns wide; a row takes four graphs. */
const GRAPH_WIDTH = 6;

/** The dashboard of a service: a row for each consumer, relay, route and scheduled function. */
export class ServiceDashboard extends Construct {
  readonly #dashboard: Dashboard;
  readonly #service: string;

  constructor(scope: Construct, id: string, { service, names }: { service: string; names: Names }) {
    super(scope, id);
    this.#service = service;
    this.#dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: names.dashboard(service),
      defaultInterval: Duration.hours(3),
    });
    this.#addRow(`${service}: time`, [
      graph('On the bus (p99)', [this.#ownMetric('TimeOnBus')]),
      graph('In the queue (p99)', [this.#ownMetric('TimeInQueue')]),
      graph('In the handler (p99)', [this.#ownMetric('ProcessingTime')]),
      graph('Sent to a DLQ', [this.#ownMetric('SentToDlq', 'Sum')]),
    ]);
  }

  /** Queue, DLQs and function of a consumer. */
  addConsumer({ function: target, queue, dlq, ruleDlq }: EventConsumer): void {
    const maximum = { period: PERIOD, statistic: 'Maximum' };
    this.#addRow(target.definition.name, [
      graph('Waiting messages', [queue.metricApproximateNumberOfMessagesVisible(maximum)]),
      graph('Oldest message (s)', [queue.metricApproximateAgeOfOldestMessage(maximum)]),
      graph('DLQs', [
        dlq.metricApproximateNumberOfMessagesVisible({ ...maximum, label: 'could not be handled' }),
        ruleDlq.metricApproximateNumberOfMessagesVisible({ ...maximum, label: 'not delivered' }),
      ]),
      invocations(target),
    ]);
  }

  /** How far a relay is behind its stream, and how it runs. */
  addRelay(target: OrderlyFunction): void {
    const age = target.lambda.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' });
    this.#addRow(target.definition.name, [
      graph('Behind the stream (ms)', [age]),
      graph('Published', [this.#ownMetric('Published', 'Sum')]),
      duration(target),
      invocations(target),
    ]);
  }

  /** Requests, errors and latency of the API as a whole. */
  addApi(api: RestApi): void {
    const sum = { period: PERIOD, statistic: 'Sum' };
    this.#addRow(`${this.#service}: API`, [
      graph('Requests', [api.metricCount(sum)]),
      graph('Errors', [api.metricClientError(sum), api.metricServerError(sum)]),
      graph('Latency (p99)', [api.metricLatency({ period: PERIOD, statistic: 'p99' })]),
    ]);
  }

  /** How a function runs that is neither consumer nor relay. */
  addFunction(target: OrderlyFunction): void {
    this.#addRow(target.definition.name, [invocations(target), duration(target)]);
  }

  #addRow(title: string, graphs: GraphWidget[]): void {
    this.#dashboard.addWidgets(new TextWidget({ markdown: `## ${title}`, width: 24, height: 1 }));
    this.#dashboard.addWidgets(...graphs);
  }

  /** A metric that the functions write themselves, one line for each of its dimensions. */
  #ownMetric(name: string, statistic = 'p99'): IMetric {
    return new MathExpression({
      expression: `SEARCH('Namespace="${METRICS_NAMESPACE}" MetricName="${name}" service="${this.#service}"', '${statistic}')`,
      label: '',
      period: PERIOD,
    });
  }
}

function invocations({ lambda }: OrderlyFunction): GraphWidget {
  const sum = { period: PERIOD, statistic: 'Sum' };
  return graph('Invocations', [
    lambda.metricInvocations(sum),
    lambda.metricErrors(sum),
    lambda.metricThrottles(sum),
  ]);
}

function duration({ lambda }: OrderlyFunction): GraphWidget {
  return graph(
    'Duration (ms)',
    ['p50', 'p99'].map((statistic) => lambda.metricDuration({ period: PERIOD, statistic })),
  );
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: GRAPH_WIDTH, height: 5 });
}
