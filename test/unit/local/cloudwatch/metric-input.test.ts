import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { MAX_AGE_MS } from '../../../../local/cloudwatch/metric-data-input.ts';
import { KEPT_MS } from '../../../../local/cloudwatch/metric-series.ts';
import { MAX_PERIOD } from '../../../../local/cloudwatch/metric-settings.ts';
import { START_MS } from '../cloud/world.ts';
import { cloudWatchClient, MINUTE_MS, membersOf } from './cloudwatch-client.ts';

const at = (minute: number): Date => new Date(START_MS + minute * MINUTE_MS);
const ERRORS = { Namespace: 'Shop', MetricName: 'Errors' };

function metrics() {
  const { world, send } = cloudWatchClient();
  const put = (...MetricData: MetricDatum[]) =>
    send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
  const data = (input: object, Stat = 'Sum', Period = 60) => {
    const MetricDataQueries = [{ Id: 'm', MetricStat: { Metric: ERRORS, Period, Stat } }];
    const range = { StartTime: at(0), EndTime: at(10) };
    return send(new GetMetricDataCommand({ MetricDataQueries, ...range, ...input }));
  };
  return { world, send, put, data };
}

describe('GetMetricData', () => {
  const EVER = { StartTime: new Date(0), EndTime: new Date(8_640_000_000_000_000) };

  it('reads a range as long as time, in periods of any length', async () => {
    const { put, data } = metrics();
    for (const minute of [0, 1, 9]) {
      await put({ MetricName: 'Errors', Value: minute, Timestamp: at(minute) });
    }
    const read = async (Period?: number) =>
      membersOf((await data(EVER, 'Sum', Period))['MetricDataResults'], 'Values')[0];
    expect(await read()).toEqual([9, 1, 0]);
    expect(await read(120)).toEqual([9, 1]);
    expect(await read(60 * Math.floor(MAX_PERIOD / 60))).toEqual([10]);
  });

  it('refuses a period that no integer of the API holds', async () => {
    const { data } = metrics();
    await expect(data({}, 'Sum', 60 * 2 ** 30)).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('does not simulate metric math without a metric', async () => {
    const { data } = metrics();
    const reading = data({ ...EVER, MetricDataQueries: [{ Id: 'one', Expression: '1' }] });
    await expect(reading).rejects.toThrow('not simulated: metric math without a metric');
  });
});

describe('GetMetricStatistics', () => {
  it('reads one period as long as time', async () => {
    const { send, put } = metrics();
    await put({ MetricName: 'Errors', Value: 3 });
    const range = { StartTime: new Date(0), EndTime: new Date(Date.UTC(2200, 0, 1)) };
    const Period = 60 * Math.floor(MAX_PERIOD / 60);
    const input = { ...ERRORS, ...range, Period, Statistics: ['Sum' as const] };
    const { Datapoints } = await send(new GetMetricStatisticsCommand(input));
    expect(membersOf(Datapoints, 'Sum')).toEqual([3]);
  });
});

describe('PutMetricData', () => {
  it('takes one unit for a metric, within one call as well', async () => {
    const { put, data } = metrics();
    const both = put(
      { MetricName: 'Errors', Value: 1, Unit: 'Seconds' },
      { MetricName: 'Errors', Value: 2, Unit: 'Milliseconds' },
    );
    const what = 'Milliseconds for metric Errors, which is in Seconds';
    await expect(both).rejects.toThrow(`not simulated: ${what}`);
    expect(membersOf((await data({}))['MetricDataResults'], 'Values')).toEqual([[]]);
  });

  it('takes what is kept, and does not simulate values from before', async () => {
    const { put } = metrics();
    const aged = (ageMs: number) =>
      put({ MetricName: 'Errors', Value: 1, Timestamp: new Date(START_MS - ageMs) });
    await expect(aged(KEPT_MS)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
    const what = 'not simulated: values from over 1440 minutes ago';
    for (const ageMs of [KEPT_MS + 1, MAX_AGE_MS]) {
      await expect(aged(ageMs)).rejects.toThrow(what);
    }
    await expect(aged(MAX_AGE_MS + 1)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('keeps a dimension of any name', async () => {
    const { send, put } = metrics();
    const Dimensions = [{ Name: '__proto__', Value: 'a' }];
    await put({ MetricName: 'Errors', Value: 1, Dimensions });
    const { Metrics } = await send(new ListMetricsCommand({ Dimensions }));
    expect(Metrics).toMatchObject([{ MetricName: 'Errors', Dimensions }]);
  });
});

describe('names that every object has', () => {
  it('are no statistic', async () => {
    const { put, data } = metrics();
    await put({ MetricName: 'Errors', Value: 1 });
    for (const name of ['constructor', 'toString', '__proto__']) {
      await expect(data({}, name)).rejects.toThrow(`not simulated: statistic ${name}`);
    }
  });

  it('are no dimension of a metric that has none', async () => {
    const { send, put } = metrics();
    await put({ MetricName: 'Errors', Value: 1 });
    for (const Name of ['constructor', '__proto__']) {
      const { Metrics } = await send(new ListMetricsCommand({ Dimensions: [{ Name }] }));
      expect(Metrics).toEqual([]);
    }
  });

  it('are dimensions of a log line like any other', async () => {
    const { world } = metrics();
    const { cloudwatch } = world.composed.foundation;
    const directive = { Namespace: 'Shop', Dimensions: [['__proto__']], Metrics: [{ Name: 'n' }] };
    const _aws = { Timestamp: START_MS, CloudWatchMetrics: [directive] };
    const line = JSON.stringify({ _aws, n: 1 }).replace(/}$/, ',"__proto__":"a"}');
    expect(cloudwatch.ingestLogLine(line)).toBe(true);
    expect(Object.entries(cloudwatch.metrics().at(-1)!.dimensions)).toEqual([['__proto__', 'a']]);
  });
});
