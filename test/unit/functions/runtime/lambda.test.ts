import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Deps, direct } from '../../../../functions/runtime/definition.ts';
import { type Clients, lambdaHandler } from '../../../../functions/runtime/lambda.ts';
import { answering } from '../../../support/ports.ts';

const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 1_000 } as never;
let lines: string[];

beforeEach(() => {
  lines = [];
  vi.stubEnv('TABLE_THINGS', 'the-things');
  vi.stubEnv('_X_AMZN_TRACE_ID', `Root=1-${'a'.repeat(8)}-${'b'.repeat(24)};Sampled=1`);
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  }
});

/** Runs `handle` behind the edge to Lambda. */
function atTheEdge(handle: (input: never, deps: Deps) => Promise<unknown>, clients: Clients = {}) {
  const definition = direct({
    service: 'things',
    name: 'under-test',
    uses: { tables: { things: ['GetItem'] } },
    publishes: [],
    limits: { timeoutSeconds: 5, memoryMb: 128 },
    handle,
  });
  return lambdaHandler(definition, () => clients)({ word: 'four' }, context);
}

describe('the edge to Lambda', () => {
  it('hands the event, the variables and the invocation to the function', async () => {
    const answer = await atTheEdge(async ({ word }: { word: string }, deps) => ({
      word,
      table: deps.table('things'),
      remainingMs: deps.remainingMs(),
      cause: deps.cause,
    }));
    expect(answer).toEqual({
      word: 'four',
      table: 'the-things',
      remainingMs: 1_000,
      cause: {
        id: 'request-1',
        correlationId: 'request-1',
        traceparent: `00-${'a'.repeat(8)}${'b'.repeat(24)}-${'b'.repeat(16)}-01`,
      },
    });
  });

  it('gives the clients that the definition needs, and no others', async () => {
    const { port, calls } = answering({ Object: () => 'answered' });
    const call = (client: string) =>
      atTheEdge((_input, deps) => deps[client as 'dynamodb'].send({} as never) as never, {
        dynamodb: port,
      });
    expect(await call('dynamodb')).toBe('answered');
    expect(calls).toHaveLength(1);
    await expect(call('lambda')).rejects.toMatchObject({ code: 'port-missing', retriable: false });
  });

  it('writes log lines as JSON, with the fields that go with them', async () => {
    await atTheEdge(async (_input, { logger }) => {
      logger.with({ eventId: 'event-1' }).error('Failing', { reason: 'none' });
    });
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'ERROR',
      message: 'Failing',
      eventId: 'event-1',
      reason: 'none',
    });
  });

  it('writes metrics in the embedded metric format', async () => {
    await atTheEdge(async (_input, { metrics }) => {
      metrics.add('Words', 'Count', 4);
      metrics.flush();
    });
    expect(JSON.parse(lines[0]!)).toMatchObject({ service: 'things', Words: 4 });
  });

  it('runs a span where nothing is traced', async () => {
    const work = async () => 'done';
    expect(await atTheEdge((_input, { tracer }) => tracer.span('work', {}, work))).toBe('done');
  });

  it('has a clock that goes, and chance within its bounds', async () => {
    await atTheEdge(async (_input, { clock, chance }) => {
      const beforeMs = clock.nowMs();
      await clock.sleep(0);
      lines.push(String(clock.nowMs() >= beforeMs), String(chance.fraction() < 1));
    });
    expect(lines).toEqual(['true', 'true']);
  });
});
