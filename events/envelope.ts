import * as z from 'zod/mini';

const identifier = z.string().check(z.minLength(1), z.maxLength(128));

/**
 * The `detail` of every EventBridge event on the bus, less its `data`, which the contract defines.
 * `eventId` is the only dedupe key: the outer `id` and the SQS `messageId` change on every hop.
 */
export const envelopeFields = {
  eventId: identifier,
  eventType: identifier,
  eventVersion: z.int().check(z.minimum(1)),
  timestamp: z.iso.datetime({ precision: 3 }),
  source: identifier,
  correlationId: identifier,
  causationId: identifier,
  metadata: z.optional(
    z.object({
      traceparent: z.optional(
        z.string().check(z.regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)),
      ),
      subject: z.optional(identifier),
      aggregateVersion: z.optional(z.int().check(z.minimum(1))),
    }),
  ),
};

/** The envelope with its `data` not yet looked at. */
export const AnyEnvelope = z.object({ ...envelopeFields, data: z.unknown() });

/** An event as it travels: the envelope around the `Data` of one contract. */
export interface Envelope<Data = unknown> {
  eventId: string;
  eventType: string;
  eventVersion: number;
  /** ISO 8601 in UTC, millisecond precision. */
  timestamp: string;
  source: string;
  correlationId: string;
  causationId: string;
  data: Data;
  metadata?: {
    /** W3C trace context. */
    traceparent?: string;
    /** The id of the aggregate the event is about: the partition key, in Kafka's words. */
    subject?: string;
    aggregateVersion?: number;
  };
}
