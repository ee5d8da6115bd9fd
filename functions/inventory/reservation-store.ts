import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { conflict } from '../runtime/conflicts.ts';
import type { Deps } from '../runtime/definition.ts';
import { commitAttributes, type OutboxEntry } from '../runtime/outbox.ts';
import type { StateKey } from '../runtime/state-store.ts';
import type { Reservation, ReservationState } from './reservation.ts';
import type { StockMove } from './stock.ts';
import { moveWrite } from './stock-store.ts';

/** Why a write's condition cancelled its transaction. */
const CONDITION_FAILED = 'ConditionalCheckFailed';

/** The key of an order's reservation, in the table of the stock. */
export function reservationKey(deps: Pick<Deps, 'table'>, orderId: string): StateKey {
  return { table: deps.table('stock'), attribute: 'pk', value: `reservation#${orderId}` };
}

/** A reservation and the stock it moves, committed together. */
export interface ReservationCommit {
  orderId: string;
  reservation: Reservation;
  moves: readonly StockMove[];
  outbox: readonly OutboxEntry[];
  /** The state the reservation must have; undefined if there must be none. */
  expected: ReservationState | undefined;
}

/**
 * What a commit came to. `superseded`: the reservation is not as expected; somebody, perhaps we ourselves, was here
 * before. `short`: shards that have too few pieces, or none any more.
 */
export type CommitOutcome = 'written' | 'superseded' | { short: readonly StockMove[] };

/**
 * Writes a reservation and its stock moves in one transaction. Whether it is superseded is looked at first, because a
 * late duplicate after a sell-out fails both. Throws `conflict` if the stock left the planned range.
 */
export async function commitReservation(
  deps: Deps,
  commit: ReservationCommit,
): Promise<CommitOutcome> {
  const key = reservationKey(deps, commit.orderId);
  const writes = [
    reservationWrite(deps, key, commit),
    ...commit.moves.map((move) => moveWrite(key.table, move)),
  ];
  try {
    await deps.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: writes }));
    return 'written';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [reservation, ...moves] = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (reservation === CONDITION_FAILED) return 'superseded';
    const failed = commit.moves.filter((_, at) => moves[at] === CONDITION_FAILED);
    if (failed.length > 0 && failed.every(({ shard }) => shard !== undefined)) {
      return { short: failed };
    }
    throw conflict(`The stock for order ${commit.orderId} changed at the same time`, error);
  }
}

function reservationWrite(
  deps: Deps,
  key: StateKey,
  { reservation, outbox, expected }: ReservationCommit,
): TransactWriteItem {
  const item = {
    [key.attribute]: key.value,
    ...reservation,
    ...commitAttributes(deps.cause, deps.clock.nowMs(), outbox),
  };
  const condition =
    expected === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#state = :expected',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':expected': { S: expected } },
        };
  return { Put: { TableName: key.table, Item: marshall(item), ...condition } };
}
