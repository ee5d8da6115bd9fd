import { hash } from 'node:crypto';

/** 128 bits of SHA-256 over the parts, in hexadecimal: the same parts, the same id, everywhere. */
export function deriveId(...parts: readonly (string | number)[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}

/** The id of an event: handling its cause twice cannot mint two. `index` counts within the subject. */
export function deriveEventId(event: {
  producer: string;
  subject: string;
  eventType: string;
  causationId: string;
  index: number;
}): string {
  const { producer, subject, eventType, causationId, index } = event;
  return deriveId(producer, subject, eventType, causationId, index);
}

/** The id of a command: a retry under the same `Idempotency-Key` is the same command. */
export function deriveCommandId(command: {
  caller: string;
  method: string;
  route: string;
  idempotencyKey: string;
}): string {
  const { caller, method, route, idempotencyKey } = command;
  return deriveId(caller, method, route, idempotencyKey);
}
