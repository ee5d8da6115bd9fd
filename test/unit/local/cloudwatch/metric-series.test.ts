import { describe, expect, it } from 'vitest';
import { CloudWatch, MAX_METRICS_KEPT } from '../../../../local/cloudwatch/cloudwatch.ts';
import { compileQuery } from '../../../../local/cloudwatch/metric-query.ts';
import {
  MAX_MINUTES,
  type Metric,
  MetricSeries,
  metricKey,
  metricText,
} from '../../../../local/cloudwatch/metric-series.ts';
import { createScheduler, virtualTime } from '../../../../local/scheduler.ts';

const MINUTE = 60_000;
const START_MS = Date.UTC(2027, 0, 1);

const depthOf = (QueueName: string, name = 'Depth'): Metric => ({
  ...{ namespace: 'AWS/SQS', name, dimensions: { QueueName } },
});

function create() {
  const scheduler = createScheduler(virtualTime(START_MS));
  return { scheduler, cloudwatch: new CloudWatch(scheduler) };
}

/** Takes as many metrics as there may be, less `spare`. */
function fill(cloudwatch: CloudWatch, spare: number): void {
  for (let order = 0; order < MAX_METRICS_KEPT - spare; order += 1) {
    cloudwatch.series({ namespace: 'Shop', name: 'm', dimensions: { Order: String(order) } });
  }
}

describe('the gauge of what is deleted', () => {
  it('is read no more, and what it read before is still there', async () => {
    const { scheduler, cloudwatch } = create();
    const end = cloudwatch.gauge(depthOf('a'), () => 1);
    scheduler.after(2.5 * MINUTE, end);
    scheduler.after(5 * MINUTE, () => {});
    await scheduler.drain();
    const range = { startMs: START_MS, endMs: START_MS + 10 * MINUTE };
    const query = { metric: depthOf('a'), statistic: 'Sum', periodMs: MINUTE, ...range };
    expect(cloudwatch.statistics(query).map(({ atMs }) => atMs - START_MS)).toEqual([0, MINUTE]);
  });

  it('leaves its room to others', () => {
    const { cloudwatch } = create();
    for (let queue = 0; queue < MAX_METRICS_KEPT + 100; queue += 1) {
      cloudwatch.gauge(depthOf(`q${queue}`), () => 0)();
    }
    expect(cloudwatch.allSeries()).toHaveLength(MAX_METRICS_KEPT);
    expect(cloudwatch.find(depthOf('q0'))).toBeUndefined();
    expect(cloudwatch.find(depthOf('q100'))?.metric).toEqual(depthOf('q100'));
  });

  it('does not give up the series of a queue made again under its name', () => {
    const { cloudwatch } = create();
    const end = cloudwatch.gauge(depthOf('a'), () => 0);
    end();
    const again = cloudwatch.series(depthOf('a'));
    end();
    fill(cloudwatch, 1);
    expect(() => cloudwatch.series(depthOf('b'))).toThrow(`more than ${MAX_METRICS_KEPT} metrics`);
    expect(cloudwatch.find(depthOf('a'))).toBe(again);
  });
});

describe('the released series', () => {
  it('are those with exactly the dimensions that are named', () => {
    const { cloudwatch } = create();
    const ofRule = (name: string, dimensions: Metric['dimensions'], namespace = 'AWS/Events') =>
      cloudwatch.series({ namespace, name, dimensions });
    ofRule('Invocations', { RuleName: 'r' });
    ofRule('MatchedEvents', { RuleName: 'r' });
    const others = [
      ofRule('Invocations', { RuleName: 'r', EventBusName: 'b' }),
      ofRule('Invocations', { RuleName: 's' }),
      ofRule('Invocations', { RuleName: 'r' }, 'Shop'),
    ];
    fill(cloudwatch, 5);
    cloudwatch.release('AWS/Events', { RuleName: 'r' });
    for (const name of ['a', 'b']) cloudwatch.series(depthOf(name));
    expect(() => cloudwatch.series(depthOf('c'))).toThrow('more than');
    expect(cloudwatch.allSeries().slice(0, 3)).toEqual(others);
  });

  it('are forgotten by those that read them, once there is a new one of the metric', () => {
    const { cloudwatch } = create();
    const first = cloudwatch.series(depthOf('a'));
    first.add(1, START_MS);
    const query = { id: 'm', metric: depthOf('a'), statistic: 'Sum', periodMs: MINUTE };
    const { valueAt } = compileQuery([query], 'm');
    const read = () => valueAt(START_MS, (metric) => cloudwatch.find(metric));
    expect(read()).toBe(1);
    cloudwatch.release('AWS/SQS', { QueueName: 'a' });
    fill(cloudwatch, 1);
    cloudwatch.series(depthOf('b'));
    cloudwatch.release('AWS/SQS', { QueueName: 'b' });
    const second = cloudwatch.series(depthOf('a'));
    expect(second).not.toBe(first);
    second.add(2, START_MS);
    expect(read()).toBe(2);
  });
});

describe('the text of a metric', () => {
  it('is never that of one whose dimensions read alike', () => {
    const one = { namespace: 'a', name: 'm', dimensions: { a: 'x\nb=y' } };
    const other = { namespace: 'a', name: 'm', dimensions: { a: 'x', b: 'y' } };
    for (const text of [metricKey, metricText]) expect(text(one)).not.toBe(text(other));
  });
});

describe('the minutes of a metric', () => {
  const valuesOf = (series: MetricSeries, minute: number): number =>
    series.between(minute * MINUTE, (minute + 1) * MINUTE).count;

  it('go oldest first, in whatever order they came', () => {
    const series = new MetricSeries(depthOf('a'), 'Count');
    for (let minute = MAX_MINUTES; minute >= 0; minute -= 1) series.add(1, minute * MINUTE);
    expect([0, 1, MAX_MINUTES].map((minute) => valuesOf(series, minute))).toEqual([0, 1, 1]);
    expect(series.latestMs).toBe(MAX_MINUTES * MINUTE);
  });

  it('are read over ranges of any length', () => {
    const series = new MetricSeries(depthOf('a'), 'Count');
    for (const minute of [-5, 0, 7]) series.add(1, minute * MINUTE);
    expect(series.between(0, Number.MAX_SAFE_INTEGER).count).toBe(2);
    expect(series.between(Number.MIN_SAFE_INTEGER, 7 * MINUTE).count).toBe(2);
  });
});
