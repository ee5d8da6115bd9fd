import { describe, expect, it } from 'vitest';
import { direct } from '../../../../functions/runtime/definition.ts';
import { bindInProcess } from '../../../../functions/runtime/in-process.ts';
import { invocation } from '../../../support/ports.ts';

const nowMs = Date.parse('2026-11-21T10:00:00.000Z');

/** Runs a function in process and gives the lines of its log. */
async function linesOf(level?: 'debug' | 'info' | 'warn' | 'error') {
  const lines: string[] = [];
  const definition = direct<{ word: string }>({
    service: 'things',
    name: 'under-test',
    uses: {},
    publishes: [],
    limits: { timeoutSeconds: 5, memoryMb: 128 },
    async handle({ word }, deps) {
      deps.logger.debug('Debugging');
      deps.logger.with({ word }).info('Informing', { more: 1 });
      deps.logger.warn('Warning');
      deps.logger.error('Failing');
      deps.metrics.add('Words', 'Count', 1);
      deps.metrics.add('Words', 'Count', 2);
      deps.metrics.add('Words', 'Count', 3, { kind: 'odd' });
      deps.metrics.flush();
      return deps.tracer.span('work', {}, async () => word.length);
    },
  });
  const handler = await bindInProcess(
    definition,
    {
      variables: {},
      client: { send: async () => Promise.reject(new Error('no call is expected')) },
      clock: { nowMs: () => nowMs, sleep: async () => {} },
      chance: { fraction: () => 0.5 },
      outside: (promise) => promise,
      log: (line) => lines.push(line),
    },
    { logLevel: level },
  );
  const answer = await handler({ word: 'four' } as never, invocation());
  return { answer, lines: lines.map((line) => JSON.parse(line)) };
}

describe('a function in process', () => {
  it('answers as in Lambda', async () => {
    expect((await linesOf()).answer).toBe(4);
  });

  it("writes its log to the engine's sink, on the engine's clock", async () => {
    const { lines } = await linesOf('info');
    expect(lines[0]).toEqual({
      level: 'info',
      timestamp: '2026-11-21T10:00:00.000Z',
      message: 'Informing',
      service: 'things',
      function: 'under-test',
      word: 'four',
      more: 1,
    });
  });

  it.each([
    ['debug', ['Debugging', 'Informing', 'Warning', 'Failing']],
    [undefined, ['Warning', 'Failing']],
    ['error', ['Failing']],
  ] as const)('writes, at level %s, only what is asked for', async (level, expected) => {
    const { lines } = await linesOf(level);
    expect(lines.flatMap(({ message }) => message ?? [])).toEqual(expected);
  });

  it('writes its metrics in the embedded metric format, a line for each set of dimensions', async () => {
    const { lines } = await linesOf('error');
    const metric = (dimensions: string[]) => ({
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: 'Orderly',
          Dimensions: [dimensions],
          Metrics: [{ Name: 'Words', Unit: 'Count' }],
        },
      ],
    });
    expect(lines.slice(1)).toEqual([
      { _aws: metric(['service']), service: 'things', Words: [1, 2] },
      { _aws: metric(['service', 'kind']), service: 'things', kind: 'odd', Words: 3 },
    ]);
  });
});
