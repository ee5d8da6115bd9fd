import {
  ConditionalCheckFailedException,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { conflict } from './conflicts.ts';
import type { Deps } from './definition.ts';
import { type CommitAttributes, commitAttributes, type OutboxEntry } from './outbox.ts';

/** One commit of an aggregate's stream: the domain events of one decision. */
export interface Commit<DomainEvent> extends CommitAttributes {
  stream: string;
  version: number;
  events: readonly DomainEvent[];
  /** Hash of the request that made the first commit; tells a retry from another request. */
  request?: string;
}

type StoredCommit = Omit<Commit<never>, 'events'> & { events: string };

/** Loads an aggregate's whole stream, oldest commit first, with a consistent read. */
export async function loadStream<DomainEvent>(
  deps: Pick<Deps, 'dynamodb'>,
  table: string,
  stream: string,
): Promise<Commit<DomainEvent>[]> {
  const commits: Commit<DomainEvent>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await deps.dynamodb.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#stream = :stream',
        ExpressionAttributeNames: { '#stream': 'stream' },
        ExpressionAttributeValues: { ':stream': { S: stream } },
        ConsistentRead: true,
        ExclusiveStartKey: from as never,
      }),
    );
    for (const item of page.Items ?? []) commits.push(toCommit(unmarshall(item) as StoredCommit));
    from = page.LastEvaluatedKey;
  } while (from);
  return commits;
}

/**
 * Appends one commit at `version` (1 for the first). Returns undefined when it is written, otherwise
 * the commit that was there first: our own, if its cause is ours and only the acknowledgement was lost.
 */
export async function appendCommit<DomainEvent>(
  deps: Pick<Deps, 'dynamodb' | 'clock' | 'cause'>,
  table: string,
  commit: Pick<Commit<DomainEvent>, 'stream' | 'version' | 'events' | 'request'> & {
    outbox: readonly OutboxEntry[];
  },
): Promise<Commit<DomainEvent> | undefined> {
  const { outbox, events, ...key } = commit;
  const attributes = commitAttributes(deps.cause, deps.clock.nowMs(), outbox);
  const item = { ...key, events: JSON.stringify(events), ...attributes };
  try {
    await deps.dynamodb.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall(item, { removeUndefinedValues: true }),
        ConditionExpression: 'attribute_not_exists(#stream)',
        ExpressionAttributeNames: { '#stream': 'stream' },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (!error.Item) throw conflict(`${commit.stream} version ${commit.version} exists`, error);
    return toCommit<DomainEvent>(unmarshall(error.Item) as StoredCommit);
  }
}

function toCommit<DomainEvent>(stored: StoredCommit): Commit<DomainEvent> {
  return { ...stored, events: JSON.parse(stored.events) as DomainEvent[] };
}
