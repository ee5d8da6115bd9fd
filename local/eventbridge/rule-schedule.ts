import type { Foundation } from '../foundation.ts';
import type { Timer } from '../scheduler.ts';
import { uuid } from '../uuid.ts';
import { type BusEvent, eventTime } from './bus-event.ts';
import type { EventBus } from './event-bus.ts';
import type { Rule } from './rule.ts';
import { compileSchedule } from './schedule-expression.ts';

/** What ends a schedule. */
export interface RunningSchedule {
  stop(): void;
}

/**
 * Triggers a rule by its schedule until it is stopped, in the background: a schedule alone keeps no run from ending.
 * Throws InvalidScheduleError. Amazon EventBridge User Guide, "Creating a rule that runs on a schedule (legacy)".
 */
export function startSchedule(
  rule: Rule,
  bus: EventBus,
  foundation: Foundation,
): RunningSchedule | undefined {
  const { enabled, schedule } = rule.settings;
  if (schedule === undefined) return undefined;
  const { scheduler } = foundation;
  const next = compileSchedule(schedule);
  if (!enabled) return undefined;
  let timer: Timer | undefined;
  const awaitNext = (): void => {
    const nowMs = scheduler.nowMs();
    const dueMs = next(nowMs);
    if (dueMs === undefined) return;
    const fire = (): void => {
      bus.trigger(scheduledEvent(rule, foundation), rule);
      awaitNext();
    };
    timer = scheduler.after(dueMs - nowMs, fire, 'background');
  };
  awaitNext();
  return { stop: () => timer?.cancel() };
}

function scheduledEvent({ settings }: Rule, foundation: Foundation): BusEvent {
  const { scheduler, random, surroundings } = foundation;
  const ingestedMs = scheduler.nowMs();
  const parsed = {
    version: '0',
    id: uuid(random),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: surroundings.account,
    time: eventTime(ingestedMs),
    region: surroundings.region,
    resources: [settings.arn],
    detail: {},
  };
  return {
    id: parsed.id,
    source: parsed.source,
    detailType: parsed['detail-type'],
    text: JSON.stringify(parsed),
    parsed,
    traceHeader: undefined,
    ingestedMs,
  };
}
