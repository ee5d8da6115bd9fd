import type { Contract, DataOf } from '../../events/contract.ts';
import type { Envelope } from '../../events/envelope.ts';
import type { Cause } from './definition.ts';
import { PermanentError } from './errors.ts';
import { deriveEventId } from './ids.ts';
import { childTraceparent } from './trace.ts';
import { describeIssues, validate } from './validation.ts';

/** An event that follows from a commit and must still be published; kept in the commit item. */
export interface OutboxEntry {
  id: string;
  type: string;
  version: number;
  subject: string;
  data: unknown;
  aggregateVersion?: number;
}

/** What every commit item holds beside its state. */
export interface CommitAttributes {
  /** The id of the command or event that was handled: the inbox. */
  cause: string;
  correlation: string;
  /** The cause's W3C trace context, if it had one. */
  trace?: string;
  /** ISO 8601. */
  at: string;
  /** JSON array of `OutboxEntry`: the outbox. */
  outbox: string;
}

/**
 * Bytes of one commit's outbox at most. DynamoDB takes items of 400 KB; the rest is for the state.
 * One event stays far below EventBridge's limit of 1 MB an entry.
 */
export const MAX_OUTBOX_BYTES = 350_000;

/** The outbox entry of an event of `contract`; throws if `data` breaks the contract. */
export function outboxEntry<C extends Contract>(
  contract: C,
  data: DataOf<C>,
  cause: Cause,
  options: { index?: number; aggregateVersion?: number } = {},
): OutboxEntry {
  const checked = validate(contract.data, data);
  if (!checked.success) {
    const what = describeIssues(checked.error.issues);
    throw new PermanentError('contract-broken', `${contract.name} v${contract.version}: ${what}`);
  }
  const subject = contract.subject(data);
  const id = deriveEventId({
    producer: contract.producer,
    subject,
    eventType: contract.name,
    causationId: cause.id,
    index: options.index ?? 0,
  });
  const { aggregateVersion } = options;
  const entry = { id, type: contract.name, version: contract.version, subject, data };
  return aggregateVersion === undefined ? entry : { ...entry, aggregateVersion };
}

/** The attributes that make a write a commit: inbox and outbox in one. Throws past the size limit. */
export function commitAttributes(
  cause: Cause,
  nowMs: number,
  entries: readonly OutboxEntry[],
): CommitAttributes {
  const outbox = entries.length === 0 ? '[]' : JSON.stringify(entries);
  if (outbox.length * 3 > MAX_OUTBOX_BYTES && Buffer.byteLength(outbox) > MAX_OUTBOX_BYTES) {
    throw new PermanentError(
      'outbox-too-large',
      `The ${entries.length} events of cause ${cause.id} take ${Buffer.byteLength(outbox)} bytes; ` +
        `an outbox holds ${MAX_OUTBOX_BYTES}`,
    );
  }
  const at = new Date(nowMs).toISOString();
  const attributes = { cause: cause.id, correlation: cause.correlationId, at, outbox };
  return cause.traceparent === undefined ? attributes : { ...attributes, trace: cause.traceparent };
}

/** The envelopes of a commit's outbox, as `source` publishes them. */
export function envelopesOf(source: string, commit: CommitAttributes): Envelope[] {
  const entries = JSON.parse(commit.outbox) as OutboxEntry[];
  return entries.map(({ id, type, version, subject, data, aggregateVersion }) => ({
    eventId: id,
    eventType: type,
    eventVersion: version,
    timestamp: commit.at,
    source,
    correlationId: commit.correlation,
    causationId: commit.cause,
    data,
    metadata: { traceparent: childTraceparent(commit.trace, id), subject, aggregateVersion },
  }));
}
