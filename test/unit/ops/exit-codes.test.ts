import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deriveId } from '../../../functions/runtime/ids.ts';
import type { EventBridgePort } from '../../../functions/runtime/ports.ts';
import { contractsCommand } from '../../../ops/contracts-command.ts';
import type { RepublishPorts } from '../../../ops/republish.ts';
import { republishCommand } from '../../../ops/republish-command.ts';
import { runCommand } from '../../../ops/run.ts';
import { simulateCommand } from '../../../ops/simulate.ts';
import { exitCodeOf } from '../../../ops/simulate-report.ts';
import { simulateOverTheWire } from '../../../ops/simulate-sdk.ts';
import { startCommand } from '../../../ops/start.ts';
import { OrderRun } from '../../../simulation/run/order-run.ts';
import { answering, fakePorts } from '../../support/ports.ts';
import { listen } from './said.ts';

let folder: string;
let orders: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orderly-exit-codes-'));
  orders = join(folder, 'orders.txt');
  await writeFile(orders, '4 1 19970101 2 29.33\n');
});

afterAll(() => rm(folder, { recursive: true }));

describe('orderly republish', () => {
  const at = '2026-01-01T00:00:00.000Z';
  const window = { from: Date.parse(at), to: Date.parse(at) + 1_000, stage: 'dev' };
  const entry = { type: 'OrderPlaced', version: 1, subject: 'order-1', data: {} };
  const ids = ['one', 'two'].map((name) => deriveId(name));
  const commit = {
    pk: 'order#1',
    cause: deriveId('cause'),
    correlation: deriveId('cause'),
    at,
    outbox: JSON.stringify(ids.map((id) => ({ ...entry, id }))),
  };

  /** What the command reaches: a table with one commit of two events, and a bus that refuses some. */
  function reaching(refuses: (detail: string) => boolean): () => RepublishPorts {
    const { ports } = fakePorts();
    const { port } = answering({
      Scan: ({ TableName }: { TableName: string }) => ({
        Items: TableName.endsWith('-ordering-orders') ? [marshall(commit)] : [],
      }),
      PutEvents: ({ Entries }: { Entries: readonly { Detail: string }[] }) => ({
        FailedEntryCount: Entries.filter(({ Detail }) => refuses(Detail)).length,
        Entries: Entries.map(({ Detail }) =>
          refuses(Detail) ? { ErrorCode: 'InternalFailure', ErrorMessage: 'no' } : { EventId: 'e' },
        ),
      }),
    });
    const bus: unknown = port;
    return () => ({ ...ports, dynamodb: port, eventbridge: bus as EventBridgePort });
  }

  it('ends with 0 where the bus took every event', async () => {
    const { out, err } = listen();
    expect(
      await republishCommand(
        window,
        reaching(() => false),
      ),
    ).toBe(0);
    expect(out).toEqual(['2 events of 1 commit republished to stage dev']);
    expect(err).toEqual([]);
  });

  it('ends with 1 where the bus did not take one of them, and names it', async () => {
    const { err } = listen();
    const refusing = reaching((detail) => detail.includes(ids[1]!));
    expect(await republishCommand(window, refusing)).toBe(1);
    expect(err).toEqual([`OrderPlaced ${ids[1]} was not accepted: InternalFailure: no`]);
  });

  it.each([
    ['a window that ends before it begins', { from: window.to, to: window.from }, 'UsageError'],
    ['an empty window', { to: window.from }, 'UsageError'],
    ['a stage that there is not', { stage: 'nowhere' }, 'StageError'],
  ])('refuses %s before it reaches anything', async (_what, change, name) => {
    const reach = vi.fn();
    await expect(republishCommand({ ...window, ...change }, reach)).rejects.toMatchObject({ name });
    expect(reach).not.toHaveBeenCalled();
  });
});

describe('orderly contracts', () => {
  it('ends with 1 where the registry lacks a schema, and with 0 once all are written', async () => {
    const { out, err } = listen();
    const registry = join(folder, 'registry');
    expect(await contractsCommand({}, registry)).toBe(1);
    expect(err).toContain('events/registry/orderly.ordering@OrderPlaced.v1.json: missing');
    expect(out).toEqual([]);
    expect(await contractsCommand({ write: true }, registry)).toBe(0);
    expect(out.at(-1)).toBe('events/registry says what the contracts say');
    expect(await contractsCommand({}, registry)).toBe(0);
    await writeFile(join(registry, 'unknown.json'), '{}');
    expect(await contractsCommand({}, registry)).toBe(1);
    expect(err.at(-1)).toBe('events/registry/unknown.json: stale');
  });
});

describe('orderly run', () => {
  const run = (more: object = {}) => runCommand({ orders, virtual: true, ...more });

  it('ends with 0 where every order ended, and prints each figure under its heading', async () => {
    const { out } = listen();
    expect(await run()).toBe(0);
    const headings = [
      ...['placed', 'fulfilled', 'cancelled', 'in flight', 'in DLQs', 'malformed lines'],
      ...['refused', 'total in the file', 'total placed', 'total fulfilled', 'charged', 'stock'],
      ...['orders a second', 'to fulfilment', 'AWS calls', 'write units'],
    ];
    expect(out.map((line) => line.slice(0, 18).trim())).toEqual(headings);
    expect(out[0]).toBe('placed             1');
    expect(out[7]).toBe('total in the file  $29.33');
    expect(out[11]).toMatch(/^stock +\d+ received = \d+ available \+ 0 reserved \+ 2 shipped$/);
  });

  it.each([
    ['orders are on their way', { inFlight: 1 }],
    ['messages are in DLQs', { dlq: 1 }],
  ])('ends with 1 where %s', async (_what, figure) => {
    listen();
    const { summarise } = OrderRun.prototype;
    vi.spyOn(OrderRun.prototype, 'summarise').mockImplementation(function (this: OrderRun, ...of) {
      return { ...summarise.apply(this, of), ...figure };
    });
    expect(await run()).toBe(1);
  });

  it('ends with 1 where a second delivery changes something, and says what', async () => {
    const { out } = listen();
    const { settle } = OrderRun.prototype;
    vi.spyOn(OrderRun.prototype, 'settle').mockImplementation(async function (this: OrderRun) {
      return { ...(await settle.apply(this)), charged: 1 };
    });
    expect(await run({ verify: true })).toBe(1);
    expect(out).toContain('changed: charged was 1, is 2934');
    expect(out).toContain('1 thing changed');
  });

  it('ends with 0 where a cancelled order is all there is', async () => {
    const { out } = listen();
    const { summarise } = OrderRun.prototype;
    vi.spyOn(OrderRun.prototype, 'summarise').mockImplementation(function (this: OrderRun, ...of) {
      const figures = { cancelled: 3, cancelledBy: { 'out-of-stock': 2, 'customer-request': 1 } };
      return { ...summarise.apply(this, of), ...figures };
    });
    expect(await run()).toBe(0);
    expect(out).toContain('cancelled          3 (2 out-of-stock, 1 customer-request)');
  });
});

describe('orderly run and orderly start', () => {
  it('refuse a file that is not there, and one that is a folder', async () => {
    const refused = expect.objectContaining({ name: 'UsageError' });
    for (const file of [join(folder, 'none.txt'), folder]) {
      await expect(runCommand({ orders: file })).rejects.toEqual(refused);
      await expect(startCommand({ port: 0, orders: file })).rejects.toEqual(refused);
    }
  });
});

describe('orderly simulate', () => {
  const asked = { seeds: 1, from: 1, orders: 1 };

  it.each(['plan', 'shrink', 'threads', 'twice'] as const)(
    'refuses --%s over the wire, where no run can be repeated',
    async (name) => {
      const options = { ...asked, [name]: true };
      await expect(simulateOverTheWire(options)).rejects.toMatchObject({
        name: 'UsageError',
        message: `--${name} cannot be used with --sdk: no two runs of a seed are the same`,
      });
    },
  );

  it('refuses a plan that is not there, and one seed twice', async () => {
    const plan = join(folder, 'no-such-plan.json');
    for (const change of [{ plan }, { seed: 1, twice: true }, { plan, twice: true }]) {
      const refused = simulateCommand({ ...asked, ...change });
      await expect(refused).rejects.toMatchObject({ name: 'UsageError' });
    }
  });

  const violation = { seed: 1, invariant: 'charged-once', message: 'twice' };
  it.each([
    ['0 where all held and all bit', [], [], 0],
    ['1 where a guarantee did not hold', [violation], [], 1],
    ['1 where a fault never bit', [], ['delete-lost'], 1],
  ])('ends with %s', (_what, violations, idle, code) => {
    expect(exitCodeOf({ violations: violations as never }, idle)).toBe(code);
  });
});
