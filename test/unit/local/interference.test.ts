import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { CallFate, Interference, InvocationFate } from '../../../local/interference.ts';
import type { ExecutionEnvironment } from '../../../local/lambda/handler.ts';
import { World } from './cloud/world.ts';
import { once, unavailable } from './once.ts';

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

describe('a call that its service refuses', () => {
  /** A question for a queue that is not there. */
  function asking(fate: CallFate) {
    const world = new World({ conduct: 'server', interference: { call: once(fate) } });
    const question = new GetQueueUrlCommand({ QueueName: 'none' });
    return { world, question, ask: () => world.client.send(question) };
  }

  it('is late like any other', async () => {
    const { world, ask } = asking({ kind: 'late', beforeMs: 300, afterMs: 400 });
    await expect(ask()).rejects.toThrow('The specified queue does not exist');
    expect(world.elapsedMs).toBe(700);
  });

  it('is answered with the error that stands for the lost answer', async () => {
    const { ask } = asking({ kind: 'answer-lost', error: unavailable(), final: true });
    await expect(ask()).rejects.toThrow('Service unavailable');
  });

  it('comes through when the answer to the next attempt is not lost', async () => {
    const { ask } = asking({ kind: 'answer-lost', error: unavailable() });
    await expect(ask()).rejects.toThrow('The specified queue does not exist');
  });

  it('is not answered where no answer comes', async () => {
    const { ask } = asking({ kind: 'unanswered', run: true });
    await expect(ask()).rejects.toThrow('no answer to sqs:GetQueueUrl');
  });

  it('for want of a permission is told whatever else was to become of it', async () => {
    const { world, question } = asking({ kind: 'answer-lost', error: unavailable() });
    world.queue('none');
    const roleArn = world.role('nobody', []);
    const client = world.composed.connect({ kind: 'role', roleArn, session: 'f' }, 'f');
    await expect(client.send(question)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

/** A consumer of one message that asks for a queue's URL, so often at once; what comes first has a fate. */
function consuming(interference: Partial<Interference>, questions = 1) {
  const world = new World({ interference });
  const queue = world.queue('orders', { VisibilityTimeout: 60 });
  const received: number[] = [];
  const starts: number[] = [];
  const target = world.functionOf('consumer', {
    start(environment: ExecutionEnvironment) {
      starts.push(environment.clock.nowMs());
      return async (event) => {
        received.push((event as SQSEvent).Records.length);
        const question = new GetQueueUrlCommand({ QueueName: 'orders' });
        await Promise.all(
          Array.from({ length: questions }, () => environment.client.send(question)),
        );
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
    ['dies after its handler', { diesAfter: true }, 2],
    ['fails at its init', { cold: true, initFails: true }, 1],
    ['answers nonsense', { answer: () => ({ batchItemFailures: [{}] }) }, 2],
    ['is throttled', { throttled: true }, 1],
  ])('that %s comes again', async (_what, fate, runs) => {
    const { world, queue, received } = consuming({ invocation: once(fate) });
    await world.drain();
    expect(received).toHaveLength(runs);
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('that dies after its handler takes its environment along', async () => {
    const { world, starts } = consuming({ invocation: once({ diesAfter: true }) });
    await world.drain();
    expect(starts).toHaveLength(2);
    expect(world.facts).toContain('lambda.ended consumer Runtime.ExitError');
  });

  it('that dies of a call does not make it again, whatever comes of the first attempt', async () => {
    const attempts: number[] = [];
    const fates: CallFate[] = [
      { kind: 'refused', error: unavailable() },
      { kind: 'caller-dies', run: false },
    ];
    const { world } = consuming(
      {
        call: ({ attempt }) => {
          attempts.push(attempt);
          return fates.shift();
        },
      },
      2,
    );
    await world.drain();
    expect(attempts).toEqual([1, 1, 1, 1]);
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
