import { describe, expect, it } from 'vitest';
import { compileSchedule } from '../../../../local/eventbridge/schedule-expression.ts';
import { World } from '../cloud/world.ts';

/** The next times after an instant, in ISO 8601 without seconds. */
function next(expression: string, after: string, count = 1): string[] {
  const schedule = compileSchedule(expression);
  const times: string[] = [];
  let afterMs: number | undefined = Date.parse(after);
  while (times.length < count) {
    afterMs = schedule(afterMs!);
    if (afterMs === undefined) break;
    times.push(new Date(afterMs).toISOString().slice(0, 16));
  }
  return times;
}

describe('a rate', () => {
  it.each([
    ['rate(1 minute)', '2026-01-01T00:01'],
    ['rate(5 minutes)', '2026-01-01T00:05'],
    ['rate(1 hour)', '2026-01-01T01:00'],
    ['rate(2 days)', '2026-01-03T00:00'],
  ])('%s counts from the instant asked for', (expression, expected) => {
    expect(next(expression, '2026-01-01T00:00:00Z')).toEqual([expected]);
  });

  it.each(['rate(0 minutes)', 'rate(1 minutes)', 'rate(2 minute)', 'rate(5 seconds)', 'rate(5)'])(
    'refuses %s',
    (expression) => {
      expect(() => compileSchedule(expression)).toThrow(`Schedule expression ${expression}`);
    },
  );
});

describe('a cron expression', () => {
  it.each([
    ['cron(0/59 * * * ? *)', '2026-01-01T00:59', '2026-01-01T01:00'],
    ['cron(0/15 * * * ? *)', '2026-01-01T00:15', '2026-01-01T00:30'],
    ['cron(0 12 * * ? *)', '2026-01-01T12:00', '2026-01-02T12:00'],
    ['cron(15,45 8-9 * * ? *)', '2026-01-01T08:15', '2026-01-01T08:45'],
    ['cron(0 8 1 * ? *)', '2026-01-01T08:00', '2026-02-01T08:00'],
    ['cron(0 18 ? * MON-FRI *)', '2026-01-01T18:00', '2026-01-02T18:00'],
    ['cron(0 0 ? * 1 *)', '2026-01-04T00:00', '2026-01-11T00:00'],
    ['cron(0 0 L * ? *)', '2026-01-31T00:00', '2026-02-28T00:00'],
    ['cron(0 0 LW * ? *)', '2026-01-30T00:00', '2026-02-27T00:00'],
    ['cron(0 0 4W * ? *)', '2026-01-05T00:00', '2026-02-04T00:00'],
    ['cron(0 0 1W AUG ? *)', '2026-08-03T00:00', '2027-08-02T00:00'],
    ['cron(0 0 ? * 6L *)', '2026-01-30T00:00', '2026-02-27T00:00'],
    ['cron(0 0 ? * L *)', '2026-01-03T00:00', '2026-01-10T00:00'],
    ['cron(0 0 ? * 2#1 *)', '2026-01-05T00:00', '2026-02-02T00:00'],
    ['cron(30 6 29 2 ? *)', '2028-02-29T06:30', '2032-02-29T06:30'],
    ['cron(0 0 1 1 ? 2027-2028)', '2027-01-01T00:00', '2028-01-01T00:00'],
  ])('%s is due at %s and then %s', (expression, first, second) => {
    expect(next(expression, '2026-01-01T00:00:00Z', 2)).toEqual([first, second]);
  });

  it('is never due again after its last year', () => {
    expect(next('cron(0 0 1 1 ? 2025)', '2026-01-01T00:00:00Z')).toEqual([]);
  });

  it.each([
    ['cron(0 12 * * ?)', 'six fields'],
    ['cron(0 12 * * * *)', 'exactly one of'],
    ['cron(0 12 ? * ? *)', 'exactly one of'],
    ['cron(60 12 * * ? *)', '60 is not in 0-59'],
    ['cron(0 12 * XYZ ? *)', 'XYZ is not in 1-12'],
    ['cron(0 12 9-3 * ? *)', '9-3 runs backwards'],
    ['cron(0/0 12 * * ? *)', '0/0 has a step beyond 1-59'],
    ['cron(*/60 * * * ? *)', '*/60 has a step beyond 1-59'],
    ['cron(0 0/24 * * ? *)', '0/24 has a step beyond 1-23'],
    ['cron(0 12 1/32 * ? *)', '1/32 has a step beyond 1-31'],
    ['cron(0 12 * */13 ? *)', '*/13 has a step beyond 1-12'],
    ['cron(0 12 ? * 1/8 *)', '1/8 has a step beyond 1-7'],
    ['cron(0/1e1 12 * * ? *)', '0/1e1 is no step'],
    ['cron(0x10 12 * * ? *)', '0x10 is not in 0-59'],
    ['cron(1-2-3 12 * * ? *)', '1-2-3 has two ends'],
    ['cron(0/5/5 12 * * ? *)', '0/5/5 has two steps'],
    ['cron(0 , * * ? *)', 'an empty value'],
    ['0 12 * * ? *', 'neither rate(...) nor cron(...)'],
  ])('%s is refused: %s', (expression, reason) => {
    expect(() => compileSchedule(expression)).toThrow(reason);
  });
});

describe('a rule on a schedule', () => {
  const scheduled = (enabled: boolean) => {
    const world = new World();
    const queue = world.queue('ticks');
    world.openToRules(queue);
    const arn = world.arn('events', 'rule/tick');
    const settings = { name: 'tick', arn, enabled, pattern: undefined };
    const target = { Id: 'q', Arn: queue.settings.arn };
    const schedule = 'rate(1 minute)';
    world.engines.eventbridge.createRule(undefined, { ...settings, schedule }, [target]);
    return { world, queue, arn };
  };

  it('sends a scheduled event each time it is due', async () => {
    const { world, queue, arn } = scheduled(true);
    await world.pass(180_001);
    expect(queue.visible).toBe(3);
    expect(JSON.parse(queue.receive(1)[0]!.message.body)).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [arn],
      detail: {},
      time: '2026-01-01T00:01:00Z',
    });
  });

  it('keeps no run from ending', async () => {
    const { world } = scheduled(true);
    await world.drain();
    expect(world.elapsedMs).toBe(0);
  });

  it('sends nothing while it is disabled', async () => {
    const { world, queue } = scheduled(false);
    await world.pass(180_000);
    expect(queue.visible).toBe(0);
  });
});
