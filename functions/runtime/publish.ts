import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Envelope } from '../../events/envelope.ts';
import type { Chance, Clock, EventBridgePort } from './ports.ts';
import { traceHeaderOf } from './trace.ts';

/** Entries of one PutEvents call at most (API_PutEvents). */
export const MAX_ENTRIES = 10;

/** Bytes of one PutEvents call at most: 1 MB since January 2026 (AWS Compute Blog). */
export const MAX_REQUEST_BYTES = 1_000_000;

/** Attempts at one entry within one call of `publish`. */
const MAX_ATTEMPTS = 3;

const BASE_PAUSE_MS = 50;

/** Bytes that the Time of an entry counts (eb-putevents, "Calculating PutEvents event entry size"). */
const TIME_BYTES = 14;

/** An event on its way to the bus; `origin` says where it came from, so a failure can be told. */
export interface Outgoing<Origin> {
  envelope: Envelope;
  origin: Origin;
}

/** An event that could not be published, with EventBridge's last word on it. */
export interface Failed<Origin> extends Outgoing<Origin> {
  reason: string;
}

/**
 * Puts events on the bus in calls of at most `MAX_ENTRIES` and `MAX_REQUEST_BYTES`, trying again only
 * the entries that failed. Returns those that still fail after `MAX_ATTEMPTS`; throws only what the
 * call itself throws.
 */
export async function publish<Origin>(
  ports: { eventbridge: EventBridgePort; clock: Clock; chance: Chance },
  busName: string,
  events: readonly Outgoing<Origin>[],
): Promise<Failed<Origin>[]> {
  const failed: Failed<Origin>[] = [];
  for (const chunk of chunked(events, busName)) failed.push(...(await putChunk(ports, chunk)));
  return failed;
}

interface Prepared<Origin> extends Outgoing<Origin> {
  entry: PutEventsRequestEntry;
  bytes: number;
}

async function putChunk<Origin>(
  ports: { eventbridge: EventBridgePort; clock: Clock; chance: Chance },
  chunk: readonly Prepared<Origin>[],
): Promise<Failed<Origin>[]> {
  let pending = chunk;
  for (let attempt = 1; ; attempt += 1) {
    const { FailedEntryCount, Entries = [] } = await ports.eventbridge.send(
      new PutEventsCommand({ Entries: pending.map(({ entry }) => entry) }),
    );
    if (!FailedEntryCount) return [];
    const answers = pending.map((outgoing, index) => ({ outgoing, answer: Entries[index] }));
    const refused = answers.filter(({ answer }) => answer?.EventId === undefined);
    if (attempt === MAX_ATTEMPTS) {
      return refused.map(({ outgoing: { envelope, origin }, answer }) => ({
        envelope,
        origin,
        reason: `${answer?.ErrorCode ?? 'unknown'}: ${answer?.ErrorMessage ?? 'no message'}`,
      }));
    }
    pending = refused.map(({ outgoing }) => outgoing);
    await ports.clock.sleep(Math.ceil(ports.chance.fraction() * BASE_PAUSE_MS * 2 ** attempt));
  }
}

function* chunked<Origin>(
  events: readonly Outgoing<Origin>[],
  busName: string,
): Iterable<Prepared<Origin>[]> {
  let chunk: Prepared<Origin>[] = [];
  let bytes = 0;
  for (const event of events) {
    const prepared = prepare(event, busName);
    if (chunk.length === MAX_ENTRIES || bytes + prepared.bytes > MAX_REQUEST_BYTES) {
      if (chunk.length > 0) yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(prepared);
    bytes += prepared.bytes;
  }
  if (chunk.length > 0) yield chunk;
}

function prepare<Origin>(event: Outgoing<Origin>, busName: string): Prepared<Origin> {
  const { envelope } = event;
  const detail = JSON.stringify(envelope);
  const entry: PutEventsRequestEntry = {
    EventBusName: busName,
    Source: envelope.source,
    DetailType: envelope.eventType,
    Detail: detail,
    Time: new Date(envelope.timestamp),
    TraceHeader: traceHeaderOf(envelope.metadata?.traceparent),
  };
  const bytes =
    TIME_BYTES + envelope.source.length + envelope.eventType.length + Buffer.byteLength(detail);
  return { ...event, entry, bytes };
}
