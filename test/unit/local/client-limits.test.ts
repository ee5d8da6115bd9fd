import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { Mortal } from '../../../local/attempt.ts';
import type { ClientLimits } from '../../../local/client.ts';
import type { CallFate } from '../../../local/interference.ts';
import { World } from './cloud/world.ts';
import { once, unavailable } from './once.ts';

/** A client with limits of its own, whose first attempt has a fate. */
function limited(limits: ClientLimits, fate: CallFate) {
  const world = new World({ interference: { call: once(fate) } });
  const queue = world.queue('orders');
  const message = { QueueUrl: queue.settings.url, MessageBody: 'one' };
  const send = () =>
    world.client.send(
      new SendMessageCommand(message),
      undefined,
      undefined,
      limits,
    ) as Promise<object>;
  return { world, queue, send };
}

describe('a client with limits', () => {
  it('makes as many attempts as it may, and no more', async () => {
    const { queue, send } = limited({ maxAttempts: 1 }, { kind: 'refused', error: unavailable() });
    await expect(send()).rejects.toThrow('Service unavailable');
    expect(queue.depth().visible).toBe(0);
  });

  it('gives a call up that is not answered in time, and it has its effect all the same', async () => {
    const late = { kind: 'late', beforeMs: 20_000, afterMs: 0 } as const;
    const { world, queue, send } = limited({ maxAttempts: 1, requestTimeoutMs: 8_000 }, late);
    await expect(send()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect([world.elapsedMs, queue.depth().visible]).toEqual([8_000, 0]);
    await world.drain();
    expect([world.elapsedMs, queue.depth().visible]).toEqual([20_000, 1]);
  });

  it('tries again after a time-out, where it may', async () => {
    const late = { kind: 'late', beforeMs: 20_000, afterMs: 0 } as const;
    const { world, queue, send } = limited({ requestTimeoutMs: 8_000 }, late);
    expect(await send()).toMatchObject({ $metadata: { attempts: 2 } });
    await world.drain();
    expect(queue.depth().visible).toBe(2);
  });

  it('takes an answer that comes in time, and waits no longer', async () => {
    const late = { kind: 'late', beforeMs: 5_000, afterMs: 2_000 } as const;
    const { world, queue, send } = limited({ maxAttempts: 1, requestTimeoutMs: 8_000 }, late);
    await send();
    await world.drain();
    expect([world.elapsedMs, queue.depth().visible]).toEqual([7_000, 1]);
  });
});

describe('what ends the run', () => {
  const late = { kind: 'late', beforeMs: 20_000, afterMs: 0 } as const;
  const limits = { maxAttempts: 1, requestTimeoutMs: 8_000 };
  const living = { dead: false, die: () => undefined };

  /** A late call of a function; `notSimulated` or without a permission. */
  function calling(notSimulated: boolean) {
    const world = new World({ interference: { call: once(late) } });
    const own = world.queue('orders').settings.url;
    const QueueUrl = notSimulated ? own.replace(/\/[^/]+$/, '/999999999999/orders') : own;
    const roleArn = world.role('caller', []);
    const client = world.composed.connect({ kind: 'role', roleArn, session: 'f' }, 'f');
    const command = new SendMessageCommand({ QueueUrl, MessageBody: 'one' });
    const send = (mortal: Mortal, given?: ClientLimits) =>
      client.send(command, undefined, mortal, given);
    return { world, send };
  }

  it.each([
    ['what is not simulated', true, 'not simulated: the queue of another account'],
    ['a refusal of IAM', false, 'is not authorized to perform: sqs:SendMessage'],
  ])('does so when the attempt has been given up: %s', async (_what, notSimulated, message) => {
    const { world, send } = calling(notSimulated);
    await expect(send(living, limits)).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(world.drain()).rejects.toThrow(message);
  });

  it.each([
    ['what is not simulated', true, 'not simulated: the queue of another account'],
    ['a refusal of IAM', false, 'is not authorized to perform: sqs:SendMessage'],
  ])('does so when the caller is dead: %s', async (_what, notSimulated, message) => {
    const { world, send } = calling(notSimulated);
    const mortal = { ...living };
    void send(mortal);
    mortal.dead = true;
    await expect(world.drain()).rejects.toThrow(message);
  });
});
