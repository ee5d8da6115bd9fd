import { describe, expect, it } from 'vitest';
import { Alarm, type AlarmSpec, type AlarmState } from '../../../../local/cloudwatch/alarm.ts';
import { CloudWatch } from '../../../../local/cloudwatch/cloudwatch.ts';
import { compileExpression } from '../../../../local/cloudwatch/expression.ts';
import type { Metric } from '../../../../local/cloudwatch/metric-series.ts';
import { createScheduler, virtualTime } from '../../../../local/scheduler.ts';

const MINUTE = 60_000;
const START_MS = Date.UTC(2027, 0, 1);

const metricNamed = (name: string, namespace = 'Shop'): Metric => ({
  namespace,
  name,
  dimensions: {},
});

function spec(changes: Partial<AlarmSpec> = {}): AlarmSpec {
  const query = { id: 'm', metric: metricNamed('Errors'), statistic: 'Sum', periodMs: MINUTE };
  return {
    name: 'errors',
    arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors',
    queries: [query],
    returnedId: 'm',
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 5,
    evaluationPeriods: 1,
    actions: [],
    ...changes,
  };
}

/** The alarm's state after the minutes of `pattern`: `0` is fine, `X` breaches, `-` has no datapoint. */
async function stateAfter(pattern: string, changes: Partial<AlarmSpec>): Promise<AlarmState> {
  const scheduler = createScheduler(virtualTime(START_MS));
  const cloudwatch = new CloudWatch(scheduler);
  const alarm = spec(changes);
  const [query] = alarm.queries;
  const metric = query && 'metric' in query ? query.metric : metricNamed('Errors');
  const minutes = pattern.split(' ');
  for (const [minute, mark] of minutes.entries()) {
    const value = mark === 'X' ? 9 : 0;
    if (mark !== '-') cloudwatch.record(metric, value, 'Count', START_MS + minute * MINUTE);
  }
  // Put only now, so that the alarm looks at the pattern once and comes from INSUFFICIENT_DATA.
  scheduler.after(minutes.length * MINUTE - 1, () => cloudwatch.putAlarm(alarm));
  scheduler.after(minutes.length * MINUTE + 1, () => {});
  await scheduler.drain();
  return cloudwatch.alarms()[0]!.state;
}

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const [OK, ALARM, NONE] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

describe('an alarm', () => {
  it.each<[number, string, AlarmState[]]>([
    [3, '0 - X - X', [OK, OK, OK, OK]],
    [3, '- - - - 0', [OK, OK, OK, OK]],
    [3, '- - - - -', [NONE, NONE, ALARM, OK]],
    [3, '0 X X - X', [ALARM, ALARM, ALARM, ALARM]],
    [3, '- - X - -', [ALARM, NONE, ALARM, OK]],
    [2, '0 - X - X', [ALARM, ALARM, ALARM, ALARM]],
    [2, '0 0 X 0 X', [ALARM, ALARM, ALARM, ALARM]],
    [2, '0 - X - -', [OK, OK, ALARM, OK]],
    [2, '- - - - 0', [OK, OK, ALARM, OK]],
    [2, '- - - - X', [ALARM, NONE, ALARM, OK]],
  ])('for %i of 3 datapoints takes "%s" as AWS documents it', async (needed, pattern, expected) => {
    const states = TREATMENTS.map((missingData) =>
      stateAfter(pattern, { evaluationPeriods: 3, datapointsToAlarm: needed, missingData }),
    );
    expect(await Promise.all(states)).toEqual(expected);
  });

  it.each<[string, AlarmState]>([
    ['GreaterThanOrEqualToThreshold', ALARM],
    ['GreaterThanThreshold', OK],
    ['LessThanOrEqualToThreshold', ALARM],
    ['LessThanThreshold', OK],
  ])('at its threshold, by %s, is %s', async (comparison, state) => {
    expect(await stateAfter('X', { comparison, threshold: 9 })).toBe(state);
  });

  it('of a table ignores missing data, whatever it says', async () => {
    const metric = metricNamed('ThrottledRequests', 'AWS/DynamoDB');
    const queries = [{ id: 'm', metric, statistic: 'Sum', periodMs: MINUTE }];
    expect(await stateAfter('- - -', { queries, missingData: 'breaching' })).toBe(NONE);
  });

  it('goes to ALARM and back, in the background, and says why and since when', async () => {
    const scheduler = createScheduler(virtualTime(START_MS));
    const cloudwatch = new CloudWatch(scheduler);
    const description = 'orders fail';
    cloudwatch.putAlarm(spec({ missingData: 'notBreaching', description, actions: ['arn:topic'] }));
    expect(cloudwatch.alarms()).toEqual([
      {
        name: 'errors',
        description,
        state: 'INSUFFICIENT_DATA',
        reason: 'not evaluated yet',
        sinceMs: undefined,
        alarmCount: 0,
        actions: ['arn:topic'],
      },
    ]);
    scheduler.after(90_000, () => cloudwatch.record(metricNamed('Errors'), 7));
    const views: unknown[] = [];
    for (const minute of [1, 2, 6]) {
      scheduler.after(minute * MINUTE + 1, () => {
        const { state, reason, sinceMs = 0, alarmCount } = cloudwatch.alarms()[0]!;
        views.push([state, reason, (sinceMs - START_MS) / MINUTE, alarmCount]);
      });
    }
    await scheduler.drain();
    const test = 'GreaterThanOrEqualToThreshold 5';
    expect(views).toEqual([
      ['OK', `0 of 0 datapoints [] breach ${test}`, 1, 0],
      ['ALARM', `1 of 1 datapoints [7] breach ${test}`, 2, 1],
      ['OK', `0 of 0 datapoints [] breach ${test}`, 5, 1],
    ]);
  });

  it('looks at periods of several minutes, ending now', async () => {
    const metric = metricNamed('Errors');
    const queries = [{ id: 'm', metric, statistic: 'SampleCount', periodMs: 5 * MINUTE }];
    expect(await stateAfter('0 0 0 0 0', { queries })).toBe(ALARM);
    expect(await stateAfter('0 0 0 0 -', { queries })).toBe(OK);
  });

  it.each<[string, Partial<AlarmSpec>]>([
    ['comparison LessThanLowerThreshold', { comparison: 'LessThanLowerThreshold' }],
    ['missing data treated as fine', { missingData: 'fine' }],
    ['metric id x', { returnedId: 'x' }],
    ['period of 10 s', withQuery({ periodMs: 10_000 })],
    ['statistic tm99', withQuery({ statistic: 'tm99' })],
  ])('is refused for %s', (what, changes) => {
    expect(() => new Alarm(spec(changes))).toThrow(`not simulated: ${what}`);
  });
});

function withQuery(changes: { periodMs?: number; statistic?: string }): Partial<AlarmSpec> {
  const query = { id: 'm', metric: metricNamed('Errors'), statistic: 'Sum', periodMs: MINUTE };
  return { queries: [{ ...query, ...changes }] };
}

describe('metric math', () => {
  const rate = (expression: string): Partial<AlarmSpec> => ({
    returnedId: 'rate',
    threshold: 0.5,
    missingData: 'notBreaching',
    queries: [
      { id: 'm', metric: metricNamed('Errors'), statistic: 'Sum', periodMs: MINUTE },
      { id: 'n', metric: metricNamed('Calls'), statistic: 'Sum', periodMs: MINUTE },
      { id: 'rate', expression },
    ],
  });

  it('is compared by the minute, and has no datapoint where an operand is missing', async () => {
    expect(await stateAfter('X', rate('m / 10'))).toBe(ALARM);
    expect(await stateAfter('X', rate('m / n'))).toBe(OK);
  });

  it('may use other expressions, but not itself', async () => {
    const queries = [...rate('twice / 20').queries!, { id: 'twice', expression: 'm * 2' }];
    expect(await stateAfter('X', { ...rate(''), queries })).toBe(ALARM);
    expect(() => new Alarm(spec(rate('rate + m')))).toThrow('not simulated: metric id rate');
  });

  it('is refused on metrics of different periods', () => {
    const [first, second, third] = rate('m / n').queries!;
    const queries = [first!, { ...second!, periodMs: 5 * MINUTE }, third!];
    expect(() => new Alarm(spec({ ...rate(''), queries }))).toThrow('different periods');
  });

  it.each<[string, number | undefined]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['12 / 3 / 2', 2],
    ['-a + 2.5', 0.5],
    ['100 * a / b', 25],
    [' a/b ', 0.25],
    ['a / zero', undefined],
    ['a + missing', undefined],
  ])('of "%s" gives %s', (text, expected) => {
    const known: Record<string, number> = { a: 2, b: 8, zero: 0 };
    expect(compileExpression(text).evaluate((id) => known[id])).toBe(expected);
  });

  it.each(['', 'FILL(m, 0)', 'm >', '(m', 'm n', 'm + ', "SEARCH('x', 'Sum')", '1 % 2', 'sum(m)'])(
    'is refused for "%s"',
    (text) => {
      expect(() => compileExpression(text)).toThrow(`not simulated: metric math ${text}`);
    },
  );
});
