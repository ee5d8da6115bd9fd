import { describe, expect, it } from 'vitest';
import { CloudWatch, MAX_METRICS_KEPT } from '../../../../local/cloudwatch/cloudwatch.ts';
import { MAX_MINUTES, type Metric } from '../../../../local/cloudwatch/metric-series.ts';
import { createScheduler, virtualTime } from '../../../../local/scheduler.ts';

const MINUTE = 60_000;
const START_MS = Date.UTC(2027, 0, 1);
const DEPTH: Metric = {
  namespace: 'Shop',
  name: 'Depth',
  dimensions: { Queue: 'q', Stage: 'dev' },
};

function create(startMs = START_MS) {
  const scheduler = createScheduler(virtualTime(startMs));
  return { scheduler, cloudwatch: new CloudWatch(scheduler) };
}

function values(cloudwatch: CloudWatch, statistic: string, metric = DEPTH, minutes = 10): number[] {
  const range = { startMs: START_MS, endMs: START_MS + minutes * MINUTE };
  return cloudwatch
    .statistics({ metric, statistic, periodMs: minutes * MINUTE, ...range })
    .map(({ value }) => value);
}

describe('a metric', () => {
  it.each<[string, number]>([
    ['SampleCount', 4],
    ['Sum', 18],
    ['Average', 4.5],
    ['Minimum', -2],
    ['Maximum', 10],
  ])('has the statistic %s', (statistic, expected) => {
    const { cloudwatch } = create();
    for (const [minute, value] of [
      [0, 10],
      [0, 0],
      [3, 10],
      [9, -2],
    ] as const) {
      cloudwatch.record(DEPTH, value, 'Count', START_MS + minute * MINUTE);
    }
    expect(values(cloudwatch, statistic)).toEqual([expected]);
  });

  it('has percentiles within a hundredth, across minutes', () => {
    const { cloudwatch } = create();
    for (let value = 1; value <= 1_000; value += 1) {
      cloudwatch.record(DEPTH, value, 'Milliseconds', START_MS + (value % 7) * MINUTE);
    }
    for (const [statistic, expected] of [
      ['p50', 500],
      ['p90', 900],
      ['p99.9', 999],
    ] as const) {
      const [value] = values(cloudwatch, statistic);
      expect(Math.abs(value! - expected) / expected).toBeLessThan(0.01);
    }
    expect(values(cloudwatch, 'p100')).toEqual([1_000]);
  });

  it('has exact percentiles where all values are equal, and puts zero and negative ones in order', () => {
    const { cloudwatch } = create();
    for (const value of [7.3, 7.3]) cloudwatch.record(DEPTH, value);
    expect(values(cloudwatch, 'p99')).toEqual([7.3]);
    const balance = { ...DEPTH, name: 'Balance' };
    for (const value of [5, 0, -5, -50, 0]) cloudwatch.record(balance, value);
    expect(values(cloudwatch, 'p0', balance)).toEqual([-50]);
    expect(values(cloudwatch, 'p40', balance)[0]).toBeCloseTo(-5, 1);
    expect(values(cloudwatch, 'p60', balance)).toEqual([0]);
  });

  it('is the same whatever the order of its dimensions, and another with other values', () => {
    const { cloudwatch } = create();
    cloudwatch.record(DEPTH, 1);
    cloudwatch.record({ ...DEPTH, dimensions: { Stage: 'dev', Queue: 'q' } }, 2);
    cloudwatch.record({ ...DEPTH, dimensions: { Stage: 'dev' } }, 4);
    expect(values(cloudwatch, 'Sum')).toEqual([3]);
    expect(cloudwatch.metrics()).toHaveLength(2);
  });

  it('has datapoints for the periods that have values, from the full minute on', () => {
    const { cloudwatch } = create();
    for (const minute of [0, 1, 4])
      cloudwatch.record(DEPTH, minute, 'Count', START_MS + minute * MINUTE);
    const range = { startMs: START_MS + 1, endMs: START_MS + 6 * MINUTE };
    const query = { metric: DEPTH, statistic: 'Sum', periodMs: 2 * MINUTE, ...range };
    expect(cloudwatch.statistics(query)).toEqual([
      { atMs: START_MS, value: 1 },
      { atMs: START_MS + 4 * MINUTE, value: 4 },
    ]);
    expect(cloudwatch.statistics({ ...query, metric: { ...DEPTH, name: 'None' } })).toEqual([]);
  });

  it('is kept for a day, and no minute longer', () => {
    const { cloudwatch } = create();
    for (let minute = 0; minute < MAX_MINUTES; minute += 1) {
      cloudwatch.record(DEPTH, 1, 'Count', START_MS + minute * MINUTE);
    }
    expect(values(cloudwatch, 'Sum', DEPTH, MAX_MINUTES)).toEqual([MAX_MINUTES]);
    cloudwatch.record(DEPTH, 1, 'Count', START_MS + MAX_MINUTES * MINUTE);
    expect(values(cloudwatch, 'Sum', DEPTH, MAX_MINUTES)).toEqual([MAX_MINUTES - 1]);
  });

  it('is refused for statistics that are not simulated', () => {
    const { cloudwatch } = create();
    cloudwatch.record(DEPTH, 1);
    for (const statistic of ['tm90', 'IQM', 'p101', 'sum']) {
      expect(() => values(cloudwatch, statistic)).toThrow(`not simulated: statistic ${statistic}`);
    }
  });
});

describe('the number of metrics', () => {
  it('is limited, as a dimension that takes ever new values is a mistake', () => {
    const { cloudwatch } = create();
    const metric = (order: number): Metric => ({ ...DEPTH, dimensions: { Order: String(order) } });
    for (let order = 0; order < MAX_METRICS_KEPT; order += 1) cloudwatch.record(metric(order), 1);
    expect(() => cloudwatch.record(metric(0), 1)).not.toThrow();
    expect(() => cloudwatch.record(metric(MAX_METRICS_KEPT), 1)).toThrow(
      `more than ${MAX_METRICS_KEPT} metrics, at ["Shop","Depth",["Order","${MAX_METRICS_KEPT}"]]`,
    );
  });
});

describe('a gauge', () => {
  it('is read at the end of each minute that passes, and holds nobody up', async () => {
    const { scheduler, cloudwatch } = create(START_MS + 20_000);
    let depth = 5;
    cloudwatch.gauge(DEPTH, () => depth);
    scheduler.after(MINUTE, () => {
      depth = 2;
    });
    scheduler.after(2 * MINUTE, () => {});
    await scheduler.drain();
    expect(scheduler.nowMs()).toBe(START_MS + 20_000 + 2 * MINUTE);
    const range = { startMs: START_MS, endMs: START_MS + 10 * MINUTE };
    const query = { metric: DEPTH, statistic: 'Maximum', periodMs: MINUTE, ...range };
    expect(cloudwatch.statistics(query)).toEqual([
      { atMs: START_MS, value: 5 },
      { atMs: START_MS + MINUTE, value: 2 },
    ]);
  });
});

describe('a log line in the embedded metric format', () => {
  const line = (metrics: object, members: object): string =>
    JSON.stringify({
      _aws: { Timestamp: START_MS, CloudWatchMetrics: [metrics] },
      ...members,
    });

  it('becomes metrics, once for each set of dimensions and each value', () => {
    const { cloudwatch } = create();
    const taken = cloudwatch.ingestLogLine(
      line(
        {
          Namespace: 'Shop',
          Dimensions: [['Service'], ['Service', 'Event']],
          Metrics: [
            { Name: 'Handled', Unit: 'Count' },
            { Name: 'BusMs', Unit: 'Milliseconds' },
          ],
        },
        { Service: 'ordering', Event: 'OrderPlaced', Handled: 2, BusMs: [10, 30], message: 'x' },
      ),
    );
    expect(taken).toBe(true);
    const both = { Service: 'ordering', Event: 'OrderPlaced' };
    for (const dimensions of [{ Service: 'ordering' }, both]) {
      expect(values(cloudwatch, 'Sum', { namespace: 'Shop', name: 'Handled', dimensions })).toEqual(
        [2],
      );
      const delay = { namespace: 'Shop', name: 'BusMs', dimensions };
      expect(values(cloudwatch, 'Average', delay)).toEqual([20]);
    }
    expect(cloudwatch.metrics()).toHaveLength(4);
  });

  it('may have neither dimensions nor units', () => {
    const { cloudwatch } = create();
    for (const Dimensions of [[], [[]]]) {
      cloudwatch.ingestLogLine(
        line({ Namespace: 'Shop', Dimensions, Metrics: [{ Name: 'Handled' }] }, { Handled: 1 }),
      );
    }
    const metric = { namespace: 'Shop', name: 'Handled', dimensions: {} };
    expect(values(cloudwatch, 'Sum', metric)).toEqual([2]);
    expect(cloudwatch.series(metric).unit).toBe('None');
  });

  it('is no other line', () => {
    const { cloudwatch } = create();
    expect(cloudwatch.ingestLogLine('{"level":"info","message":"started"}')).toBe(false);
    expect(cloudwatch.ingestLogLine('started')).toBe(false);
    expect(cloudwatch.metrics()).toEqual([]);
  });

  const good = { Namespace: 'Shop', Dimensions: [['Service']], Metrics: [{ Name: 'Handled' }] };
  const members = { Service: 'ordering', Handled: 1 };
  const many = (count: number): number[] => Array.from({ length: count }, () => 1);
  it.each<[string, string]>([
    ['that is not JSON', `x ${line(good, members)}`],
    ['without a list of directives', '{"_aws":{"CloudWatchMetrics":{}}}'],
    ['without a timestamp', '{"_aws":{"CloudWatchMetrics":[]}}'],
    ['without a namespace', line({ ...good, Namespace: '' }, members)],
    ['without a list of metrics', line({ ...good, Metrics: {} }, members)],
    ['with a metric without a name', line({ ...good, Metrics: [{}] }, members)],
    ['without dimension sets', line({ ...good, Dimensions: 'Service' }, members)],
    ['with a dimension set that is no list', line({ ...good, Dimensions: ['Service'] }, members)],
    ['without the value of a dimension', line(good, { Handled: 1 })],
    ['without the value of a metric', line(good, { Service: 'ordering' })],
    ['with a value that is text', line(good, { ...members, Handled: '1' })],
    [
      'with an unknown unit',
      line({ ...good, Metrics: [{ Name: 'Handled', Unit: 'ms' }] }, members),
    ],
    ['with 101 values', line(good, { ...members, Handled: many(101) })],
    [
      'with 101 metrics',
      line({ ...good, Metrics: many(101).map(() => ({ Name: 'Handled' })) }, members),
    ],
    ['with 31 dimensions', line({ ...good, Dimensions: [many(31).map(() => 'Service')] }, members)],
  ])('%s is counted as rejected, and gives no metric', (_what, text) => {
    const { cloudwatch } = create();
    expect(cloudwatch.ingestLogLine(text)).toBe(false);
    const rejected = { namespace: 'AWS/Logs', name: 'EMFValidationErrors', dimensions: {} };
    expect(cloudwatch.metrics()).toEqual([rejected]);
    expect(values(cloudwatch, 'Sum', rejected)).toEqual([1]);
  });

  it('may have 100 values, 100 metrics and 30 dimensions', () => {
    const { cloudwatch } = create();
    const directive = {
      ...good,
      Dimensions: [many(30).map(() => 'Service')],
      Metrics: many(100).map(() => ({ Name: 'Handled' })),
    };
    expect(cloudwatch.ingestLogLine(line(directive, { ...members, Handled: many(100) }))).toBe(
      true,
    );
  });

  it.each(['Bytes', 'Kilobytes', 'Terabits', 'Megabytes/Second', 'Bits/Second', 'Percent'])(
    'may be in %s',
    (Unit) => {
      const { cloudwatch } = create();
      const directive = { ...good, Metrics: [{ Name: 'Handled', Unit }] };
      expect(cloudwatch.ingestLogLine(line(directive, members))).toBe(true);
    },
  );
});
