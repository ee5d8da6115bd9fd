import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { MAX_DASHBOARDS_PAGE } from '../../../../local/cloudwatch/dashboard-operations.ts';
import { MAX_DASHBOARD_NAME } from '../../../../local/cloudwatch/dashboards.ts';
import { MAX_TAGS } from '../../../../local/tags.ts';
import { START_MS } from '../cloud/world.ts';
import { cloudWatchClient, membersOf } from './cloudwatch-client.ts';

const BODY = '{"widgets":[]}';
const ARN = 'arn:aws:cloudwatch::111122223333:dashboard/shop';

function dashboards() {
  const { service, send } = cloudWatchClient();
  const put = (DashboardName = 'shop', DashboardBody = BODY) =>
    send(new PutDashboardCommand({ DashboardName, DashboardBody }));
  return { service, send, put };
}

describe('a dashboard', () => {
  it('is put, given back, listed and deleted', async () => {
    const { send, put } = dashboards();
    expect(await put()).toMatchObject({ DashboardValidationMessages: [] });
    expect(await send(new GetDashboardCommand({ DashboardName: 'shop' }))).toMatchObject({
      DashboardName: 'shop',
      DashboardArn: ARN,
      DashboardBody: BODY,
    });
    expect(await send(new ListDashboardsCommand({ DashboardNamePrefix: 'sh' }))).toMatchObject({
      DashboardEntries: [
        {
          DashboardName: 'shop',
          DashboardArn: ARN,
          LastModified: new Date(START_MS),
          Size: BODY.length,
        },
      ],
    });
    expect(await send(new ListDashboardsCommand({ DashboardNamePrefix: 'x' }))).toMatchObject({
      DashboardEntries: [],
    });
    const remove = (...DashboardNames: string[]) =>
      send(new DeleteDashboardsCommand({ DashboardNames }));
    const missing = { name: 'DashboardNotFoundError', $metadata: { httpStatusCode: 404 } };
    await expect(remove('shop', 'other')).rejects.toMatchObject(missing);
    await remove('shop');
    const getting = send(new GetDashboardCommand({ DashboardName: 'shop' }));
    await expect(getting).rejects.toMatchObject(missing);
  });

  it.each(['{', '[]', '"text"', 'null'])('is refused with the body %s', async (body) => {
    const { put } = dashboards();
    await expect(put('shop', body)).rejects.toMatchObject({
      name: 'DashboardInvalidInputError',
      message: 'The field DashboardBody must be a valid JSON object',
      dashboardValidationMessages: [{ DataPath: '/' }],
    });
  });

  it('has a name of letters, digits, dashes and underscores, of limited length', async () => {
    const { put } = dashboards();
    await put('d'.repeat(MAX_DASHBOARD_NAME));
    for (const name of ['d'.repeat(MAX_DASHBOARD_NAME + 1), 'a b', '']) {
      await expect(put(name)).rejects.toMatchObject({
        name: 'DashboardInvalidInputError',
        message: expect.stringContaining('The value for field DashboardName'),
      });
    }
  });

  it('is listed in pages', async () => {
    const { send, put } = dashboards();
    for (let index = 0; index <= MAX_DASHBOARDS_PAGE; index += 1) await put(`d${1_000 + index}`);
    const first = await send(new ListDashboardsCommand({}));
    expect(first['DashboardEntries']).toHaveLength(MAX_DASHBOARDS_PAGE);
    const NextToken = String(first['NextToken']);
    const second = await send(new ListDashboardsCommand({ NextToken }));
    expect(membersOf(second['DashboardEntries'], 'DashboardName')).toEqual(['d2000']);
  });
});

describe('tags of alarms and dashboards', () => {
  it('are those of the first time, and change by calls of their own', async () => {
    const { send } = dashboards();
    const body = { DashboardName: 'shop', DashboardBody: BODY };
    await send(new PutDashboardCommand({ ...body, Tags: [{ Key: 'a', Value: '1' }] }));
    await send(new PutDashboardCommand({ ...body, Tags: [{ Key: 'b', Value: '1' }] }));
    const tags = async () =>
      (await send(new ListTagsForResourceCommand({ ResourceARN: ARN })))['Tags'];
    expect(await tags()).toEqual([{ Key: 'a', Value: '1' }]);
    const Tags = [{ Key: 'c', Value: '2' }];
    await send(new TagResourceCommand({ ResourceARN: ARN, Tags }));
    await send(new UntagResourceCommand({ ResourceARN: ARN, TagKeys: ['a'] }));
    expect(await tags()).toEqual(Tags);
  });

  it('are limited', async () => {
    const { send, put } = dashboards();
    await put();
    const tag = (first: number, count: number) => {
      const Tags = Array.from({ length: count }, (_none, index) => ({
        Key: `t${first + index}`,
        Value: '',
      }));
      return send(new TagResourceCommand({ ResourceARN: ARN, Tags }));
    };
    await tag(0, MAX_TAGS);
    await tag(0, 1);
    const beyond = tag(MAX_TAGS, 1);
    await expect(beyond).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('are of what exists', async () => {
    const { send } = dashboards();
    await send(
      new PutMetricAlarmCommand({
        ...{ AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum' },
        ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1 },
        ComparisonOperator: 'GreaterThanThreshold',
        Tags: [{ Key: 'team', Value: 'a' }],
      }),
    );
    const list = (name: string) => {
      const ResourceARN = `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
      return send(new ListTagsForResourceCommand({ ResourceARN }));
    };
    expect(await list('errors')).toMatchObject({ Tags: [{ Key: 'team', Value: 'a' }] });
    await expect(list('other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the permissions of CloudWatch', () => {
  it('are on alarms and dashboards by name, and on all metrics', () => {
    const { service } = dashboards();
    const input = {
      ...{ AlarmName: 'a', AlarmNames: ['a', 'b'], DashboardName: 'shop' },
      ...{ DashboardNames: ['shop'], ResourceARN: ARN },
    };
    const needed = Object.keys(service.parameters).map((operation) =>
      service
        .accesses(operation, input)
        .map(({ action, resource }) => `${action} ${resource.split(':').slice(5).join(':')}`)
        .join(', '),
    );
    expect(needed).toEqual([
      'cloudwatch:PutMetricData ',
      'cloudwatch:GetMetricData ',
      'cloudwatch:GetMetricStatistics ',
      'cloudwatch:ListMetrics ',
      'cloudwatch:PutMetricAlarm alarm:a',
      'cloudwatch:DescribeAlarms alarm:*',
      'cloudwatch:DescribeAlarmsForMetric alarm:*',
      'cloudwatch:DeleteAlarms alarm:a, cloudwatch:DeleteAlarms alarm:b',
      'cloudwatch:SetAlarmState alarm:a',
      'cloudwatch:EnableAlarmActions alarm:a, cloudwatch:EnableAlarmActions alarm:b',
      'cloudwatch:DisableAlarmActions alarm:a, cloudwatch:DisableAlarmActions alarm:b',
      'cloudwatch:DescribeAlarmHistory alarm:a',
      'cloudwatch:PutDashboard dashboard/shop',
      'cloudwatch:GetDashboard dashboard/shop',
      'cloudwatch:ListDashboards dashboard/*',
      'cloudwatch:DeleteDashboards dashboard/shop',
      'cloudwatch:ListTagsForResource dashboard/shop',
      'cloudwatch:TagResource dashboard/shop',
      'cloudwatch:UntagResource dashboard/shop',
    ]);
    expect(service.accesses('PutMetricData', { Namespace: 'Shop' })).toEqual([
      {
        action: 'cloudwatch:PutMetricData',
        resource: '*',
        context: { 'cloudwatch:namespace': 'Shop' },
      },
    ]);
  });

  it('are none for an operation that is not simulated', () => {
    const { service } = dashboards();
    expect(() => service.accesses('PutCompositeAlarm', {})).toThrow(
      'not simulated: operation cloudwatch:PutCompositeAlarm',
    );
    expect(() => service.execute('PutCompositeAlarm', {}, { kind: 'operator' })).toThrow(
      'PutCompositeAlarm',
    );
  });
});
