import {
  type MetricDataQuery,
  PutDashboardCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import {
  MAX_ACTIONS,
  MAX_ALARM_NAME,
  MAX_DESCRIPTION,
} from '../../../../local/cloudwatch/alarm-limits.ts';
import { MAX_DIMENSIONS } from '../../../../local/cloudwatch/metric-data-input.ts';
import { MAX_EXPRESSION } from '../../../../local/cloudwatch/query-input.ts';
import { MAX_TAGS } from '../../../../local/tags.ts';
import { cloudWatchClient } from './cloudwatch-client.ts';

const COMPARED = {
  ...{ AlarmName: 'errors', EvaluationPeriods: 1, Threshold: 5 },
  ComparisonOperator: 'GreaterThanThreshold' as const,
};
const SINGLE = { Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum' as const, Period: 60 };
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';
const many = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_none, index) => item(index));
const tags = (count: number) => many(count, (index) => ({ Key: `t${index}`, Value: '' }));
const STAT = { Metric: { Namespace: 'Shop', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' };

function alarms() {
  const { service, send } = cloudWatchClient();
  const put = (changes: object) =>
    send(new PutMetricAlarmCommand({ ...COMPARED, ...SINGLE, ...changes }));
  const putQueries = (...Metrics: MetricDataQuery[]) =>
    send(new PutMetricAlarmCommand({ ...COMPARED, Metrics }));
  return { service, send, put, putQueries };
}

describe('PutMetricAlarm', () => {
  it.each<[string, object, object, string]>([
    [
      'the length of the name',
      { AlarmName: 'a'.repeat(MAX_ALARM_NAME) },
      { AlarmName: 'a'.repeat(MAX_ALARM_NAME + 1) },
      "at 'alarmName' failed to satisfy constraint: Member must have length less than or equal to 255",
    ],
    [
      'the length of the description',
      { AlarmDescription: 'a'.repeat(MAX_DESCRIPTION) },
      { AlarmDescription: 'a'.repeat(MAX_DESCRIPTION + 1) },
      "at 'alarmDescription' failed to satisfy constraint",
    ],
    [
      'tags',
      { Tags: tags(MAX_TAGS) },
      { Tags: tags(MAX_TAGS + 1) },
      'A resource has at most 50 tags.',
    ],
    [
      'actions',
      { AlarmActions: many(MAX_ACTIONS, () => TOPIC) },
      { AlarmActions: many(MAX_ACTIONS + 1, () => TOPIC) },
      "at 'alarmActions' failed to satisfy constraint",
    ],
    [
      'dimensions',
      { Dimensions: many(MAX_DIMENSIONS, (index) => ({ Name: `d${index}`, Value: 'v' })) },
      { Dimensions: many(MAX_DIMENSIONS + 1, (index) => ({ Name: `d${index}`, Value: 'v' })) },
      'The collection Dimensions must not have a size greater than 30.',
    ],
  ])('has a limit on %s', async (_what, within, beyond, message) => {
    const { put } = alarms();
    await expect(put(within)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
    await expect(put(beyond)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('takes ARNs alone for actions', async () => {
    const { put } = alarms();
    for (const name of ['AlarmActions', 'OKActions', 'InsufficientDataActions']) {
      await expect(put({ [name]: [TOPIC, 'alarms'] })).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Invalid arn syntax: alarms',
      });
    }
  });

  it.each<[string, MetricDataQuery, string]>([
    [
      'without a metric',
      { Id: 'm', MetricStat: { Period: 60, Stat: 'Sum' } as never },
      'The parameter Metrics.member.1.MetricStat.Metric.Namespace is required.',
    ],
    ['with the id of a single metric', { Id: '.', MetricStat: STAT }, 'not matching the expected'],
    ['with neither metric nor expression', { Id: 'm' }, 'Exactly one of Metrics.member.1'],
    [
      'with a period of 90 s',
      { Id: 'm', MetricStat: { ...STAT, Period: 90 } },
      'Period must be 10, 30 or a multiple of 60',
    ],
    [
      'with an expression longer than it takes',
      { Id: 'm', Expression: `${'('.repeat(MAX_EXPRESSION)}1` },
      "at 'expression' failed to satisfy constraint",
    ],
  ])('refuses a query %s', async (_what, query, message) => {
    const { putQueries } = alarms();
    await expect(putQueries(query)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuses an id that two queries have', async () => {
    const { putQueries } = alarms();
    const unread = { Id: 'm', MetricStat: STAT, ReturnData: false };
    await expect(putQueries({ Id: 'm', MetricStat: STAT }, unread)).rejects.toMatchObject({
      message: 'The values for parameter id in Metrics must be unique: m',
    });
  });
});

describe('PutDashboard', () => {
  it('has a limit on tags', async () => {
    const { send } = alarms();
    const put = (count: number) => {
      const input = { DashboardName: 'shop', DashboardBody: '{}', Tags: tags(count) };
      return send(new PutDashboardCommand(input));
    };
    await expect(put(MAX_TAGS + 1)).rejects.toMatchObject({
      message: 'A resource has at most 50 tags.',
    });
    await expect(put(MAX_TAGS)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });
});

describe('the permission to tag', () => {
  it('is needed where a call brings tags', () => {
    const { service } = alarms();
    const actions = (operation: string, Tags?: object[]) =>
      service
        .accesses(operation, { AlarmName: 'a', DashboardName: 'a', Tags })
        .map(({ action, resource }) => `${action} ${resource.split(':').slice(5).join(':')}`);
    expect(actions('PutMetricAlarm', tags(1))).toEqual([
      'cloudwatch:PutMetricAlarm alarm:a',
      'cloudwatch:TagResource alarm:a',
    ]);
    expect(actions('PutDashboard', tags(1))).toEqual([
      'cloudwatch:PutDashboard dashboard/a',
      'cloudwatch:TagResource dashboard/a',
    ]);
    for (const none of [undefined, []]) {
      expect(actions('PutMetricAlarm', none)).toEqual(['cloudwatch:PutMetricAlarm alarm:a']);
    }
  });
});
