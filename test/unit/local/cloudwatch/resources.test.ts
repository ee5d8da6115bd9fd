import { Alarm, Dashboard, GraphWidget, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { createResources, loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import type { Template } from '../../../../local/cloudformation/template.ts';
import { CloudWatch } from '../../../../local/cloudwatch/cloudwatch.ts';
import { cloudwatchResourceTypes } from '../../../../local/cloudwatch/resources.ts';
import { CloudWatchService } from '../../../../local/cloudwatch/service.ts';
import type { Engines } from '../../../../local/engines.ts';
import { problemsOf } from '../../../../local/errors.ts';
import { Iam } from '../../../../local/iam/iam.ts';
import { createScheduler, virtualTime } from '../../../../local/scheduler.ts';
import { snsResourceTypes } from '../../../../local/sns/resources.ts';
import { surroundings } from '../surroundings.ts';

const TYPES = [...cloudwatchResourceTypes, ...snsResourceTypes];

function load(template: Template): CloudWatch {
  const cloudwatch = new CloudWatch(createScheduler(virtualTime(0)));
  const [stack] = loadStacks([{ name: 'shop', template }], TYPES, surroundings);
  const iam = new Iam(surroundings);
  createResources(stack!.resources, TYPES, { cloudwatch, iam } as Engines);
  return cloudwatch;
}

function synthesized(): Template {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Shop');
  const metric = new Metric({ namespace: 'Shop', metricName: 'Errors', dimensionsMap: { A: 'b' } });
  const depth = new Alarm(stack, 'Depth', {
    alarmName: 'depth',
    alarmDescription: 'messages wait',
    metric: metric.with({ statistic: 'Maximum', period: Duration.minutes(1) }),
    threshold: 1,
    evaluationPeriods: 1,
  });
  const topic = new Topic(stack, 'Topic', { topicName: 'alarms' });
  depth.addAlarmAction(new SnsAction(topic));
  const slowest = metric.with({ statistic: 'p99' });
  slowest.createAlarm(stack, 'Slow', {
    alarmName: 'slow',
    threshold: 9,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
  });
  const expression = new MathExpression({ expression: 'e / 2', usingMetrics: { e: metric } });
  expression.createAlarm(stack, 'Rate', {
    alarmName: 'rate',
    threshold: 0.5,
    evaluationPeriods: 1,
  });
  new Dashboard(stack, 'Dashboard').addWidgets(new GraphWidget({ left: [metric] }));
  return app.synth().getStackByName('Shop').template as Template;
}

describe('alarms that the CDK synthesized', () => {
  it('are watched, with the actions they would take', () => {
    const alarms = load(synthesized()).alarms();
    expect(alarms.map(({ name, description, actions }) => [name, description, actions])).toEqual([
      ['depth', 'messages wait', ['arn:aws:sns:eu-west-1:123456789012:alarms']],
      ['slow', undefined, []],
      ['rate', undefined, []],
    ]);
  });

  it('are described by calls as they are in the template', () => {
    const engine = load(synthesized());
    const scheduler = createScheduler(virtualTime(0));
    const service = new CloudWatchService({ cloudwatch: engine, scheduler, surroundings });
    const { MetricAlarms } = service.execute('DescribeAlarms', {}).output as {
      MetricAlarms: object[];
    };
    const metric = {
      ...{ Namespace: 'Shop', MetricName: 'Errors', Dimensions: [{ Name: 'A', Value: 'b' }] },
    };
    expect(MetricAlarms).toMatchObject([
      { ...metric, AlarmName: 'depth', Statistic: 'Maximum', Period: 60, Threshold: 1 },
      { AlarmName: 'rate', Metrics: [{ Expression: 'e / 2' }, { MetricStat: { Metric: metric } }] },
      { AlarmName: 'slow', ExtendedStatistic: 'p99', EvaluationPeriods: 3, DatapointsToAlarm: 2 },
    ]);
    const [dashboard] = engine.dashboards.all();
    const DashboardName = dashboard?.name;
    const { DashboardBody } = service.execute('GetDashboard', { DashboardName }).output as {
      DashboardBody: string;
    };
    expect(JSON.parse(DashboardBody)).toMatchObject({ widgets: [{ type: 'metric' }] });
  });

  it('are refused at load for what is not simulated of them', () => {
    const Properties = {
      Namespace: 'Shop',
      MetricName: 'Errors',
      Period: 60,
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    };
    const problems = (more: object): string[] => {
      const It = { Type: 'AWS::CloudWatch::Alarm', Properties: { ...Properties, ...more } };
      return problemsOf(() => void load({ Resources: { It } })).map(({ what }) => what);
    };
    expect(problems({ Statistic: 'Sum' })).toEqual([]);
    expect(problems({ ExtendedStatistic: 'tm99' })).toEqual(['statistic tm99']);
    expect(problems({ Statistic: 'Sum', ThresholdMetricId: 'm' })[0]).toContain(
      'ThresholdMetricId',
    );
  });
});
