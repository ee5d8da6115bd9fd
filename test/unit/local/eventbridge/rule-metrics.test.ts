import { describe, expect, it, vi } from 'vitest';
import { MAX_METRICS_KEPT } from '../../../../local/cloudwatch/cloudwatch.ts';
import { World } from '../cloud/world.ts';

/** The series of one rule. */
const PER_RULE = 5;

const settingsOf = (world: World, name: string, schedule?: string) => ({
  name,
  arn: world.arn('events', `rule/${name}`),
  enabled: true,
  pattern: schedule === undefined ? { source: ['shop'] } : undefined,
  schedule,
});

/** Takes all series but `left`. */
function fill(world: World, left: number): void {
  const { cloudwatch } = world.engines;
  const taken = cloudwatch.metrics().length;
  for (let n = taken; n < MAX_METRICS_KEPT - left; n += 1) {
    cloudwatch.series({ namespace: 'Test', name: `metric-${n}`, dimensions: {} });
  }
}

describe('the metrics of rules', () => {
  it('make room when rules are deleted, of the default bus and of others', () => {
    const world = new World();
    const { eventbridge } = world.engines;
    const shop = eventbridge.createBus('shop');
    fill(world, PER_RULE);
    for (const bus of [eventbridge.busNamed('default'), shop]) {
      for (let n = 0; n < 3; n += 1) {
        const rule = eventbridge.createRule(bus.name, settingsOf(world, `rule-${n}`), []);
        eventbridge.deleteRule(bus, rule);
      }
    }
    expect(world.engines.cloudwatch.metrics()).toHaveLength(MAX_METRICS_KEPT);
  });

  it('are had before the rule: without them there is none, and no schedule and no metric', () => {
    const world = new World();
    const { eventbridge, cloudwatch, scheduler } = world.engines;
    const bus = eventbridge.busNamed('default');
    fill(world, PER_RULE - 1);
    const after = vi.spyOn(scheduler, 'after');
    const tick = settingsOf(world, 'tick', 'rate(1 minute)');
    expect(() => eventbridge.createRule(undefined, tick, [])).toThrow(RangeError);
    expect(bus.rules()).toEqual([]);
    expect(after).not.toHaveBeenCalled();
    // The series that were had before the last was refused are given back.
    cloudwatch.series({ namespace: 'Test', name: 'one', dimensions: {} });
    cloudwatch.series({ namespace: 'Test', name: 'two', dimensions: {} });
  });

  it('are not touched by a rule whose schedule is refused', () => {
    const world = new World();
    const { eventbridge, cloudwatch } = world.engines;
    const refused = settingsOf(world, 'tick', 'rate(0 minutes)');
    expect(() => eventbridge.createRule(undefined, refused, [])).toThrow();
    expect(eventbridge.busNamed('default').rules()).toEqual([]);
    expect(cloudwatch.metrics()).toEqual([]);
  });
});

describe('a rule that is given a schedule which is refused', () => {
  it('keeps the one it had', () => {
    const world = new World();
    const { eventbridge } = world.engines;
    const bus = eventbridge.busNamed('default');
    const tick = settingsOf(world, 'tick', 'rate(1 minute)');
    const rule = eventbridge.createRule(undefined, tick, []);
    const change = { ...tick, schedule: 'rate(0 minutes)' };
    expect(() => eventbridge.changeRule(bus, rule, change)).toThrow();
    expect(rule.settings.schedule).toBe('rate(1 minute)');
  });
});
