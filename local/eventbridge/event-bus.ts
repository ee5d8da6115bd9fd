import type { MetricSeries } from '../cloudwatch/metric-series.ts';
import type { Foundation } from '../foundation.ts';
import type { Access } from '../service.ts';
import type { Archive } from './archive.ts';
import type { BusEvent } from './bus-event.ts';
import { DEFAULT_BUS } from './bus-name.ts';
import type { Deliverer, DeliveryMetrics } from './delivery.ts';
import { KindMap } from './kind-map.ts';
import type { Rule } from './rule.ts';
import { type Indexed, RuleIndex } from './rule-index.ts';

/** What a bus keeps for all events of one source and type. */
export interface EventKind {
  /** The permission to put them. */
  access: Access;
  /** The envelope's text from behind the id to the account, which only depends on the kind. */
  head: string;
  /** Rules that may match them. */
  candidates: RuleIndex<MatchedRule & Indexed>;
}

interface MatchedRule {
  rule: Rule;
  matched: MetricSeries;
  metrics: DeliveryMetrics;
}

/** The namespace of the metrics of rules. */
const METRICS = 'AWS/Events';

/** One event bus: its rules and archives, and what happens to an event on it. */
export class EventBus {
  readonly name: string;
  readonly arn: string;
  readonly #foundation: Foundation;
  readonly #deliverer: Deliverer;
  readonly #rules = new Map<string, MatchedRule>();
  readonly #archives = new Set<Archive>();
  readonly #watchers: ((event: BusEvent) => void)[] = [];
  readonly #kinds = new KindMap((source, detailType) => this.#newKind(source, detailType));

  readonly createdMs: number;
  changedMs: number;
  description: string | undefined;

  constructor(name: string, arn: string, foundation: Foundation, deliverer: Deliverer) {
    this.name = name;
    this.arn = arn;
    this.#foundation = foundation;
    this.#deliverer = deliverer;
    this.createdMs = foundation.scheduler.nowMs();
    this.changedMs = this.createdMs;
  }

  /** Throws RangeError where there is no room for its metrics, and then does not add it. */
  addRule(rule: Rule): void {
    this.#rules.set(rule.settings.name, { rule, ...this.#metricsOf(rule) });
    this.#kinds.forget();
  }

  /** To be called when a rule's settings have changed. */
  ruleChanged(): void {
    this.#kinds.forget();
  }

  removeRule(name: string): void {
    this.#rules.delete(name);
    this.#releaseMetrics(name);
    this.#kinds.forget();
  }

  addArchive(archive: Archive): void {
    this.#archives.add(archive);
  }

  removeArchive(archive: Archive): void {
    this.#archives.delete(archive);
  }

  /** Whether rules or archives are on it, which keep it from being deleted. */
  get isInUse(): boolean {
    return this.#rules.size > 0 || this.#archives.size > 0;
  }

  /** Tells `watcher` of every event that is put on the bus, replays included; it may not change it. */
  watch(watcher: (event: BusEvent) => void): void {
    this.#watchers.push(watcher);
  }

  rules(): Rule[] {
    return [...this.#rules.values()].map(({ rule }) => rule);
  }

  /** A rule by its name. */
  rule(name: string): Rule | undefined {
    return this.#rules.get(name)?.rule;
  }

  /** What is known of events with this source and type. */
  kind(source: string, detailType: string): EventKind {
    return this.#kinds.of(source, detailType);
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
    const { candidates } = this.kind(event.source, event.detailType);
    for (const { rule, matched, metrics } of candidates.matching(event.parsed)) {
      if (ruleArns && !ruleArns.has(rule.settings.arn)) continue;
      matched.add(1, nowMs);
      for (const target of rule.targets) this.#deliverer.deliver(event, rule, target, metrics);
    }
  }

  /** Gives an event to the targets of one rule, whose schedule made it. */
  trigger(event: BusEvent, scheduled: Rule): void {
    const found = this.#rules.get(scheduled.settings.name);
    if (found?.rule !== scheduled) return;
    for (const target of scheduled.targets) {
      this.#deliverer.deliver(event, scheduled, target, found.metrics);
    }
  }

  #newKind(source: string, detailType: string): EventKind {
    const { account } = this.#foundation.surroundings;
    const type = JSON.stringify(detailType);
    const candidates = [...this.#rules.values()].flatMap((matched) => {
      const compiled = matched.rule.restFor(source, detailType);
      return compiled ? [{ ...matched, compiled }] : [];
    });
    return {
      access: {
        action: 'events:PutEvents',
        resource: this.arn,
        context: { 'events:source': source, 'events:detail-type': detailType },
      },
      head: `","detail-type":${type},"source":${JSON.stringify(source)},"account":"${account}","time":"`,
      candidates: new RuleIndex(candidates),
    };
  }

  #metricsOf({ settings }: Rule): Omit<MatchedRule, 'rule'> {
    try {
      return this.#seriesOf(settings.name);
    } catch (error) {
      // Some may have been had before there was no room.
      this.#releaseMetrics(settings.name);
      throw error;
    }
  }

  #seriesOf(ruleName: string): Omit<MatchedRule, 'rule'> {
    const dimensions = this.#dimensionsOf(ruleName);
    const series = (name: string): MetricSeries =>
      this.#foundation.cloudwatch.series({ namespace: METRICS, name, dimensions }, 'Count');
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

  #releaseMetrics(ruleName: string): void {
    this.#foundation.cloudwatch.release(METRICS, this.#dimensionsOf(ruleName));
  }

  #dimensionsOf(ruleName: string): Record<string, string> {
    return this.name === DEFAULT_BUS
      ? { RuleName: ruleName }
      : { EventBusName: this.name, RuleName: ruleName };
  }
}
