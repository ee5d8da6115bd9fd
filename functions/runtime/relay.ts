import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Contract } from '../../events/contract.ts';
import type { Deps, FunctionDefinition } from './definition.ts';
import { type CommitAttributes, envelopesOf } from './outbox.ts';
import { type Outgoing, publish } from './publish.ts';

/** The relay of a service: takes the outboxes in its table's stream to the bus. */
export function relay(definition: {
  service: string;
  table: string;
  publishes: readonly Contract[];
}): FunctionDefinition {
  const { service, table, publishes } = definition;
  return {
    service,
    name: 'relay',
    trigger: { kind: 'stream', table },
    uses: {},
    publishes,
    limits: { timeoutSeconds: 60, memoryMb: 256, batchSize: 100 },
    alarms: [
      {
        metric: 'NotPublished',
        description:
          'EventBridge refused events; the relay tries again, then the records go to its bucket. See the log.',
      },
    ],
    handle: relayRecords,
  };
}

/**
 * Publishes the outbox of every record. After a failure the stream is read again from the first record
 * whose events did not all go out; what was published twice has the same `eventId`.
 */
async function relayRecords(
  event: DynamoDBStreamEvent,
  deps: Deps,
): Promise<DynamoDBBatchResponse> {
  const outgoing = event.Records.flatMap((record, position) => outgoingOf(record, position, deps));
  const failed = await publish(deps, deps.busName(), outgoing);
  for (const { envelope, reason } of failed) {
    const { eventId, eventType, correlationId, causationId } = envelope;
    deps.logger.error('Event not published', {
      eventId,
      eventType,
      correlationId,
      causationId,
      reason,
    });
  }
  deps.metrics.add('Published', 'Count', outgoing.length - failed.length);
  if (failed.length > 0) deps.metrics.add('NotPublished', 'Count', failed.length);
  deps.metrics.flush();
  if (failed.length === 0) return { batchItemFailures: [] };
  const first = event.Records[Math.min(...failed.map(({ origin }) => origin))]!;
  return { batchItemFailures: [{ itemIdentifier: first.dynamodb!.SequenceNumber! }] };
}

function outgoingOf(record: DynamoDBRecord, position: number, deps: Deps): Outgoing<number>[] {
  const image = record.dynamodb?.NewImage;
  if (!image?.outbox?.S) return [];
  const commit: CommitAttributes = {
    cause: image.cause!.S!,
    correlation: image.correlation!.S!,
    trace: image.trace?.S,
    at: image.at!.S!,
    outbox: image.outbox.S,
  };
  return envelopesOf(`orderly.${deps.service}`, commit).map((envelope) => ({
    envelope,
    origin: position,
  }));
}
