import { NotSimulatedError } from '../errors.ts';
import type { Foundation } from '../foundation.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { serviceOf } from '../lambda/mapping-settings.ts';
import type { Principal } from '../service.ts';
import type { Queue } from '../sqs/queue.ts';
import { checkFifo } from '../sqs/send-operations.ts';
import { senderId } from '../sqs/sender-id.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { sqsParameterError } from '../sqs/sqs-errors.ts';
import { fitsBytes } from '../utf8.ts';
import { type BusEvent, eventTime } from './bus-event.ts';
import { parseExactly } from './input/exact-json.ts';
import { compileInput, type InputRenderer, type TargetInput } from './input.ts';

/** A target as its template gives it. */
export interface TargetSpec extends TargetInput {
  Id: string;
  Arn: string;
  SqsParameters?: { MessageGroupId?: string };
  DeadLetterConfig?: { Arn?: string };
  RetryPolicy?: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number };
}

/** What targets are reached through. */
export interface TargetServices {
  foundation: Foundation;
  sqs: Sqs;
  lambda: Lambda;
}

/** The service principal of EventBridge. */
const EVENTS_PRINCIPAL = 'events.amazonaws.com';

const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;

/** A target of a rule: what is delivered, how, and what happens when that fails. */
export class RuleTarget {
  readonly spec: TargetSpec;
  /** EventBridge acting for the rule. */
  readonly principal: Principal;
  readonly maximumRetries: number;
  readonly maximumAgeMs: number;
  readonly #rule: { ruleArn: string; ruleName: string };
  readonly #render: InputRenderer | undefined;
  readonly #services: TargetServices;
  readonly #service: string;
  /** The rule's name in the meters. */
  readonly #caller: string;

  /** Throws NotSimulatedError for a target that is neither a queue nor a function. */
  constructor(spec: TargetSpec, rule: { name: string; arn: string }, services: TargetServices) {
    this.spec = spec;
    this.principal = { kind: 'service', service: EVENTS_PRINCIPAL, sourceArn: rule.arn };
    this.maximumRetries = spec.RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_RETRIES;
    const ageSeconds = spec.RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS;
    this.maximumAgeMs = ageSeconds * 1000;
    this.#rule = { ruleArn: rule.arn, ruleName: rule.name };
    const shaped = spec.Input ?? spec.InputPath ?? spec.InputTransformer;
    this.#render = shaped === undefined ? undefined : compileInput(spec);
    this.#services = services;
    this.#caller = `rule:${rule.name}`;
    this.#service = serviceOf(spec.Arn);
    if (this.#service !== 'sqs' && this.#service !== 'lambda') {
      throw new NotSimulatedError(`${this.#service} as the target of a rule`);
    }
  }

  /** Hands the event over; returns the id it has there. Throws what the target's service throws. */
  deliver(event: BusEvent): string {
    const text = this.#render
      ? this.#render(parseExactly(event.text), this.#context(event))
      : event.text;
    if (this.#service === 'sqs') return this.#toQueue(text, event);
    const { lambda } = this.#services;
    return lambda.invokeLater(this.spec.Arn, text, this.principal, event.traceHeader);
  }

  /** Throws AccessDenied if the target's queue or its dead-letter queue does not take the rule's events. */
  verifyGrants(): void {
    const { Arn, DeadLetterConfig } = this.spec;
    if (this.#service === 'sqs') this.#queue(Arn);
    if (DeadLetterConfig?.Arn !== undefined) this.#queue(DeadLetterConfig.Arn);
  }

  /** Puts what could not be delivered on the target's dead-letter queue. */
  bury(event: BusEvent, attributes: Record<string, string>): void {
    const queue = this.#queue(this.spec.DeadLetterConfig?.Arn ?? '');
    // A FIFO queue is none that takes undelivered events: it wants a group, which they have not.
    if (queue.settings.fifo) checkFifo(queue, { MessageBody: event.text });
    const typed = Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]);
    queue.send({
      body: event.text,
      attributes: Object.fromEntries(typed),
      traceHeader: event.traceHeader,
      senderId: senderId(this.principal),
    });
  }

  #toQueue(text: string, { traceHeader }: BusEvent): string {
    const queue = this.#queue(this.spec.Arn);
    const { maximumBytes } = queue.settings;
    if (!fitsBytes(text, maximumBytes)) {
      throw sqsParameterError(`Message must be shorter than ${maximumBytes} bytes.`);
    }
    const groupId = this.spec.SqsParameters?.MessageGroupId;
    if (queue.settings.fifo) checkFifo(queue, { MessageBody: text, MessageGroupId: groupId });
    this.#services.foundation.meters.call(this.#caller, 'sqs:SendMessage', undefined);
    const draft = { body: text, traceHeader, senderId: senderId(this.principal), groupId };
    return queue.send(draft).id;
  }

  /** The queue, if its policy and the policy of its key let the rule send. */
  #queue(arn: string): Queue {
    const { sqs, foundation } = this.#services;
    const queue = sqs.queueByArn(arn);
    foundation.iam.authorise(this.principal, sqs.accessesOf('SendMessage', queue));
    return queue;
  }

  #context({ ingestedMs }: BusEvent): Parameters<InputRenderer>[1] {
    return { ...this.#rule, ingestionTime: eventTime(ingestedMs) };
  }
}
