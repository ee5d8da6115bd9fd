import type { LoadedResource, ResourceType } from '../resource.ts';
import type { Principal } from '../service.ts';
import { Alarm, type AlarmSpec } from './alarm.ts';
import { type AlarmSettings, alarmSpec } from './alarm-settings.ts';
import { newTags, type Tag } from './tags.ts';

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
    Unit: 'simulated',
    'Metrics.Id': 'simulated',
    'Metrics.Expression': 'simulated',
    'Metrics.Label': 'recorded',
    'Metrics.ReturnData': 'simulated',
    'Metrics.MetricStat.Metric': 'simulated',
    'Metrics.MetricStat.Period': 'simulated',
    'Metrics.MetricStat.Stat': 'simulated',
    'Metrics.MetricStat.Unit': 'simulated',
    EvaluationPeriods: 'simulated',
    DatapointsToAlarm: 'simulated',
    Threshold: 'simulated',
    ComparisonOperator: 'simulated',
    TreatMissingData: 'simulated',
    ActionsEnabled: 'recorded',
    AlarmActions: 'recorded',
    OKActions: 'recorded',
    InsufficientDataActions: 'recorded',
    Tags: 'simulated',
  },
  identify({ properties }, { partition, region, account }, generatedName) {
    const name = String(properties['AlarmName'] ?? generatedName);
    const arn = `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
    return { ref: name, attributes: { Arn: arn } };
  },
  check: (resource) => void new Alarm(specOf(resource)),
  create: (resource, { cloudwatch }) => cloudwatch.putAlarm(specOf(resource)),
  verifyGrants({ properties, attributes }, { iam }) {
    const { AlarmActions = [], OKActions = [] } = properties as Partial<AlarmSettings>;
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
  // Kept and given back; nothing draws it here.
  properties: { DashboardName: 'simulated', DashboardBody: 'simulated', Tags: 'simulated' },
  identify: ({ properties }, _surroundings, generatedName) => ({
    ref: String(properties['DashboardName'] ?? generatedName),
    attributes: {},
  }),
  create({ ref, properties }, { cloudwatch }) {
    const { DashboardBody, Tags } = properties as unknown as DashboardProperties;
    cloudwatch.dashboards.put(ref, DashboardBody, newTags(Tags));
  },
};

/** The CloudFormation types of CloudWatch. */
export const cloudwatchResourceTypes: readonly ResourceType[] = [alarm, dashboard];

interface DashboardProperties {
  DashboardBody: string;
  Tags?: Tag[];
}

function specOf({ ref, attributes, properties }: LoadedResource): AlarmSpec {
  const identity = { name: ref, arn: attributes['Arn']! };
  return alarmSpec(identity, properties as unknown as AlarmSettings);
}
