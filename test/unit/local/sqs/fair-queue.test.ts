import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

type Queue = ReturnType<World['queue']>;

function fill(queue: Queue, groupId: string | undefined, count: number): void {
  for (let index = 0; index < count; index += 1) {
    queue.send({ body: `${groupId ?? 'none'} ${index}`, senderId: 'test', groupId });
  }
}

function take(queue: Queue, count: number) {
  const taken: ReturnType<Queue['receive']> = [];
  while (taken.length < count) {
    const more = queue.receive(Math.min(10, count - taken.length));
    if (more.length === 0) break;
    taken.push(...more);
  }
  return taken;
}

const groupsOf = (taken: ReturnType<Queue['receive']>) =>
  taken.map(({ message }) => message.groupId);

describe('a standard queue with groups', () => {
  it('gives messages in their order while no group is noisy', () => {
    const queue = new World().queue('orders');
    fill(queue, 'loud', 29);
    fill(queue, 'quiet', 1);
    expect(groupsOf(take(queue, 30))).toEqual([...Array(29).fill('loud'), 'quiet']);
  });

  it('lets quiet groups, and messages without one, go before a noisy group', () => {
    const queue = new World().queue('orders');
    fill(queue, 'loud', 40);
    fill(queue, 'quiet', 1);
    fill(queue, undefined, 1);
    take(queue, 30);
    expect(groupsOf(take(queue, 3))).toEqual(['quiet', undefined, 'loud']);
  });

  it('gives every message once, however noisy its group', () => {
    const queue = new World().queue('orders');
    fill(queue, 'loud', 50);
    const bodies = take(queue, 100).map(({ message }) => message.body);
    expect(bodies).toEqual(Array.from({ length: 50 }, (_, index) => `loud ${index}`));
  });

  it('takes a group for quiet again when its share in flight is small', () => {
    const queue = new World().queue('orders');
    fill(queue, 'loud', 33);
    const first = take(queue, 30);
    fill(queue, 'quiet', 2);
    // The first of the noisy group is set aside now, and comes back before what was sent later.
    expect(groupsOf(take(queue, 1))).toEqual(['quiet']);
    for (const received of first.slice(0, 5)) queue.delete(received);
    expect(groupsOf(take(queue, 4))).toEqual(['loud', 'loud', 'loud', 'quiet']);
  });

  it('knows no noise among fewer than a tenth of all in flight', () => {
    const queue = new World().queue('orders');
    for (let group = 0; group < 11; group += 1) fill(queue, `g${group}`, 30);
    take(queue, 330);
    fill(queue, 'g0', 1);
    fill(queue, 'g1', 1);
    expect(groupsOf(take(queue, 2))).toEqual(['g0', 'g1']);
  });

  it('gives of several noisy groups that with the fewest in flight first', () => {
    const queue = new World().queue('orders');
    fill(queue, 'louder', 40);
    fill(queue, 'loud', 32);
    take(queue, 60);
    const inTurn = ['louder', 'loud', 'louder', 'loud'];
    expect(groupsOf(take(queue, 20))).toEqual([...inTurn, ...Array(8).fill('louder')]);
  });

  it('passes over what was set aside and has expired', async () => {
    const world = new World();
    const queue = world.queue('orders', { MessageRetentionPeriod: 60, VisibilityTimeout: 600 });
    fill(queue, 'loud', 31);
    await world.pass(30_000);
    fill(queue, 'noise', 31);
    take(queue, 60);
    expect(queue.depth().visible).toBe(2);
    await world.pass(30_000);
    expect(queue.depth().visible).toBe(1);
    expect(groupsOf(take(queue, 2))).toEqual(['noise']);
  });

  it('drops what was set aside when it is purged', () => {
    const queue = new World().queue('orders');
    fill(queue, 'loud', 40);
    take(queue, 31);
    queue.purge();
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(take(queue, 1)).toEqual([]);
  });
});

describe('the group of a message to a standard queue', () => {
  const setUp = () => {
    const world = new World({ conduct: 'server' });
    const QueueUrl = world.queue('orders').settings.url;
    const send = (MessageGroupId: string): Promise<never> =>
      world.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', MessageGroupId }));
    return { world, QueueUrl, send };
  };

  it('is told at the receive', async () => {
    const { world, QueueUrl, send } = setUp();
    await send('g');
    const asked = { QueueUrl, MessageSystemAttributeNames: ['MessageGroupId' as const] };
    expect(await world.client.send(new ReceiveMessageCommand(asked))).toMatchObject({
      Messages: [{ Attributes: { MessageGroupId: 'g' } }],
    });
  });

  it.each(['', 'with space', 'g'.repeat(129)])('is refused as %j', async (group) => {
    await expect(setUp().send(group)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('1 to 128 in length.'),
    });
  });
});
