import type { EventBridge } from './eventbridge/event-bridge.ts';
import { firstMismatch } from './eventbridge/first-mismatch.ts';
import type { Rule } from './eventbridge/rule.ts';
import type { Fact } from './facts.ts';

/** Something that happened on the way of an event. */
export interface Step {
  /** Epoch milliseconds. */
  atMs: number;
  /** Such as `queue.received`. */
  kind: string;
  /** Name of the queue or function. */
  resource: string;
  note?: string | number;
}

/** What one rule did with an event. */
export interface RuleExplanation {
  rule: string;
  outcome: 'matched' | 'not matched' | 'disabled';
  /** Path of the first field of the pattern that the event fails, such as `detail.data.total`. */
  failedField?: string;
  /** Deliveries, receives, attempts and the dead-letter queue, in order. */
  steps: Step[];
}

/** One event on a bus, and what every rule did with it. */
export interface Explanation {
  /** The outer id. */
  eventId: string;
  bus: string;
  atMs: number;
  /** The event as JSON text. */
  text: string;
  rules: RuleExplanation[];
  /** Why no rule saw it. */
  lost?: string;
}

interface Followed {
  id: string;
  bus: string;
  atMs: number;
  text: string;
  /** Steps by rule. */
  steps: Map<string, Step[]>;
  messageIds: string[];
}

/** Follows the latest events from the bus to their end. */
export class Explainer {
  readonly #capacity: number;
  readonly #eventBridge: EventBridge;
  /** Every time an event was put, the earliest first. */
  readonly #followed: Followed[] = [];
  readonly #latest = new Map<string, Followed>();
  readonly #byMessage = new Map<string, { followed: Followed; steps: Step[] }>();

  constructor(capacity: number, eventBridge: EventBridge) {
    this.#capacity = capacity;
    this.#eventBridge = eventBridge;
  }

  /** Takes a fact, if it is about an event that is followed. */
  take(fact: Fact, atMs: number): void {
    if (fact.kind === 'bus.put') this.#follow(fact, atMs);
    else if (fact.kind.startsWith('bus.')) this.#delivered(fact, atMs);
    else this.#byMessage.get(fact.id)?.steps.push(stepOf(fact, atMs));
  }

  /** By the outer id, or by any other id that occurs in the event as a whole string. */
  explain(id: string): Explanation[] {
    const quoted = JSON.stringify(id);
    return this.#followed
      .filter((followed) => followed.id === id || followed.text.includes(quoted))
      .map((followed) => this.#explanation(followed));
  }

  #follow({ id, resource, text = '' }: Fact, atMs: number): void {
    const followed = { id, bus: resource, atMs, text, steps: new Map(), messageIds: [] };
    this.#followed.push(followed);
    this.#latest.set(id, followed);
    if (this.#followed.length > this.#capacity) this.#forget(this.#followed.shift()!);
  }

  #delivered(fact: Fact, atMs: number): void {
    const followed = this.#latest.get(fact.id);
    if (!followed) return;
    let steps = followed.steps.get(fact.resource);
    if (!steps) {
      steps = [];
      followed.steps.set(fact.resource, steps);
    }
    steps.push(stepOf(fact, atMs));
    if (fact.other === undefined) return;
    followed.messageIds.push(fact.other);
    this.#byMessage.set(fact.other, { followed, steps });
  }

  #forget(followed: Followed): void {
    if (this.#latest.get(followed.id) === followed) this.#latest.delete(followed.id);
    for (const messageId of followed.messageIds) this.#byMessage.delete(messageId);
  }

  #explanation({ id, bus, atMs, text, steps }: Followed): Explanation {
    const event = JSON.parse(text) as Record<string, unknown>;
    const rules = this.#eventBridge.findBus(bus)?.rules();
    if (!rules) return { eventId: id, bus, atMs, text, rules: [], lost: 'the bus does not exist' };
    const explained = rules.map((rule) => explainRule(rule, event, steps.get(rule.settings.name)));
    return { eventId: id, bus, atMs, text, rules: explained };
  }
}

function stepOf({ kind, resource, note }: Fact, atMs: number): Step {
  return note === undefined ? { atMs, kind, resource } : { atMs, kind, resource, note };
}

function explainRule(
  { settings }: Rule,
  event: Record<string, unknown>,
  steps: Step[] = [],
): RuleExplanation {
  const { name: rule, enabled, pattern } = settings;
  if (!enabled) return { rule, outcome: 'disabled', steps };
  const failedField = pattern ? firstMismatch(pattern, event) : 'EventPattern';
  if (failedField === undefined) return { rule, outcome: 'matched', steps };
  return { rule, outcome: 'not matched', failedField, steps };
}
