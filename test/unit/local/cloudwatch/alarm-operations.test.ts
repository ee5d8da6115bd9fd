import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  ResourceNotFound,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { MAX_ALARM_NAMES } from '../../../../local/cloudwatch/alarm-operations.ts';
import { MAX_RECORDS } from '../../../../local/cloudwatch/alarm-paging.ts';
import { Alarms, MAX_HISTORY_ITEMS } from '../../../../local/cloudwatch/alarms.ts';
import { START_MS } from '../cloud/world.ts';
import { cloudWatchClient, MINUTE_MS, membersOf } from './cloudwatch-client.ts';

const WATCHED = {
  Namespace: 'Shop',
  MetricName: 'Errors',
  Statistic: 'Sum' as const,
  Period: 60,
};
const ERRORS = {
  ...WATCHED,
  AlarmName: 'errors',
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold' as const,
};
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';

function alarms() {
  const { world, service, send } = cloudWatchClient();
  const put = (changes: object = {}) => send(new PutMetricAlarmCommand({ ...ERRORS, ...changes }));
  const describe = async (input: object = {}): Promise<Record<string, unknown>[]> => {
    const answer = await send(new DescribeAlarmsCommand(input));
    return answer['MetricAlarms'] as Record<string, unknown>[];
  };
  const names = async (input: object): Promise<unknown[]> =>
    membersOf(await describe(input), 'AlarmName');
  const history = async (input: object = {}) =>
    (await send(new DescribeAlarmHistoryCommand(input)))['AlarmHistoryItems'];
  return { world, service, send, put, describe, names, history };
}

describe('an alarm put by a call', () => {
  it('is described as it was put, and is evaluated', async () => {
    const { world, send, put, describe } = alarms();
    const settings = {
      ...{ AlarmDescription: 'orders fail', DatapointsToAlarm: 1, TreatMissingData: 'breaching' },
      ...{ AlarmActions: [TOPIC], OKActions: [TOPIC], InsufficientDataActions: [] },
      ...{ Dimensions: [{ Name: 'Stage', Value: 'dev' }], Unit: 'Count' },
    };
    await put(settings);
    expect(await describe()).toEqual([
      {
        ...ERRORS,
        ...settings,
        AlarmArn: world.arn('cloudwatch', 'alarm:errors'),
        ActionsEnabled: true,
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        StateUpdatedTimestamp: new Date(START_MS),
        StateTransitionedTimestamp: new Date(START_MS),
        AlarmConfigurationUpdatedTimestamp: new Date(START_MS),
      },
    ]);
    const { Dimensions, Unit } = settings;
    const datum = { MetricName: 'Errors', Value: 7, Dimensions, Unit: Unit as 'Count' };
    await send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [datum] }));
    await world.pass(MINUTE_MS + 1);
    expect(await describe()).toMatchObject([
      {
        StateValue: 'ALARM',
        StateReason: '1 of 1 datapoints [7] breach GreaterThanOrEqualToThreshold 5',
        StateUpdatedTimestamp: new Date(START_MS + MINUTE_MS),
      },
    ]);
  });

  it('may compare metric math', async () => {
    const { put, describe } = alarms();
    const Metrics = [
      {
        Id: 'a',
        ReturnData: false,
        MetricStat: {
          Metric: { Namespace: 'Shop', MetricName: 'Errors', Dimensions: [] },
          Period: 60,
          Stat: 'p99',
        },
      },
      { Id: 'half', Expression: 'a / 2', Label: 'half', ReturnData: true },
    ];
    const only = { MetricName: undefined, Namespace: undefined, Statistic: undefined };
    await put({ ...only, Period: undefined, Metrics });
    const [described] = await describe();
    expect(described).toMatchObject({ Metrics });
    expect(described).not.toHaveProperty('MetricName');
  });

  it('keeps its state and tags when it is put again, and nothing else', async () => {
    const { world, send, put, describe } = alarms();
    await put({ AlarmDescription: 'old', ActionsEnabled: false });
    const StateValue = 'ALARM' as const;
    const state = { AlarmName: 'errors', StateValue, StateReason: 'a drill' };
    await send(new SetAlarmStateCommand(state));
    await world.pass(1_000);
    await put({ Threshold: 6 });
    expect(await describe()).toMatchObject([
      {
        ...{ Threshold: 6, AlarmDescription: undefined, ActionsEnabled: true },
        ...{ StateValue: 'ALARM', StateReason: 'a drill' },
        StateUpdatedTimestamp: new Date(START_MS),
        AlarmConfigurationUpdatedTimestamp: new Date(START_MS + 1_000),
      },
    ]);
  });

  it('is set to a state until it is next evaluated', async () => {
    const { world, send, put, describe } = alarms();
    await put({ TreatMissingData: 'notBreaching' });
    const state = { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a drill' } as const;
    await send(new SetAlarmStateCommand(state));
    expect(await describe()).toMatchObject([{ StateValue: 'ALARM', StateReason: 'a drill' }]);
    await world.pass(MINUTE_MS);
    expect(await describe()).toMatchObject([
      { StateValue: 'OK', StateReason: expect.stringContaining('0 of 0 datapoints') },
    ]);
    const set = (changes: object) => send(new SetAlarmStateCommand({ ...state, ...changes }));
    await expect(set({ AlarmName: 'x' })).rejects.toBeInstanceOf(ResourceNotFound);
    await expect(set({ StateValue: 'Good' })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'Good' at 'stateValue' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]',
    });
  });

  it('has its actions switched off and on', async () => {
    const { send, put, describe } = alarms();
    await put();
    const AlarmNames = ['errors', 'unknown'];
    await send(new DisableAlarmActionsCommand({ AlarmNames }));
    expect(await describe()).toMatchObject([{ ActionsEnabled: false }]);
    await send(new EnableAlarmActionsCommand({ AlarmNames }));
    expect(await describe()).toMatchObject([{ ActionsEnabled: true }]);
  });

  it('is deleted with all that are named, or, if one is unknown, with none', async () => {
    const { send, put, names } = alarms();
    for (const AlarmName of ['a', 'b', 'c']) await put({ AlarmName });
    const remove = (...AlarmNames: string[]) => send(new DeleteAlarmsCommand({ AlarmNames }));
    await expect(remove('a', 'x')).rejects.toMatchObject({
      name: 'ResourceNotFound',
      $metadata: { httpStatusCode: 404 },
    });
    expect(await names({})).toEqual(['a', 'b', 'c']);
    await remove('a', 'b');
    expect(await names({})).toEqual(['c']);
  });

  it.each<[string, object, string, string]>([
    [
      'a period of 90 s',
      { Period: 90 },
      'ValidationException',
      'Period must be 10, 30 or a multiple of 60',
    ],
    [
      'an unknown treatment of missing data',
      { TreatMissingData: 'x' },
      'ValidationException',
      'The value x is not supported for TreatMissingData parameter.',
    ],
    [
      'an unknown statistic',
      { Statistic: 'p99' },
      'ValidationException',
      "Value 'p99' at 'statistic'",
    ],
    [
      'an unknown comparison',
      { ComparisonOperator: 'Equals' },
      'ValidationException',
      "Value 'Equals' at 'comparisonOperator'",
    ],
    ['an unknown unit', { Unit: 'ms' }, 'ValidationException', "Value 'ms' at 'unit'"],
    [
      'more datapoints than periods',
      { DatapointsToAlarm: 2 },
      'ValidationException',
      'DatapointsToAlarm',
    ],
    ['no period to evaluate', { EvaluationPeriods: 0 }, 'ValidationException', 'EvaluationPeriods'],
    [
      'two statistics',
      { ExtendedStatistic: 'p99' },
      'InvalidParameterCombinationException',
      'Statistic and ExtendedStatistic',
    ],
    [
      'a metric and queries',
      { Metrics: [] },
      'InvalidParameterCombinationException',
      'Metrics and MetricName are mutually exclusive',
    ],
    [
      'no threshold',
      { Threshold: undefined },
      'MissingRequiredParameterException',
      'The parameter Threshold is required.',
    ],
    [
      'no metric',
      { MetricName: undefined },
      'MissingRequiredParameterException',
      'The parameter MetricName is required.',
    ],
    [
      'no name',
      { AlarmName: undefined },
      'MissingRequiredParameterException',
      'The parameter AlarmName is required.',
    ],
  ])('is refused with %s', async (_what, changes, name, message) => {
    const { put } = alarms();
    const putting = put(changes);
    await expect(putting).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, object]>([
    ['comparison GreaterThanUpperThreshold', { ComparisonOperator: 'GreaterThanUpperThreshold' }],
    ['ThresholdMetricId of cloudwatch:PutMetricAlarm', { ThresholdMetricId: 'band' }],
    ['period of 10 s', { Period: 10 }],
    ['an alarm over 1500 minutes', { Period: 18_000, EvaluationPeriods: 5 }],
  ])('is not simulated with %s', async (what, changes) => {
    const { world, put } = alarms();
    await expect(put(changes)).rejects.toThrow(`not simulated: ${what}`);
    await expect(world.drain()).rejects.toThrow(what);
  });

  it('looks a day back at most', async () => {
    const { put } = alarms();
    const longest = put({ Period: 86_400 });
    await expect(longest).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });
});

describe('DescribeAlarms', () => {
  it('chooses by names, prefix, state, actions and type', async () => {
    const { put, send, names } = alarms();
    await put({ AlarmName: 'shop-a', AlarmActions: [TOPIC] });
    await put({ AlarmName: 'shop-b', OKActions: [TOPIC] });
    await put({ AlarmName: 'other' });
    const state = { AlarmName: 'other', StateValue: 'OK', StateReason: '' } as const;
    await send(new SetAlarmStateCommand(state));
    expect(await names({ AlarmNames: ['other', 'shop-b', 'x'] })).toEqual(['other', 'shop-b']);
    expect(await names({ AlarmNamePrefix: 'shop' })).toEqual(['shop-a', 'shop-b']);
    expect(await names({ StateValue: 'OK' })).toEqual(['other']);
    expect(await names({ ActionPrefix: 'arn:aws:sns' })).toEqual(['shop-a', 'shop-b']);
    expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
    expect(await names({ AlarmTypes: ['MetricAlarm'] })).toHaveLength(3);
  });

  it('gives pages', async () => {
    const { put, send } = alarms();
    for (const AlarmName of ['c', 'a', 'b']) await put({ AlarmName });
    const page = (NextToken?: string) =>
      send(new DescribeAlarmsCommand({ MaxRecords: 2, NextToken }));
    const first = await page();
    const second = await page(String(first['NextToken']));
    const pages = [first, second].map(({ MetricAlarms }) => membersOf(MetricAlarms, 'AlarmName'));
    expect(pages).toEqual([['a', 'b'], ['c']]);
    await expect(page('?')).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it('refuses names beside a prefix, unknown states and types, and more than it takes', async () => {
    const { describe } = alarms();
    const names = (count: number): string[] => Array.from({ length: count }, () => 'a');
    for (const input of [
      { AlarmNames: ['a'], AlarmNamePrefix: 'a' },
      { StateValue: 'Good' },
      { AlarmTypes: ['Loud'] },
      { MaxRecords: 0 },
      { MaxRecords: MAX_RECORDS + 1 },
      { AlarmNames: names(MAX_ALARM_NAMES + 1) },
    ]) {
      await expect(describe(input)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    }
    const most = { AlarmNames: names(MAX_ALARM_NAMES), MaxRecords: MAX_RECORDS };
    expect(await describe(most)).toEqual([]);
  });
});

describe('DescribeAlarmsForMetric', () => {
  it('finds the alarms that read a metric', async () => {
    const { put, send } = alarms();
    await put();
    await put({ AlarmName: 'slow', Statistic: undefined, ExtendedStatistic: 'p99', Period: 300 });
    await put({ AlarmName: 'calls', MetricName: 'Calls', Unit: 'Count' });
    const names = async (input: object) => {
      const command = new DescribeAlarmsForMetricCommand({
        ...{ Namespace: 'Shop', MetricName: 'Errors' },
        ...input,
      });
      return membersOf((await send(command))['MetricAlarms'], 'AlarmName');
    };
    expect(await names({})).toEqual(['errors', 'slow']);
    expect(await names({ Statistic: 'Sum' })).toEqual(['errors']);
    expect(await names({ ExtendedStatistic: 'p99' })).toEqual(['slow']);
    expect(await names({ Period: 300 })).toEqual(['slow']);
    expect(await names({ MetricName: 'Calls', Unit: 'Count' })).toEqual(['calls']);
    expect(await names({ Dimensions: [{ Name: 'a', Value: 'b' }] })).toEqual([]);
    await expect(names({ MetricName: undefined })).rejects.toMatchObject({
      name: 'MissingRequiredParameterException',
    });
  });
});

describe('the history of alarms', () => {
  it('tells what became of them, newest first', async () => {
    const { world, put, send, history } = alarms();
    await put({ TreatMissingData: 'notBreaching' });
    await world.pass(MINUTE_MS);
    await put();
    await send(new DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
    const items = await history({ AlarmName: 'errors' });
    expect(membersOf(items, 'HistorySummary')).toEqual([
      'Alarm "errors" deleted',
      'Alarm "errors" updated',
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "errors" created',
    ]);
    const [changed] = (await history({ HistoryItemType: 'StateUpdate' })) as Record<
      string,
      string
    >[];
    expect(changed).toMatchObject({
      AlarmType: 'MetricAlarm',
      Timestamp: new Date(START_MS + MINUTE_MS),
    });
    expect(JSON.parse(changed!['HistoryData']!)).toMatchObject({
      oldState: { stateValue: 'INSUFFICIENT_DATA' },
      newState: { stateValue: 'OK' },
    });
  });

  it('is asked by time, order, alarm and page', async () => {
    const { world, put, send, history } = alarms();
    await put({ AlarmName: 'a' });
    await world.pass(1_000);
    await put({ AlarmName: 'b' });
    await put({ AlarmName: 'c' });
    const late = new Date(START_MS + 1_000);
    const ascending = { ScanBy: 'TimestampAscending' };
    const namesOf = async (input: object) => membersOf(await history(input), 'AlarmName');
    expect(await namesOf({ ...ascending, StartDate: late })).toEqual(['b', 'c']);
    expect(await namesOf({ EndDate: new Date(START_MS) })).toEqual(['a']);
    expect(await namesOf({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
    const page = async (NextToken?: string) =>
      send(new DescribeAlarmHistoryCommand({ MaxRecords: 2, NextToken }));
    const first = await page();
    expect(membersOf(first['AlarmHistoryItems'], 'AlarmName')).toEqual(['c', 'b']);
    const second = await page(String(first['NextToken']));
    expect(membersOf(second['AlarmHistoryItems'], 'AlarmName')).toEqual(['a']);
  });

  it('is kept for so many changes, and the oldest goes first', () => {
    const kept = new Alarms({ nowMs: () => START_MS });
    const query = { id: 'm', metric: { namespace: 'a', name: 'b', dimensions: {} } };
    const spec = {
      ...{ name: 'a', arn: 'arn', returnedId: 'm', comparison: 'LessThanThreshold', threshold: 1 },
      ...{ evaluationPeriods: 1, actions: [] },
      queries: [{ ...query, statistic: 'Sum', periodMs: MINUTE_MS }],
    };
    for (let count = 0; count < MAX_HISTORY_ITEMS; count += 1) kept.put(spec);
    expect(kept.history[0]).toMatchObject({ summary: 'Alarm "a" created' });
    kept.put(spec);
    expect(kept.history).toHaveLength(MAX_HISTORY_ITEMS);
    expect(kept.history[0]).toMatchObject({ summary: 'Alarm "a" updated' });
  });
});
