import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../../../functions/runtime/definition.ts';
import { outboxEntry } from '../../../../functions/runtime/outbox.ts';
import {
  type Change,
  type Committed,
  commitState,
  loadState,
  updateExpression,
} from '../../../../functions/runtime/state-store.ts';
import { depsOf, fakePorts } from '../../../support/ports.ts';
import { lostAcknowledgement, TestTables } from '../../../support/tables.ts';
import { ThingHappened } from '../../../support/thing.ts';

interface Parcel {
  state: 'packed' | 'sent' | 'lost';
  note?: string;
}

let tables: TestTables;
let deps: Deps;
const key = { table: 'shipments', attribute: 'orderId', value: 'order-1' };

beforeEach(() => {
  const { ports } = fakePorts();
  tables = new TestTables(() => ports.clock.nowMs());
  deps = depsOf({ ...ports, dynamodb: tables.port });
});

const by = (id: string): Deps => ({ ...deps, cause: { id, correlationId: 'flow-1' } });

/** Moves the parcel one state on: nothing, packed, sent. */
const advance = (parcel: Partial<Parcel> | undefined): Change<Parcel> | undefined => {
  if (parcel?.state === 'sent') return undefined;
  return { set: { state: parcel ? 'sent' : 'packed' }, outbox: [] };
};

function commit(
  cause: string,
  expected?: Parcel['state'],
  decide = advance,
): Promise<Committed<Parcel>> {
  return commitState<Parcel>(by(cause), key, expected && { state: expected }, decide);
}

const stored = () => tables.item('shipments', { orderId: 'order-1' });

describe('committing a state', () => {
  it('writes state, inbox and outbox at once', async () => {
    const data = { thingId: 'order-1', size: { amount: 1, unit: 'cm' as const } };
    const entry = outboxEntry(ThingHappened, data, by('cause-1').cause);
    const decide = (): Change<Parcel> => ({ set: { state: 'packed' }, outbox: [entry] });
    const { outcome, item } = await commit('cause-1', undefined, decide);
    expect(outcome).toBe('written');
    expect(item).toEqual(stored());
    expect(stored()).toEqual({
      orderId: 'order-1',
      state: 'packed',
      cause: 'cause-1',
      correlation: 'flow-1',
      at: '2026-11-21T10:00:00.000Z',
      outbox: JSON.stringify([entry]),
    });
  });

  it('costs one call and no read when the state is as expected', async () => {
    await commit('cause-1');
    await commit('cause-2', 'packed');
    expect(tables.calls).toEqual(['UpdateItem', 'UpdateItem']);
    expect(stored()).toMatchObject({ state: 'sent', cause: 'cause-2' });
  });

  it('decides again on what it finds instead', async () => {
    await commit('cause-1');
    const { outcome } = await commit('cause-2', undefined);
    expect(outcome).toBe('written');
    expect(stored()).toMatchObject({ state: 'sent' });
    expect(tables.calls).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem']);
  });

  it('decides on nothing when what it expected is not there', async () => {
    const { item } = await commit('cause-1', 'packed');
    expect(item?.state).toBe('packed');
  });

  it('leaves the item alone when the decision changes nothing', async () => {
    await commit('cause-1');
    await commit('cause-2', 'packed');
    const before = stored();
    expect(await commit('cause-3', 'packed')).toEqual({ outcome: 'unchanged', item: before });
    expect(stored()).toEqual(before);
  });

  it('looks before it says that nothing changes', async () => {
    const untouched = await commit('cause-1', 'sent');
    expect(untouched).toMatchObject({ outcome: 'written', item: { state: 'packed' } });
    const nothing = await commit('cause-2', 'sent', () => undefined);
    expect(nothing).toMatchObject({ outcome: 'unchanged', item: { state: 'packed' } });
  });

  it('replaces the outbox, with an empty one if nothing follows, and the trace', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const traced = { ...deps, cause: { id: 'cause-1', correlationId: 'flow-1', traceparent } };
    await commitState<Parcel>(traced, key, undefined, advance);
    expect(stored()).toMatchObject({ trace: traceparent });
    await commit('cause-2', 'packed');
    expect(stored()).toMatchObject({ outbox: '[]' });
    expect(stored()).not.toHaveProperty('trace');
  });

  it('keeps what the change does not name, and removes what it names as undefined', async () => {
    await commit('cause-1', undefined, () => ({ set: { state: 'packed', note: 'x' }, outbox: [] }));
    await commit('cause-2', 'packed');
    expect(stored()).toMatchObject({ note: 'x' });
    await commit('cause-3', 'sent', () => ({
      set: { state: 'lost', note: undefined },
      outbox: [],
    }));
    expect(stored()).not.toHaveProperty('note');
  });

  it('throws what the decision throws', async () => {
    const refuse = () => {
      throw new Error('undecidable');
    };
    await expect(commit('cause-1', undefined, refuse)).rejects.toThrow('undecidable');
  });
});

describe('a commit whose acknowledgement was lost', () => {
  it('is found, not made twice', async () => {
    tables.interfere('UpdateItem', lostAcknowledgement);
    const { outcome, item } = await commit('cause-1');
    expect(outcome).toBe('found');
    expect(item).toEqual(stored());
  });

  it('is not taken for the commit of another cause', async () => {
    await commit('cause-1');
    const { outcome } = await commit('cause-2');
    expect(outcome).toBe('written');
    expect(stored()).toMatchObject({ state: 'sent', cause: 'cause-2' });
  });

  it('is not taken for an earlier commit of the same cause', async () => {
    await commit('cause-1');
    const { outcome } = await commit('cause-1', 'sent', advance);
    expect(outcome).toBe('written');
    expect(stored()).toMatchObject({ state: 'sent' });
  });
});

describe('a race for a state', () => {
  /** Somebody else flips the state before each of the next writes. */
  function rival(times: number): void {
    let left = times;
    const flip = (_call: unknown, run: () => object) => {
      left -= 1;
      const state = left % 2 === 0 ? 'packed' : 'lost';
      tables.db.execute('PutItem', {
        TableName: 'shipments',
        Item: { orderId: { S: 'order-1' }, state: { S: state }, cause: { S: 'rival' } },
      });
      if (left > 0) tables.interfere('UpdateItem', flip);
      return run();
    };
    tables.interfere('UpdateItem', flip);
  }

  const send = (): Change<Parcel> => ({ set: { state: 'sent' }, outbox: [] });

  it('is run again until it is won', async () => {
    rival(3);
    const { outcome } = await commit('cause-1', undefined, send);
    expect(outcome).toBe('written');
    expect(stored()).toMatchObject({ state: 'sent', cause: 'cause-1' });
  });

  it('is given up at last, to be tried again later', async () => {
    rival(100);
    await expect(commit('cause-1', undefined, send)).rejects.toMatchObject({ code: 'conflict' });
    expect(stored()).toMatchObject({ cause: 'rival' });
  });

  it('is run again when the item is in a transaction', async () => {
    tables.interfere('UpdateItem', () => {
      throw new TransactionConflictException({ message: 'ongoing', $metadata: {} });
    });
    expect(await commit('cause-1')).toMatchObject({ outcome: 'written' });
  });

  it('is not what any other failure is taken for', async () => {
    tables.interfere('UpdateItem', () => {
      throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    });
    await expect(commit('cause-1')).rejects.toThrow('slow down');
  });
});

describe('loading a state', () => {
  it('gives undefined for what is not there', async () => {
    expect(await loadState(deps, key)).toBeUndefined();
  });

  it('reads consistently', async () => {
    const inputs: unknown[] = [];
    tables.interfere('GetItem', ({ input }, run) => {
      inputs.push(input.ConsistentRead);
      return run();
    });
    await loadState(deps, key);
    expect(inputs).toEqual([true]);
  });
});

describe('the expression of an update', () => {
  it('sets what is defined and removes what is not', () => {
    expect(updateExpression({ state: 'sent', note: undefined, size: 3 }, 'packed')).toEqual({
      UpdateExpression: 'SET #state = :state, #size = :size REMOVE #note',
      ConditionExpression: '#state = :expected',
      ExpressionAttributeNames: { '#state': 'state', '#note': 'note', '#size': 'size' },
      ExpressionAttributeValues: {
        ':state': { S: 'sent' },
        ':size': { N: '3' },
        ':expected': { S: 'packed' },
      },
    });
  });

  it('asks for no state at all if none is expected', () => {
    const { ConditionExpression } = updateExpression({ state: 'packed' }, undefined);
    expect(ConditionExpression).toBe('attribute_not_exists(#state)');
  });
});
