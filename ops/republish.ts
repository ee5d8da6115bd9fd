import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type CommitAttributes, envelopesOf } from '../functions/runtime/outbox.ts';
import type { Chance, Clock, EventBridgePort } from '../functions/runtime/ports.ts';
import { type Failed, type Outgoing, publish } from '../functions/runtime/publish.ts';
import { namesOf } from '../lib/names.ts';
import { services } from '../lib/services.ts';

/** Commits read before their events are put on the bus. */
const CHUNK = 100;

/** What `republish` reaches. */
export interface RepublishPorts {
  dynamodb: Pick<DynamoDBClient, 'send'>;
  eventbridge: EventBridgePort;
  clock: Clock;
  chance: Chance;
}

/** Which commits: those made in [fromMs, toMs). */
export interface RepublishRange {
  stage: string;
  fromMs: number;
  toMs: number;
}

/** What was done. */
export interface Republished {
  commits: number;
  events: number;
  failed: readonly Failed<string>[];
}

/**
 * Puts the events of every outbox in the tables on the bus again. Their ids are derived, so consumers
 * that had them already leave it at that. This repairs an outage longer than a stream keeps its records.
 */
export async function republish(
  ports: RepublishPorts,
  range: RepublishRange,
): Promise<Republished> {
  const names = namesOf(range.stage);
  const failed: Failed<string>[] = [];
  let commits = 0;
  let events = 0;
  for (const { service, table } of outboxTables()) {
    let chunk: Outgoing<string>[] = [];
    const send = async (): Promise<void> => {
      failed.push(...(await publish(ports, names.bus, chunk)));
      chunk = [];
    };
    for await (const commit of commitsIn(ports, names.table(service, table), range)) {
      const envelopes = envelopesOf(`orderly.${service}`, commit);
      commits += 1;
      events += envelopes.length;
      chunk.push(...envelopes.map((envelope) => ({ envelope, origin: service })));
      if (chunk.length >= CHUNK) await send();
    }
    await send();
  }
  return { commits, events, failed };
}

/** The tables that hold outboxes: those whose streams have relays. */
function outboxTables(): { service: string; table: string }[] {
  return services.flatMap(({ functions }) =>
    functions.flatMap(({ service, trigger }) =>
      trigger.kind === 'stream' ? [{ service, table: trigger.table }] : [],
    ),
  );
}

async function* commitsIn(
  ports: RepublishPorts,
  table: string,
  { fromMs, toMs }: RepublishRange,
): AsyncGenerator<CommitAttributes> {
  let from: Record<string, never> | undefined;
  do {
    const page = await ports.dynamodb.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: '#outbox <> :empty AND #at >= :from AND #at < :to',
        ExpressionAttributeNames: { '#outbox': 'outbox', '#at': 'at' },
        ExpressionAttributeValues: {
          ':empty': { S: '[]' },
          ':from': { S: new Date(fromMs).toISOString() },
          ':to': { S: new Date(toMs).toISOString() },
        },
        ExclusiveStartKey: from,
        ConsistentRead: true,
      }),
    );
    for (const item of page.Items ?? []) yield unmarshall(item) as CommitAttributes;
    from = page.LastEvaluatedKey as typeof from;
  } while (from);
}
