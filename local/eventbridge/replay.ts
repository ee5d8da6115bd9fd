import type { DescribeReplayResponse } from '@aws-sdk/client-eventbridge';
import type { Foundation } from '../foundation.ts';
import type { RandomSource } from '../random.ts';
import type { Timer } from '../scheduler.ts';
import type { Archive } from './archive.ts';
import type { BusEvent } from './bus-event.ts';
import type { EventBus } from './event-bus.ts';

/** What a replay shall do. */
export interface ReplayPlan {
  name: string;
  arn: string;
  description: string | undefined;
  archive: Archive;
  bus: EventBus;
  /** Event times, epoch milliseconds; the end is not included. */
  startMs: number;
  endMs: number;
  /** Undefined: all rules of the bus. */
  ruleArns: readonly string[] | undefined;
}

/** Events put on the bus in one step, so that a replay leaves room for others. */
const STEP_EVENTS = 100;
const STEP_MS = 10;

/**
 * Puts archived events back on their bus, minute by minute of their time and in no order within a minute.
 * Amazon EventBridge User Guide, "Archiving and replaying events".
 */
export class Replay {
  readonly #plan: ReplayPlan;
  readonly #foundation: Foundation;
  readonly #ruleArns: ReadonlySet<string> | undefined;
  readonly #minutes: number[];
  #events: string[] = [];
  #timer: Timer | undefined;
  readonly #startedMs: number;
  #endedMs: number | undefined;
  #lastEventMs: number | undefined;
  state: 'STARTING' | 'RUNNING' | 'COMPLETED' | 'CANCELLED' = 'STARTING';

  constructor(plan: ReplayPlan, foundation: Foundation) {
    const { archive, startMs, endMs, ruleArns } = plan;
    this.#plan = plan;
    this.#foundation = foundation;
    this.#ruleArns = ruleArns && new Set(ruleArns);
    this.#minutes = archive.minutesBetween(startMs, endMs);
    this.#startedMs = foundation.scheduler.nowMs();
    this.#timer = foundation.scheduler.after(0, () => this.#step());
  }

  /** Stops; what is on the bus stays there. */
  cancel(): void {
    this.#timer?.cancel();
    this.#end('CANCELLED');
  }

  describe(): Omit<DescribeReplayResponse, '$metadata'> {
    const { name, arn, description, archive, bus, startMs, endMs, ruleArns } = this.#plan;
    return {
      ReplayName: name,
      ReplayArn: arn,
      ...(description === undefined ? {} : { Description: description }),
      State: this.state,
      EventSourceArn: archive.settings.arn,
      Destination: { Arn: bus.arn, ...(ruleArns ? { FilterArns: [...ruleArns] } : {}) },
      EventStartTime: new Date(startMs),
      EventEndTime: new Date(endMs),
      ...(this.#lastEventMs === undefined
        ? {}
        : { EventLastReplayedTime: new Date(this.#lastEventMs) }),
      ReplayStartTime: new Date(this.#startedMs),
      ...(this.#endedMs === undefined ? {} : { ReplayEndTime: new Date(this.#endedMs) }),
    };
  }

  #step(): void {
    this.state = 'RUNNING';
    for (let count = 0; count < STEP_EVENTS; count += 1) {
      const text = this.#next();
      if (text === undefined) {
        this.#end('COMPLETED');
        return;
      }
      this.#publish(text);
    }
    this.#timer = this.#foundation.scheduler.after(STEP_MS, () => this.#step());
  }

  /** The next event's text; minute by minute, shuffled. */
  #next(): string | undefined {
    while (this.#events.length === 0) {
      const minute = this.#minutes.shift();
      if (minute === undefined) return undefined;
      this.#events = shuffled(this.#plan.archive.eventsOf(minute), this.#foundation.random);
    }
    return this.#events.pop();
  }

  #publish(text: string): void {
    const { name, startMs, endMs, bus } = this.#plan;
    const parsed = JSON.parse(text) as Record<string, unknown>;
    const timeMs = Date.parse(String(parsed['time']));
    if (timeMs < startMs || timeMs >= endMs) return;
    parsed['replay-name'] = name;
    const event: BusEvent = {
      id: String(parsed['id']),
      source: String(parsed['source']),
      detailType: String(parsed['detail-type']),
      text: `${text.slice(0, -1)},"replay-name":${JSON.stringify(name)}}`,
      parsed,
      traceHeader: undefined,
      ingestedMs: this.#foundation.scheduler.nowMs(),
      replayName: name,
    };
    this.#lastEventMs = timeMs;
    bus.publish(event, this.#ruleArns);
  }

  #end(state: 'COMPLETED' | 'CANCELLED'): void {
    this.state = state;
    this.#endedMs = this.#foundation.scheduler.nowMs();
  }
}

/** A copy in an order that chance decides (Fisher and Yates). */
function shuffled(texts: readonly string[], random: RandomSource): string[] {
  const copy = [...texts];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    [copy[index], copy[other]] = [copy[other]!, copy[index]!];
  }
  return copy;
}
