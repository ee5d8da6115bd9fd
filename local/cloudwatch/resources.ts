import type { LoadedResource, ResourceType } from '../resource.ts';
import type { Principal } from '../service.ts';
import { Alarm, type AlarmSpec } from './alarm.ts';
import type { MetricQuery } from './metric-query.ts';
import type { Metric } from './metric-series.ts';

const alarm: ResourceType = {
  type: 'AWS::CloudWatch::Alarm',
  properties: {
    AlarmName: 'simulated',
    AlarmDescription: 'simulated',
    MetricName: 'simulated',
    Namespace: 'simulated',
    Dimensions: 'simulated',
    Statistic: 'simulated',
    ExtendedStatistic: 'simulated',
    Period: 'simulated',
    'Metrics.Id': 'simulated',
    'Metrics.Expression': 'simulated',
    'Metrics.Label': 'recorded',
    'Metrics.ReturnData': 'simulated',
    'Metrics.MetricStat.Metric': 'simulated',
    'Metrics.MetricStat.Period': 'simulated',
    'Metrics.MetricStat.Stat': 'simulated',
    EvaluationPeriods: 'simulated',
    DatapointsToAlarm: 'simulated',
    Threshold: 'simulated',
    ComparisonOperator: 'simulated',
    TreatMissingData: 'simulated',
    ActionsEnabled: 'recorded',
    AlarmActions: 'recorded',
    OKActions: 'recorded',
    InsufficientDataActions: 'recorded',
    Tags: 'recorded',
  },
  identify({ properties }, { partition, region, account }, generatedName) {
    const name = String(properties['AlarmName'] ?? generatedName);
    const arn = `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
    return { ref: name, attributes: { Arn: arn } };
  },
  check: (resource) => void new Alarm(alarmSpec(resource)),
  create: (resource, { cloudwatch }) => cloudwatch.putAlarm(alarmSpec(resource)),
  verifyGrants({ properties, attributes }, { iam }) {
    const { AlarmActions = [], OKActions = [] } = properties as Partial<AlarmProperties>;
    const alarms: Principal = {
      kind: 'service',
      service: 'cloudwatch.amazonaws.com',
      sourceArn: attributes['Arn']!,
    };
    for (const resource of [...AlarmActions, ...OKActions]) {
      if (resource.includes(':sns:')) iam.authorise(alarms, [{ action: 'sns:Publish', resource }]);
    }
  },
};

const dashboard: ResourceType = {
  type: 'AWS::CloudWatch::Dashboard',
  properties: { DashboardName: 'recorded', DashboardBody: 'recorded' },
  identify: ({ properties }, _surroundings, generatedName) => ({
    ref: String(properties['DashboardName'] ?? generatedName),
    attributes: {},
  }),
};

/** The CloudFormation types of CloudWatch. */
export const cloudwatchResourceTypes: readonly ResourceType[] = [alarm, dashboard];

interface MetricProperties {
  MetricName: string;
  Namespace: string;
  Dimensions?: { Name: string; Value: string }[];
}

interface MetricDataQuery {
  Id: string;
  Expression?: string;
  MetricStat?: { Metric: MetricProperties; Period: number; Stat: string };
  ReturnData?: boolean;
}

interface AlarmProperties extends MetricProperties {
  AlarmDescription?: string;
  Statistic?: string;
  ExtendedStatistic?: string;
  Period: number;
  Metrics?: MetricDataQuery[];
  EvaluationPeriods: number;
  DatapointsToAlarm?: number;
  Threshold: number;
  ComparisonOperator: string;
  TreatMissingData?: string;
  AlarmActions?: string[];
  OKActions?: string[];
}

function alarmSpec({ ref, attributes, properties }: LoadedResource): AlarmSpec {
  const given = properties as unknown as AlarmProperties;
  return {
    name: ref,
    arn: attributes['Arn']!,
    description: given.AlarmDescription,
    ...alarmQueries(given),
    comparison: given.ComparisonOperator,
    threshold: Number(given.Threshold),
    evaluationPeriods: Number(given.EvaluationPeriods),
    datapointsToAlarm: given.DatapointsToAlarm && Number(given.DatapointsToAlarm),
    missingData: given.TreatMissingData,
    actions: given.AlarmActions ?? [],
  };
}

function alarmQueries(given: AlarmProperties): Pick<AlarmSpec, 'queries' | 'returnedId'> {
  if (given.Metrics) {
    const returned = given.Metrics.find(({ ReturnData }) => String(ReturnData) !== 'false');
    return { queries: given.Metrics.map(metricQuery), returnedId: returned?.Id ?? '' };
  }
  const statistic = given.Statistic ?? given.ExtendedStatistic ?? '';
  const periodMs = given.Period * 1000;
  return {
    queries: [{ id: 'metric', metric: metricOf(given), statistic, periodMs }],
    returnedId: 'metric',
  };
}

function metricQuery({ Id, Expression, MetricStat }: MetricDataQuery): MetricQuery {
  if (!MetricStat) return { id: Id, expression: Expression ?? '' };
  const { Metric, Period, Stat } = MetricStat;
  return { id: Id, metric: metricOf(Metric), statistic: Stat, periodMs: Period * 1000 };
}

function metricOf({ Namespace, MetricName, Dimensions = [] }: MetricProperties): Metric {
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions };
}
