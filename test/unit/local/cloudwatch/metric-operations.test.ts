import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDataQuery,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import {
  MAX_AHEAD_MS,
  MAX_DATA,
  MAX_DIMENSIONS,
  MAX_VALUES,
} from '../../../../local/cloudwatch/metric-data-input.ts';
import { MAX_METRICS_PAGE } from '../../../../local/cloudwatch/metric-operations.ts';
import { MAX_QUERIES } from '../../../../local/cloudwatch/query-input.ts';
import { START_MS } from '../cloud/world.ts';
import { cloudWatchClient, MINUTE_MS, membersOf } from './cloudwatch-client.ts';

const at = (minute: number): Date => new Date(START_MS + minute * MINUTE_MS);
const ERRORS = { Namespace: 'Shop', MetricName: 'Errors' };
const list = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);

function metrics() {
  const { world, service, send } = cloudWatchClient();
  const put = (...MetricData: MetricDatum[]) =>
    send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
  const statistics = async (input: object): Promise<Record<string, unknown>[]> => {
    const range = { StartTime: at(0), EndTime: at(10), Period: 60 };
    const command = new GetMetricStatisticsCommand({ ...ERRORS, ...range, ...input } as never);
    return (await send(command))['Datapoints'] as Record<string, unknown>[];
  };
  const data = (MetricDataQueries: MetricDataQuery[], more: object = {}) =>
    send(
      new GetMetricDataCommand({ MetricDataQueries, StartTime: at(0), EndTime: at(10), ...more }),
    );
  return { world, service, send, put, statistics, data };
}

const statOf = (Id: string, Stat = 'Sum', more: object = {}): MetricDataQuery => ({
  Id,
  MetricStat: { Metric: ERRORS, Period: 60, Stat, ...more },
});

describe('PutMetricData', () => {
  it('takes a value, values with counts and statistic sets', async () => {
    const { put, statistics } = metrics();
    await put(
      { MetricName: 'Errors', Value: 0, Timestamp: at(0) },
      { MetricName: 'Errors', Values: [1, 5], Counts: [3, 1], Timestamp: at(0) },
      {
        MetricName: 'Errors',
        Timestamp: at(1),
        StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 },
      },
    );
    const Statistics = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'];
    expect(await statistics({ Statistics })).toEqual([
      {
        ...{ Timestamp: at(0), Unit: 'None', SampleCount: 5 },
        ...{ Sum: 8, Average: 1.6, Minimum: 0, Maximum: 5 },
      },
      {
        ...{ Timestamp: at(1), Unit: 'None', SampleCount: 4 },
        ...{ Sum: 10, Average: 2.5, Minimum: 1, Maximum: 4 },
      },
    ]);
  });

  it('takes now for the time, and leaves no percentile to a statistic set of several values', async () => {
    const { put, statistics } = metrics();
    await put({ MetricName: 'Errors', Values: [2, 2] });
    expect(await statistics({ ExtendedStatistics: ['p50', 'p99'] })).toEqual([
      { Timestamp: at(0), Unit: 'None', ExtendedStatistics: { p50: 2, p99: 2 } },
    ]);
    const several = { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 };
    await put({ MetricName: 'Errors', StatisticValues: several });
    expect(await statistics({ ExtendedStatistics: ['p50'] })).toEqual([]);
  });

  it.each<[string, Partial<MetricDatum>, string]>([
    [
      'a value and values',
      { Value: 1, Values: [1] },
      'The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
    ],
    [
      'values without as many counts',
      { Values: [1, 2], Counts: [1] },
      'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
    ],
    ['no value', {}, 'The parameter MetricData.member.1.Value is required.'],
    [
      'no name',
      { MetricName: '', Value: 1 },
      'The parameter MetricData.member.1.MetricName is required.',
    ],
    [
      'NaN',
      { Value: Number.NaN },
      'The value NaN for parameter MetricData.member.1.Value is invalid.',
    ],
    [
      'half a statistic set',
      { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: undefined } },
      'The parameter MetricData.member.1.StatisticValues.Maximum is required.',
    ],
    [
      'another unit',
      { Value: 1, Unit: 'ms' as never },
      'The parameter MetricData.member.1.Unit must be a value in the set',
    ],
    [
      'a dimension without value',
      { Value: 1, Dimensions: [{ Name: 'a', Value: '' }] },
      'The parameter MetricData.member.1.Dimensions.member.1.Value is required.',
    ],
  ])('refuses %s', async (_what, datum, message) => {
    const { put } = metrics();
    await expect(put({ MetricName: 'Errors', ...datum })).rejects.toMatchObject({
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuses the namespaces of AWS, and to go without one', async () => {
    const { send } = metrics();
    const put = (Namespace: string) =>
      send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'a', Value: 1 }] }));
    await expect(put('AWS/SQS')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The value AWS/ for parameter Namespace is invalid.',
    });
    await expect(put('')).rejects.toMatchObject({ name: 'MissingRequiredParameterException' });
  });

  it.each<[string, MetricDatum[], MetricDatum[]]>([
    [
      'metrics',
      list(MAX_DATA).map((index) => ({ MetricName: `m${index}`, Value: 1 })),
      list(MAX_DATA + 1).map((index) => ({ MetricName: `m${index}`, Value: 1 })),
    ],
    [
      'values',
      [{ MetricName: 'm', Values: list(MAX_VALUES) }],
      [{ MetricName: 'm', Values: list(MAX_VALUES + 1) }],
    ],
    [
      'dimensions',
      [MAX_DIMENSIONS].map((count) => dimensioned(count)),
      [MAX_DIMENSIONS + 1].map((count) => dimensioned(count)),
    ],
    [
      'future',
      [{ MetricName: 'm', Value: 1, Timestamp: new Date(START_MS + MAX_AHEAD_MS) }],
      [{ MetricName: 'm', Value: 1, Timestamp: new Date(START_MS + MAX_AHEAD_MS + 1) }],
    ],
  ])('has a limit on %s', async (_what, within, beyond) => {
    const { put } = metrics();
    await expect(put(...beyond)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    await expect(put(...within)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it.each<[string, MetricDatum]>([
    ['metrics stored every 1 s', { MetricName: 'Errors', Value: 1, StorageResolution: 1 }],
    [
      'Count for metric Errors, which is in None',
      { MetricName: 'Errors', Value: 1, Unit: 'Count' },
    ],
  ])('does not simulate %s', async (what, datum) => {
    const { world, put } = metrics();
    await put({ MetricName: 'Errors', Value: 1 });
    await expect(put(datum)).rejects.toThrow(`not simulated: ${what}`);
    await expect(world.drain()).rejects.toThrow(what);
  });
});

function dimensioned(count: number): MetricDatum {
  const Dimensions = list(count).map((index) => ({ Name: `d${index}`, Value: 'v' }));
  return { MetricName: 'm', Value: 1, Dimensions };
}

describe('GetMetricStatistics', () => {
  it('reads periods of several minutes of a metric with its dimensions and unit', async () => {
    const { put, statistics } = metrics();
    const Dimensions = [{ Name: 'Stage', Value: 'dev' }];
    const datum = { MetricName: 'Errors', Dimensions, Unit: 'Count' as const };
    for (const minute of [0, 1, 6]) await put({ ...datum, Value: minute, Timestamp: at(minute) });
    const query = { Dimensions, Period: 300, Statistics: ['Sum'] };
    const expected = [
      { Timestamp: at(0), Unit: 'Count', Sum: 1 },
      { Timestamp: at(5), Unit: 'Count', Sum: 6 },
    ];
    expect(await statistics(query)).toEqual(expected);
    expect(await statistics({ ...query, Unit: 'Count' })).toEqual(expected);
    expect(await statistics({ ...query, Unit: 'Seconds' })).toEqual([]);
    expect(await statistics({ ...query, Dimensions: [] })).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    ['no statistic', {}, 'InvalidParameterCombinationException', 'Must specify either'],
    [
      'a percentile among the simple ones',
      { Statistics: ['p99'] },
      'ValidationException',
      "Value 'p99' at 'statistics'",
    ],
    [
      'a period of 90 s',
      { Statistics: ['Sum'], Period: 90 },
      'ValidationException',
      'Period must be 10, 30',
    ],
    [
      'an end at the start',
      { Statistics: ['Sum'], EndTime: at(0) },
      'InvalidParameterValueException',
      'The parameter StartTime must be less than the parameter EndTime.',
    ],
    [
      'no metric',
      { Statistics: ['Sum'], MetricName: undefined },
      'MissingRequiredParameterException',
      'The parameter MetricName is required.',
    ],
    [
      '1,441 datapoints',
      { Statistics: ['Sum'], EndTime: at(1_441) },
      'InvalidParameterCombinationException',
      'You have requested up to 1441 datapoints, which exceeds the limit of 1440.',
    ],
  ])('refuses %s', async (_what, input, name, message) => {
    const { statistics } = metrics();
    const asking = statistics(input);
    await expect(asking).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('takes as many datapoints as CloudWatch does, and no periods below a minute', async () => {
    const { world, statistics } = metrics();
    expect(await statistics({ Statistics: ['Sum'], EndTime: at(1_440) })).toEqual([]);
    const short = statistics({ Statistics: ['Sum'], Period: 30 });
    await expect(short).rejects.toThrow('not simulated: period of 30 s');
    await expect(world.drain()).rejects.toThrow('period of 30 s');
  });
});

describe('GetMetricData', () => {
  it('reads metrics and metric math on them, newest first', async () => {
    const { put, data } = metrics();
    await put({ MetricName: 'Errors', Values: [1, 3], Timestamp: at(2) });
    await put({ MetricName: 'Errors', Value: 8, Timestamp: at(5) });
    const { MetricDataResults } = await data([
      statOf('sum'),
      { ...statOf('count', 'SampleCount'), ReturnData: false },
      { Id: 'mean', Expression: 'sum / count', Label: 'mean errors' },
    ]);
    expect(MetricDataResults).toEqual([
      {
        Id: 'sum',
        Label: 'Errors',
        Timestamps: [at(5), at(2)],
        Values: [8, 4],
        StatusCode: 'Complete',
      },
      {
        Id: 'mean',
        Label: 'mean errors',
        Timestamps: [at(5), at(2)],
        Values: [8, 2],
        StatusCode: 'Complete',
      },
    ]);
  });

  it('gives the oldest first if asked, and nothing in another unit', async () => {
    const { put, data } = metrics();
    for (const minute of [1, 2])
      await put({ MetricName: 'Errors', Value: minute, Timestamp: at(minute) });
    const answer = await data([statOf('a'), statOf('b', 'Sum', { Unit: 'Count' })], {
      ScanBy: 'TimestampAscending',
    });
    expect(membersOf(answer['MetricDataResults'], 'Values')).toEqual([[1, 2], []]);
  });

  it.each<[string, MetricDataQuery[], object, string]>([
    [
      'an end before the start',
      [statOf('a')],
      { EndTime: at(-1) },
      'The parameter EndTime must be greater than StartTime.',
    ],
    [
      'an end at the start',
      [statOf('a')],
      { EndTime: at(0) },
      'The parameter StartTime must not equal parameter EndTime.',
    ],
    ['an id twice', [statOf('a'), statOf('a')], {}, 'must be unique: a'],
    ['an id in capitals', [statOf('A')], {}, 'not matching the expected pattern'],
    [
      'neither metric nor expression',
      [{ Id: 'a' }],
      {},
      'Exactly one of MetricDataQueries.member.1.MetricStat',
    ],
    [
      'a metric without namespace',
      [statOf('a', 'Sum', { Metric: { MetricName: 'x' } })],
      {},
      'MetricDataQueries.member.1.MetricStat.Metric.Namespace is required',
    ],
    ['no query', [], {}, 'The parameter MetricDataQueries is required.'],
    [
      'more queries than it takes',
      list(MAX_QUERIES + 1).map((id) => statOf(`q${id}`)),
      {},
      'must not have a size greater than 500',
    ],
  ])('refuses %s', async (_what, queries, more, message) => {
    const { data } = metrics();
    await expect(data(queries, more)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('takes as many queries as CloudWatch does', async () => {
    const { data } = metrics();
    const answer = await data(list(MAX_QUERIES).map((id) => statOf(`q${id}`)));
    expect(answer['MetricDataResults']).toHaveLength(MAX_QUERIES);
  });

  it.each<[string, MetricDataQuery]>([
    ['metric math SUM(METRICS())', { Id: 'a', Expression: 'SUM(METRICS())' }],
    ['Period of MetricDataQueries.member.1', { Id: 'a', Expression: '1', Period: 60 }],
    ['AccountId of MetricDataQueries.member.1', { ...statOf('a'), AccountId: '1' }],
    ['label ${LAST}', { ...statOf('a'), Label: '${LAST}' }],
    ['statistic tm90', statOf('a', 'tm90')],
  ])('does not simulate %s', async (what, query) => {
    const { world, data } = metrics();
    await expect(data([query])).rejects.toThrow(`not simulated: ${what}`);
    await expect(world.drain()).rejects.toThrow(what);
  });
});

describe('ListMetrics', () => {
  it('finds metrics that have values by namespace, name and dimensions', async () => {
    const { put, send } = metrics();
    const Dimensions = [{ Name: 'Stage', Value: 'dev' }];
    await put({ MetricName: 'Errors', Value: 1, Dimensions }, { MetricName: 'Calls', Value: 1 });
    const found = async (input: object) =>
      (await send(new ListMetricsCommand({ Namespace: 'Shop', ...input })))['Metrics'];
    const [errors, calls] = [
      { ...ERRORS, Dimensions },
      { ...ERRORS, MetricName: 'Calls', Dimensions: [] },
    ];
    expect(await found({})).toEqual([calls, errors]);
    expect(await found({ MetricName: 'Errors' })).toEqual([errors]);
    expect(await found({ Dimensions: [{ Name: 'Stage' }] })).toEqual([errors]);
    expect(await found({ Dimensions: [{ Name: 'Stage', Value: 'prod' }] })).toEqual([]);
    expect(await found({ Namespace: 'AWS/SQS' })).toEqual([]);
  });

  it('leaves out what had no value for three hours, if asked', async () => {
    const { world, put, send } = metrics();
    await put({ MetricName: 'Errors', Value: 1 });
    await world.pass(3 * 60 * MINUTE_MS + 1);
    const recent = (RecentlyActive: string) =>
      send(new ListMetricsCommand({ Namespace: 'Shop', RecentlyActive: RecentlyActive as 'PT3H' }));
    expect(await recent('PT3H')).toMatchObject({ Metrics: [] });
    await expect(recent('PT1H')).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('gives pages', async () => {
    const { put, send } = metrics();
    const count = MAX_METRICS_PAGE + 1;
    await put(...list(count).map((index) => ({ MetricName: `m${1000 + index}`, Value: 1 })));
    const first = await send(new ListMetricsCommand({ Namespace: 'Shop' }));
    expect(first['Metrics']).toHaveLength(MAX_METRICS_PAGE);
    const page = (NextToken: string) =>
      send(new ListMetricsCommand({ Namespace: 'Shop', NextToken }));
    const second = await page(String(first['NextToken']));
    expect(membersOf(second['Metrics'], 'MetricName')).toEqual([`m${999 + count}`]);
    await expect(page('!')).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });
});
