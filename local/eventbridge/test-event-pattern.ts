import type { TestEventPatternRequest } from '@aws-sdk/client-eventbridge';
import { constraints, Violations } from './constraints.ts';
import type { EventBridge } from './event-bridge.ts';
import { validationException } from './event-bridge-errors.ts';
import { matcherOf } from './event-pattern.ts';
import { isTooDeep } from './nesting.ts';

/** What an event must have. Amazon EventBridge API Reference, TestEventPattern. */
const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** TestEventPattern: whether an event matches a pattern, both given as JSON text. */
export function testEventPattern(_bridge: EventBridge, input: TestEventPatternRequest): object {
  const { EventPattern, Event } = input;
  new Violations()
    .text('eventPattern', EventPattern, { ...constraints.pattern, required: true })
    .text('event', Event, constraints.anyText)
    .refuse();
  const event = eventOf(Event ?? '');
  return { Result: matcherOf(EventPattern ?? '')(event) };
}

function eventOf(text: string): object {
  const event = parsed(text);
  const isWhole =
    typeof event === 'object' && event !== null && REQUIRED.every((name) => name in event);
  if (!isWhole) throw validationException('Parameter Event is not valid.');
  return event;
}

function parsed(text: string): unknown {
  try {
    const event: unknown = JSON.parse(text);
    return isTooDeep(text) ? undefined : event;
  } catch {
    // Refused as not valid.
    return undefined;
  }
}
