import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../../../functions/runtime/definition.ts';
import { appendCommit, loadStream } from '../../../../functions/runtime/event-store.ts';
import { depsOf, fakePorts } from '../../../support/ports.ts';
import { lostAcknowledgement, TestTables } from '../../../support/tables.ts';

interface Told {
  type: string;
}

let tables: TestTables;
let deps: Deps;

beforeEach(() => {
  const { ports } = fakePorts();
  tables = new TestTables(() => ports.clock.nowMs());
  deps = depsOf({ ...ports, dynamodb: tables.port });
});

function append(version: number, cause = `cause-${version}`, more: { request?: string } = {}) {
  const own = { ...deps, cause: { id: cause, correlationId: 'flow-1' } };
  const events = [{ type: `event-${version}` }];
  return appendCommit<Told>(own, 'orders', { stream: 's', version, events, outbox: [], ...more });
}

const load = () => loadStream<Told>(deps, 'orders', 's');

describe('a stream', () => {
  it('is empty before anything is appended', async () => {
    expect(await load()).toEqual([]);
  });

  it('gives its commits oldest first', async () => {
    for (let version = 1; version <= 11; version += 1) await append(version);
    const commits = await load();
    expect(commits.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(commits[0]).toEqual({
      stream: 's',
      version: 1,
      events: [{ type: 'event-1' }],
      cause: 'cause-1',
      correlation: 'flow-1',
      at: '2026-11-21T10:00:00.000Z',
      outbox: '[]',
    });
  });

  it('is read to its end, page by page, consistently', async () => {
    for (const version of [1, 2, 3]) await append(version);
    const consistent: unknown[] = [];
    const paged = {
      send: async ({ input }: { input: object }) => {
        consistent.push((input as { ConsistentRead?: boolean }).ConsistentRead);
        return tables.db.execute('Query', { ...input, Limit: 1 }).output;
      },
    };
    const commits = await loadStream<Told>({ dynamodb: paged as never }, 'orders', 's');
    expect(commits.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(new Set(consistent)).toEqual(new Set([true]));
  });

  it('has nothing of other streams', async () => {
    await append(1);
    expect(await loadStream(deps, 'orders', 'another')).toEqual([]);
  });
});

describe('appending a commit', () => {
  it('keeps the hash of the request that made it', async () => {
    await append(1, 'cause-1', { request: 'hash' });
    expect((await load())[0]?.request).toBe('hash');
  });

  it('gives the commit that was there first, and changes nothing', async () => {
    expect(await append(1, 'first')).toBeUndefined();
    const there = await append(1, 'second');
    expect(there).toMatchObject({ cause: 'first', events: [{ type: 'event-1' }] });
    expect((await load()).map(({ cause }) => cause)).toEqual(['first']);
  });

  it('finds itself there when only its acknowledgement was lost', async () => {
    tables.interfere('PutItem', lostAcknowledgement);
    expect(await append(1, 'first')).toMatchObject({ cause: 'first' });
    expect(await load()).toHaveLength(1);
  });

  it('is a lost race when it is not told what was there', async () => {
    tables.interfere('PutItem', () => {
      throw new ConditionalCheckFailedException({ message: 'failed', $metadata: {} });
    });
    await expect(append(1)).rejects.toMatchObject({ code: 'conflict', retriable: true });
  });

  it('throws any other failure', async () => {
    tables.interfere('PutItem', () => {
      throw new Error('slow down');
    });
    await expect(append(1)).rejects.toThrow('slow down');
  });
});
