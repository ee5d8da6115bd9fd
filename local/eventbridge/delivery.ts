import type { MetricSeries } from '../cloudwatch/metric-series.ts';
import type { Foundation } from '../foundation.ts';
import type { DeliveryRefusals } from '../interference.ts';
import { isRetryable } from '../retry.ts';
import type { BusEvent } from './bus-event.ts';
import type { Rule } from './rule.ts';
import type { RuleTarget } from './rule-target.ts';

/** What the deliveries of one rule are counted in. */
export interface DeliveryMetrics {
  Invocations: MetricSeries;
  FailedInvocations: MetricSeries;
  InvocationsSentToDlq: MetricSeries;
  InvocationsFailedToBeSentToDlq: MetricSeries;
}

interface Delivery {
  event: BusEvent;
  rule: Rule;
  target: RuleTarget;
  metrics: DeliveryMetrics;
  startedMs: number;
  retries: number;
  /** How often it is refused, whatever the target says. */
  refusals: DeliveryRefusals | undefined;
}

type Condition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

const FIRST_DELAY_MS = 1000;
/** With it, 185 attempts take most of the 24 hours. */
const LONGEST_DELAY_MS = 600_000;

/**
 * Delivers events to targets: tries again what may succeed later, and gives the rest to the target's
 * dead-letter queue, or drops it. Amazon EventBridge User Guide, "Retrying event delivery" and "Using
 * dead-letter queues".
 */
export class Deliverer {
  readonly #foundation: Foundation;

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  /** Sends an event on its way to one target. */
  deliver(event: BusEvent, rule: Rule, target: RuleTarget, metrics: DeliveryMetrics): void {
    const { interference } = this.#foundation;
    const fate = interference?.delivery({ rule: rule.settings.name, event });
    const { copies = [], delayMs = 0, refusals } = fate ?? {};
    const startedMs = this.#foundation.scheduler.nowMs();
    for (const laterMs of [delayMs, ...copies]) {
      this.#send({ event, rule, target, metrics, startedMs, retries: 0, refusals }, laterMs);
    }
  }

  #send(delivery: Delivery, laterMs: number): void {
    const { scheduler, latency } = this.#foundation;
    const delayMs = latency.drawMs('busToTarget', this.#pace(delivery)) + laterMs;
    if (delayMs === 0) this.#attempt(delivery);
    else scheduler.after(delayMs, () => this.#attempt(delivery));
  }

  #attempt(delivery: Delivery): void {
    const { event, rule, target, metrics } = delivery;
    const { scheduler } = this.#foundation;
    // A target that is gone gets no more, not even what was on its way.
    if (!rule.hasTarget(target.spec.Id)) return;
    metrics.Invocations.add(1, scheduler.nowMs());
    try {
      if (delivery.refusals && delivery.retries < delivery.refusals.count) {
        throw delivery.refusals.error;
      }
      this.#tell('bus.delivered', delivery, target.deliver(event));
    } catch (error) {
      this.#failed(delivery, error as Error);
    }
  }

  #failed(delivery: Delivery, error: Error): void {
    const { target, startedMs, retries } = delivery;
    const { scheduler, fail } = this.#foundation;
    if (!isRetryable(error)) {
      if (!('$fault' in error) || isDenied(error)) fail(error);
      this.#giveUp(delivery, error);
      return;
    }
    const delayMs = this.#retryDelayMs(delivery);
    const ageMs = scheduler.nowMs() + delayMs - startedMs;
    if (retries >= target.maximumRetries) this.#giveUp(delivery, error, 'MaximumRetryAttempts');
    else if (ageMs > target.maximumAgeMs) this.#giveUp(delivery, error, 'MaximumEventAgeInSeconds');
    else {
      delivery.retries += 1;
      scheduler.after(delayMs, () => this.#attempt(delivery));
    }
  }

  #retryDelayMs(delivery: Delivery): number {
    if (delivery.refusals?.withoutBackOff) return 0;
    const longestMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** delivery.retries);
    const fraction = this.#pace(delivery) ?? this.#foundation.random.fraction();
    return Math.ceil(longestMs * (0.5 + fraction / 2));
  }

  #pace({ rule, event }: Delivery): number | undefined {
    const { interference } = this.#foundation;
    return interference?.pace?.('delivery', { rule: rule.settings.name, event });
  }

  #giveUp(delivery: Delivery, error: Error, exhausted?: Condition): void {
    const { event, rule, target, metrics, retries } = delivery;
    const { scheduler, fail } = this.#foundation;
    const nowMs = scheduler.nowMs();
    metrics.FailedInvocations.add(1, nowMs);
    this.#tell('bus.failed', delivery, undefined, errorCode(error));
    if (target.spec.DeadLetterConfig?.Arn === undefined) return;
    const attributes: Record<string, string> = {
      RULE_ARN: rule.settings.arn,
      TARGET_ARN: target.spec.Arn,
      ERROR_CODE: errorCode(error),
      ERROR_MESSAGE: error.message,
      RETRY_ATTEMPTS: String(retries),
    };
    if (exhausted) attributes['EXHAUSTED_RETRY_CONDITION'] = exhausted;
    try {
      target.bury(event, attributes);
      metrics.InvocationsSentToDlq.add(1, nowMs);
    } catch (refusal) {
      metrics.InvocationsFailedToBeSentToDlq.add(1, nowMs);
      this.#tell('bus.dropped', delivery, undefined, errorCode(refusal as Error));
      fail(refusal);
    }
  }

  #tell(kind: string, { event, rule }: Delivery, other?: string, note?: string): void {
    const { facts } = this.#foundation;
    if (facts.heard) facts.tell({ kind, resource: rule.settings.name, id: event.id, other, note });
  }
}

function isDenied({ name }: Error): boolean {
  return name === 'AccessDeniedException' || name === 'AccessDenied';
}

function errorCode(error: Error): string {
  if (isDenied(error)) return 'NO_PERMISSIONS';
  if (error.name === 'QueueDoesNotExist' || error.name === 'ResourceNotFoundException') {
    return 'NO_RESOURCE';
  }
  if (!isRetryable(error)) return 'INVALID_PARAMETER';
  return /Throttl|TooManyRequests|LimitExceeded/.test(error.name) ? 'THROTTLING' : 'INTERNAL_ERROR';
}
