import * as z from 'zod/mini';
import type { Contract } from '../../events/contract.ts';
import { AnyEnvelope, type Envelope } from '../../events/envelope.ts';
import { PermanentError } from './errors.ts';
import { describeIssues, validate } from './validation.ts';

/** The contracts a consumer understands, by event type. */
export type KnownContracts = ReadonlyMap<string, Contract>;

/**
 * Reads the event in a queue message: the outer EventBridge event, the envelope in its `detail`, and
 * the data by its contract, brought up to the contract's version by its upcasts. Throws a
 * `PermanentError` that says what is wrong and where.
 */
export function readEvent(body: string, known: KnownContracts): Envelope {
  const outer = parseOuter(body);
  const contract = known.get(outer['detail-type']);
  const direct = contract ? z.safeParse(contract.envelope, outer.detail) : undefined;
  if (direct?.success) return direct.data;
  return readWithCare(outer, contract);
}

interface OuterEvent {
  'detail-type': string;
  detail: unknown;
}

function parseOuter(body: string): OuterEvent {
  let outer: unknown;
  try {
    outer = JSON.parse(body);
  } catch (cause) {
    throw new PermanentError('not-json', 'The message body is not JSON', { cause });
  }
  if (typeof outer !== 'object' || outer === null || !('detail-type' in outer)) {
    throw new PermanentError('not-an-event', 'The message body is not an EventBridge event');
  }
  return outer as OuterEvent;
}

/** The way of all that does not fit at once: an older version to upcast, or the exact reason. */
function readWithCare(outer: OuterEvent, contract: Contract | undefined): Envelope {
  const envelope = validate(AnyEnvelope, outer.detail);
  if (!envelope.success) {
    throw new PermanentError('wrong-envelope', `detail: ${describeIssues(envelope.error.issues)}`);
  }
  const { eventType, eventVersion, eventId } = envelope.data;
  if (!contract) {
    throw new PermanentError(
      'unknown-event-type',
      `${outer['detail-type']} (event ${eventId}) is not one this consumer handles`,
    );
  }
  if (eventType !== contract.name) {
    const found = `detail-type is ${outer['detail-type']}, detail.eventType ${eventType}`;
    throw new PermanentError('wrong-envelope', `${found} (event ${eventId})`);
  }
  const data = upcast(contract, eventVersion, envelope.data.data, eventId);
  const checked = validate(contract.envelope, {
    ...envelope.data,
    eventVersion: contract.version,
    data,
  });
  if (checked.success) return checked.data;
  throw new PermanentError(
    'schema-violation',
    `${contract.name} v${eventVersion} (event ${eventId}): ${describeIssues(checked.error.issues)}`,
  );
}

function upcast(contract: Contract, version: number, data: unknown, eventId: string): unknown {
  let current = data;
  for (let from = version; from < contract.version; from += 1) {
    const step = contract.upcasts[from];
    if (!step) throw unknownVersion(contract, version, eventId);
    try {
      current = step(current);
    } catch (cause) {
      throw new PermanentError(
        'schema-violation',
        `${contract.name} v${version} (event ${eventId}): v${from} cannot be read as v${from + 1}`,
        { cause },
      );
    }
  }
  if (version > contract.version) throw unknownVersion(contract, version, eventId);
  return current;
}

function unknownVersion(contract: Contract, version: number, eventId: string): PermanentError {
  return new PermanentError(
    'unknown-version',
    `${contract.name} v${version} (event ${eventId}); this consumer reads v${contract.version}`,
  );
}
