import type { MetricSeries } from '../cloudwatch/metric-series.ts';
import type { Foundation } from '../foundation.ts';
import type { Access } from '../service.ts';
import type { Archive } from './archive.ts';
import type { BusEvent } from './bus-event.ts';
import type { Deliverer, DeliveryMetrics } from './delivery.ts';
import type { Rule } from './rule.ts';

/** What a bus keeps for all events of one source and type. */
export interface EventKind {
  /** The permission to put them. */
  access: Access;
  /** The envelope's text from behind the id to the account, which only depends on the kind. */
  head: string;
  /** Rules that may match them, in the order they were made. */
  candidates: readonly MatchedRule[];
}

interface MatchedRule {
  rule: Rule;
  matched: MetricSeries;
  metrics: DeliveryMetrics;
}

/** Kinds kept; a producer of ever new types starts over. */
const MAXIMUM_KINDS = 10_000;

/** One event bus: its rules and archives, and what happens to an event on it. */
export class EventBus {
  readonly name: string;
  readonly arn: string;
  readonly #foundation: Foundation;
  readonly #deliverer: Deliverer;
  readonly #rules: MatchedRule[] = [];
  readonly #archives: Archive[] = [];
  readonly #watchers: ((event: BusEvent) => void)[] = [];
  /** By source, then by detail type. */
  readonly #kinds = new Map<string, Map<string, EventKind>>();
  #kindCount = 0;

  constructor(name: string, arn: string, foundation: Foundation, deliverer: Deliverer) {
    this.name = name;
    this.arn = arn;
    this.#foundation = foundation;
    this.#deliverer = deliverer;
  }

  addRule(rule: Rule): void {
    this.#rules.push({ rule, ...this.#metricsOf(rule) });
    this.#forgetKinds();
  }

  addArchive(archive: Archive): void {
    this.#archives.push(archive);
  }

  /** Tells `watcher` of every event that is put on the bus, replays included; it may not change it. */
  watch(watcher: (event: BusEvent) => void): void {
    this.#watchers.push(watcher);
  }

  rules(): Rule[] {
    return this.#rules.map(({ rule }) => rule);
  }

  /** What is known of events with this source and type. */
  kind(source: string, detailType: string): EventKind {
    let ofSource = this.#kinds.get(source);
    if (!ofSource) {
      ofSource = new Map();
      this.#kinds.set(source, ofSource);
    }
    let kind = ofSource.get(detailType);
    if (!kind) {
      if (this.#kindCount >= MAXIMUM_KINDS) this.#forgetKinds();
      kind = this.#newKind(source, detailType);
      ofSource.set(detailType, kind);
      this.#kindCount += 1;
    }
    return kind;
  }

  /** Archives an event and gives it to the rules it matches; with `ruleArns`, to these alone. */
  publish(event: BusEvent, ruleArns?: ReadonlySet<string>): void {
    const { facts, scheduler } = this.#foundation;
    const nowMs = scheduler.nowMs();
    if (facts.heard) {
      const { id, source, detailType, text } = event;
      const note = `${source} ${detailType}`;
      facts.tell({ kind: 'bus.put', resource: this.name, id, note, text });
    }
    for (const watcher of this.#watchers) watcher(event);
    // What comes from an archive is not archived again.
    if (event.replayName === undefined) {
      for (const archive of this.#archives) archive.take(event);
    }
    for (const { rule, matched, metrics } of this.kind(event.source, event.detailType).candidates) {
      if (ruleArns && !ruleArns.has(rule.settings.arn)) continue;
      if (!rule.matches(event)) continue;
      matched.add(1, nowMs);
      for (const target of rule.targets) this.#deliverer.deliver(event, rule, target, metrics);
    }
  }

  /** Gives an event to the targets of one rule, whose schedule made it. */
  trigger(event: BusEvent, scheduled: Rule): void {
    const found = this.#rules.find(({ rule }) => rule === scheduled);
    if (!found) return;
    for (const target of scheduled.targets) {
      this.#deliverer.deliver(event, scheduled, target, found.metrics);
    }
  }

  #forgetKinds(): void {
    this.#kinds.clear();
    this.#kindCount = 0;
  }

  #newKind(source: string, detailType: string): EventKind {
    const { account } = this.#foundation.surroundings;
    const type = JSON.stringify(detailType);
    return {
      access: {
        action: 'events:PutEvents',
        resource: this.arn,
        context: { 'events:source': source, 'events:detail-type': detailType },
      },
      head: `","detail-type":${type},"source":${JSON.stringify(source)},"account":"${account}","time":"`,
      candidates: this.#rules.filter(({ rule }) => rule.mayMatch(source, detailType)),
    };
  }

  #metricsOf({ settings }: Rule): Omit<MatchedRule, 'rule'> {
    const isDefault = this.name === 'default';
    const dimensions: Record<string, string> = isDefault
      ? { RuleName: settings.name }
      : { EventBusName: this.name, RuleName: settings.name };
    const series = (name: string): MetricSeries =>
      this.#foundation.cloudwatch.series({ namespace: 'AWS/Events', name, dimensions }, 'Count');
    return {
      matched: series('MatchedEvents'),
      metrics: {
        Invocations: series('Invocations'),
        FailedInvocations: series('FailedInvocations'),
        InvocationsSentToDlq: series('InvocationsSentToDlq'),
        InvocationsFailedToBeSentToDlq: series('InvocationsFailedToBeSentToDlq'),
      },
    };
  }
}
