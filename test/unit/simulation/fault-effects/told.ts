import { expect } from 'vitest';
import type { CallPoint } from '../../../../local/interference.ts';

/** What the sentence of a fault says, as cases. */
export interface Told {
  /** Points at which it can happen. */
  hits: readonly object[];
  /** Points at which it cannot. */
  misses: readonly object[];
  /** What becomes of the first of the points, by the throw of the dice: the least, the largest, and where it turns. */
  fates: readonly (readonly [fraction: number, fate: unknown])[];
}

/** The largest throw of the dice that a test makes. */
export const MOST = 0.9999;

/** Who calls: a function of the platform, the sandbox of the gateway, and the operator. */
export const callers = {
  service: 'orderly-local-ordering-place-order',
  sandbox: 'orderly-local-payments-sandbox-gateway',
  operator: 'operator',
};

/** A call of an operation; by a function of the platform unless told otherwise. */
export function callOf(operation: string, input: object = {}, more: Partial<CallPoint> = {}) {
  return { caller: callers.service, service: 'dynamodb', operation, input, attempt: 1, ...more };
}

/** A call of EventBridge with so many entries. */
export function putEvents(entries: number, caller = callers.service) {
  const Entries = Array.from({ length: entries }, (_none, index) => ({ Detail: `{"n":${index}}` }));
  return callOf('PutEvents', { Entries }, { service: 'eventbridge', caller });
}

/** A call of the payment gateway about a payment. */
export function asking(operation: string, reference: string) {
  const Payload = Buffer.from(JSON.stringify({ operation, reference }));
  return callOf('Invoke', { Payload }, { service: 'lambda' });
}

/** An error as the SDK gives it; whose fault it is follows from its status. */
export function errorOf(name: string, httpStatusCode: number): unknown {
  const $fault = httpStatusCode >= 500 ? 'server' : 'client';
  return expect.objectContaining({ name, $fault, $metadata: { httpStatusCode } });
}

/** A call that is not run, or one that is run and answered with an error all the same. */
export function failing(
  kind: 'refused' | 'answer-lost',
  error: unknown,
  final: boolean,
): Record<string, unknown> {
  return { kind, error, final };
}
