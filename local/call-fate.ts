import type { BatchGetItemInput } from '@aws-sdk/client-dynamodb';
import type { PutEventsRequest } from '@aws-sdk/client-eventbridge';
import { getInPart } from './dynamodb/partial-get.ts';
import { NotSimulatedError } from './errors.ts';
import { putInPart } from './eventbridge/partial-put.ts';
import type { CallFate } from './interference.ts';
import type { Answer, Service } from './service.ts';

/** What becomes of a call in the service itself. */
export type ServiceFate = Extract<
  CallFate,
  { kind: 'stale' | 'entries-refused' | 'keys-unprocessed' }
>;

/** An operation that is about to run. */
export interface Ready {
  service: Service;
  /** The operation's. */
  name: string;
  input: object;
  /** Runs it undisturbed. */
  execute(input: object): Answer | Promise<Answer>;
}

/** Runs an operation as its fate wants; throws NotSimulatedError where that can be no fate of it. */
export function executeUnder(fate: ServiceFate, ready: Ready): Answer {
  const { service, name, input, execute } = ready;
  const atOnce = (asked: object): Answer => {
    const answer = execute(asked);
    if (answer instanceof Promise) throw impossible(fate, ready);
    return answer;
  };
  if (fate.kind === 'stale' && service.executeStale) {
    return service.executeStale(name, input, fate.withinMs);
  }
  if (fate.kind === 'entries-refused' && name === 'PutEvents') {
    return putInPart(input as PutEventsRequest, fate, atOnce);
  }
  if (fate.kind === 'keys-unprocessed' && name === 'BatchGetItem') {
    return getInPart(input as BatchGetItemInput, fate.positions, atOnce);
  }
  throw impossible(fate, ready);
}

function impossible({ kind }: ServiceFate, { service, name }: Ready): NotSimulatedError {
  return new NotSimulatedError(`the fate ${kind} of ${service.name}:${name}`);
}
