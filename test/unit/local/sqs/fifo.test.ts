import { describe, expect, it } from 'vitest';
import { START_MS, World } from '../cloud/world.ts';

type Queue = ReturnType<World['queue']>;

function fifo(world: World, properties: Record<string, unknown> = {}): Queue {
  return world.queue('orders.fifo', { FifoQueue: true, VisibilityTimeout: 10, ...properties });
}

function send(queue: Queue, groupId: string, body: string): { id: string } {
  return queue.send({ body, senderId: 'test', groupId, deduplicationId: body });
}

function bodies(queue: Queue, limit = 10): string[] {
  return queue.receive(limit).map(({ message }) => message.body);
}

describe('a FIFO queue', () => {
  it('gives the messages of a group in order, several in one receive', () => {
    const queue = fifo(new World());
    for (const body of ['a1', 'a2', 'a3']) send(queue, 'a', body);
    expect(bodies(queue, 2)).toEqual(['a1', 'a2']);
  });

  it('blocks a group while one of its messages is in flight, and no other group', () => {
    const queue = fifo(new World());
    for (const body of ['a1', 'a2']) send(queue, 'a', body);
    send(queue, 'b', 'b1');
    const [first] = queue.receive(1);
    expect(bodies(queue)).toEqual(['b1']);
    queue.delete(first!);
    expect(bodies(queue)).toEqual(['a2']);
  });

  it('gives a message back in its place when its visibility is over', async () => {
    const world = new World();
    const queue = fifo(world);
    for (const body of ['a1', 'a2', 'a3']) send(queue, 'a', body);
    expect(bodies(queue, 2)).toEqual(['a1', 'a2']);
    await world.pass(10_000);
    expect(bodies(queue)).toEqual(['a1', 'a2', 'a3']);
  });

  it('takes a message once within five minutes, and again after', async () => {
    const world = new World();
    const queue = fifo(world);
    const first = send(queue, 'a', 'once');
    await world.pass(5 * 60_000 - 1);
    expect(send(queue, 'a', 'once').id).toBe(first.id);
    await world.pass(1);
    expect(send(queue, 'a', 'once').id).not.toBe(first.id);
    expect(queue.depth().visible).toBe(2);
  });

  it('forgets at a purge what it was sent', () => {
    const queue = fifo(new World());
    const first = send(queue, 'a', 'once');
    queue.purge();
    expect(send(queue, 'a', 'once').id).not.toBe(first.id);
    expect(bodies(queue)).toEqual(['once']);
  });

  it('tells repeats by content if it is set so', () => {
    const queue = fifo(new World(), { ContentBasedDeduplication: true });
    for (const body of ['same', 'same', 'other']) {
      queue.send({ body, senderId: 'test', groupId: 'a' });
    }
    expect(bodies(queue)).toEqual(['same', 'other']);
  });

  it('tells repeats within a group only if its scope is the group', () => {
    const queue = fifo(new World(), { DeduplicationScope: 'messageGroup' });
    send(queue, 'a', 'same');
    send(queue, 'b', 'same');
    expect(queue.depth().visible).toBe(2);
  });

  it('refuses to delete by a receipt that has expired', async () => {
    const world = new World();
    const queue = fifo(world);
    send(queue, 'a', 'a1');
    const [received] = queue.receive(1);
    await world.pass(10_000);
    expect(() => queue.delete(received!)).toThrow(
      /^Value AQEB\S+ for parameter ReceiptHandle is invalid\. Reason: The receipt handle has expired\.$/,
    );
    queue.receive(1);
    expect(() => queue.delete(received!)).toThrow(/expired/);
  });

  it('counts retention anew in its dead-letter queue and knows the message by its id there', async () => {
    const world = new World();
    const dead = world.queue('dead.fifo', { FifoQueue: true });
    const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount: 1 };
    const queue = fifo(world, { RedrivePolicy });
    const { id } = send(queue, 'a', 'a1');
    send(queue, 'a', 'a2');
    queue.receive(1);
    await world.pass(10_000);
    expect(bodies(queue, 1)).toEqual(['a2']);
    const [buried] = dead.receive(1);
    expect(buried?.message).toMatchObject({ sentMs: START_MS + 10_000, deduplicationId: id });
  });
});

describe('a message of a FIFO group that is kept invisible longer', () => {
  it('lets those before it come back at their own time, and keeps those after it', async () => {
    const world = new World();
    const queue = fifo(world);
    for (const body of ['a1', 'a2', 'a3', 'a4']) send(queue, 'a', body);
    const [, second] = queue.receive(2);
    queue.changeVisibility(second!, 60_000);
    await world.pass(10_000);
    expect(bodies(queue)).toEqual(['a1']);
    expect(bodies(queue)).toEqual([]);
    await world.pass(50_000);
    expect(bodies(queue)).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('blocks what follows it also once those before it are done with', async () => {
    const world = new World();
    const queue = fifo(world);
    for (const body of ['a1', 'a2', 'a3']) send(queue, 'a', body);
    send(queue, 'b', 'b1');
    const [first, second] = queue.receive(2);
    queue.changeVisibility(second!, 60_000);
    queue.delete(first!);
    expect(bodies(queue)).toEqual(['b1']);
    queue.delete(second!);
    expect(bodies(queue)).toEqual(['a3']);
  });
});
