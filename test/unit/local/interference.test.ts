import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { CallFate, Interference, InvocationFate } from '../../../local/interference.ts';
import type { ExecutionEnvironment } from '../../../local/lambda/handler.ts';
import { World } from './cloud/world.ts';

const unavailable = (): Error =>
  Object.assign(new Error('Service unavailable'), {
    name: 'ServiceUnavailable',
    $fault: 'server',
    $metadata: { httpStatusCode: 503 },
  });

/** A world whose first call of SendMessage has a fate. */
function sending(fate: CallFate) {
  let asked = 0;
  const call: Interference['call'] = ({ operation }) => {
    if (operation !== 'SendMessage') return undefined;
    asked += 1;
    return asked === 1 ? fate : undefined;
  };
  const world = new World({ interference: { call } });
  const queue = world.queue('orders');
  const send = () =>
    world.client.send(
      new SendMessageCommand({ QueueUrl: queue.settings.url, MessageBody: 'one' }),
    ) as Promise<{ $metadata: { attempts: number } }>;
  return { world, queue, send };
}

describe('a call', () => {
  it('that is refused is not run, and the SDK tries again', async () => {
    const { queue, send } = sending({ kind: 'refused', error: unavailable() });
    expect((await send()).$metadata.attempts).toBe(2);
    expect(queue.depth().visible).toBe(1);
  });

  it('that is refused at the last attempt rejects', async () => {
    const { queue, send } = sending({ kind: 'refused', error: unavailable(), final: true });
    await expect(send()).rejects.toThrow('Service unavailable');
    expect(queue.depth().visible).toBe(0);
  });

  it('whose answer is lost has been run, and is run again', async () => {
    const { queue, send } = sending({ kind: 'answer-lost', error: unavailable() });
    await send();
    expect(queue.depth().visible).toBe(2);
  });

  it('that is late takes its time', async () => {
    const { world, send } = sending({ kind: 'late', beforeMs: 300, afterMs: 400 });
    await send();
    expect(world.elapsedMs).toBe(700);
  });

  it('without an answer rejects where nobody can die of it', async () => {
    const { queue, send } = sending({ kind: 'unanswered', run: true });
    await expect(send()).rejects.toThrow('no answer to sqs:SendMessage');
    expect(queue.depth().visible).toBe(1);
  });
});

/** A consumer of one message that asks for a queue's URL; the first invocation, or its call, has a fate. */
function consuming(interference: Partial<Interference>) {
  const world = new World({ interference });
  const queue = world.queue('orders', { VisibilityTimeout: 60 });
  const received: number[] = [];
  const starts: number[] = [];
  const target = world.functionOf('consumer', {
    start(environment: ExecutionEnvironment) {
      starts.push(environment.clock.nowMs());
      return async (event) => {
        received.push((event as SQSEvent).Records.length);
        await environment.client.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
        return { batchItemFailures: [] };
      };
    },
  });
  world.mapping(queue.settings.arn, target, {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  queue.send({ body: 'one', senderId: 'test' });
  return { world, queue, received, starts };
}

const once = <Fate>(fate: Fate): (() => Fate | undefined) => {
  let asked = 0;
  return () => {
    asked += 1;
    return asked === 1 ? fate : undefined;
  };
};

describe('an invocation', () => {
  it.each([true, false])(
    'that dies of a call comes again in a new environment (run: %s)',
    async (run) => {
      const { world, queue, received, starts } = consuming({
        call: once<CallFate>({ kind: 'caller-dies', run }),
      });
      await world.drain();
      expect(received).toEqual([1, 1]);
      expect(starts).toHaveLength(2);
      expect(world.facts).toContain('lambda.ended consumer Runtime.ExitError');
      expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    },
  );

  it('that waits for an answer for ever runs out of time', async () => {
    const { world, received } = consuming({
      call: once<CallFate>({ kind: 'unanswered', run: false }),
    });
    await world.drain();
    expect(received).toEqual([1, 1]);
    expect(world.facts).toContain('lambda.ended consumer Sandbox.Timedout');
  });

  it.each<[string, InvocationFate, number]>([
    ['fails before its handler', { fails: errorNamed('Error') }, 1],
    ['fails after its handler', { failsAfter: errorNamed('Error') }, 2],
    ['fails at its init', { cold: true, initFails: true }, 1],
    ['answers nonsense', { answer: () => ({ batchItemFailures: [{}] }) }, 2],
    ['is throttled', { throttled: true }, 1],
  ])('that %s comes again', async (_what, fate, runs) => {
    const { world, queue, received } = consuming({ invocation: once(fate) });
    await world.drain();
    expect(received).toHaveLength(runs);
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('has the clock it is told', async () => {
    const { world, starts } = consuming({ invocation: once({ cold: true, skewMs: -5_000 }) });
    const startMs = world.engines.scheduler.nowMs();
    await world.drain();
    expect(starts).toEqual([startMs - 5_000]);
  });
});

describe('a message', () => {
  it('that becomes visible while it is handled is handled twice', async () => {
    const { world, received } = consuming({
      visibility: once(1),
      call: once<CallFate>({ kind: 'late', beforeMs: 50, afterMs: 0 }),
    });
    await world.drain();
    expect(received).toEqual([1, 1]);
  });

  it('whose delete is lost comes again when its time is over', async () => {
    const lost = once(true);
    const { world, received } = consuming({ deleteLost: () => lost() ?? false });
    await world.drain();
    expect(received).toEqual([1, 1]);
    expect(world.elapsedMs).toBe(60_000);
  });
});

function errorNamed(errorType: string) {
  return { errorType, errorMessage: 'on purpose', trace: [] };
}
