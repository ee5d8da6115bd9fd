import { describe, expect, it } from 'vitest';
import { START_MS, World } from '../cloud/world.ts';

const MINUTE_MS = 60_000;

function send(queue: ReturnType<World['queue']>, ...bodies: string[]): void {
  for (const body of bodies) queue.send({ body, senderId: 'test' });
}

function bodies(queue: ReturnType<World['queue']>, limit = 10): string[] {
  return queue.receive(limit).map(({ message }) => message.body);
}

describe('a queue', () => {
  it('hands messages out in order and hides them until their visibility timeout is over', async () => {
    const world = new World();
    const queue = world.queue('orders', { VisibilityTimeout: 30 });
    send(queue, 'a', 'b', 'c');
    expect(bodies(queue, 2)).toEqual(['a', 'b']);
    expect(queue.depth()).toEqual({ visible: 1, inFlight: 2, delayed: 0 });
    await world.pass(29_999);
    expect(bodies(queue)).toEqual(['c']);
    await world.pass(1);
    expect(bodies(queue)).toEqual(['a', 'b']);
  });

  it('counts receives and keeps the time of the first', async () => {
    const world = new World();
    const queue = world.queue('orders', { VisibilityTimeout: 5 });
    send(queue, 'a');
    queue.receive(1);
    await world.pass(5000);
    const [received] = queue.receive(1);
    expect(received).toMatchObject({ receive: 2, message: { receiveCount: 2 } });
    expect(received?.message.firstReceivedMs).toBe(START_MS);
  });

  it('deletes by receipt, but not by the receipt of an earlier receive', async () => {
    const world = new World();
    const queue = world.queue('orders', { VisibilityTimeout: 5 });
    send(queue, 'a');
    const [first] = queue.receive(1);
    await world.pass(5000);
    const [second] = queue.receive(1);
    queue.delete(first!);
    expect(queue.depth().inFlight).toBe(1);
    queue.delete(second!);
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('deletes by the latest receipt even when the message is visible again', async () => {
    const world = new World();
    const queue = world.queue('orders', { VisibilityTimeout: 5 });
    send(queue, 'a', 'b');
    const [first] = queue.receive(1);
    await world.pass(5000);
    queue.delete(first!);
    expect(bodies(queue)).toEqual(['b']);
  });

  it('gives a message back at once when its visibility is set to zero', () => {
    const queue = new World().queue('orders');
    send(queue, 'a');
    queue.changeVisibility(queue.receive(1)[0]!, 0);
    expect(bodies(queue)).toEqual(['a']);
  });

  it('counts a changed visibility from now', async () => {
    const world = new World();
    const queue = world.queue('orders', { VisibilityTimeout: 10 });
    send(queue, 'a');
    const [received] = queue.receive(1);
    await world.pass(9000);
    queue.changeVisibility(received!, 10_000);
    await world.pass(9999);
    expect(queue.depth().visible).toBe(0);
    await world.pass(1);
    expect(queue.depth().visible).toBe(1);
  });

  it('does nothing to the visibility of a message that is visible again', async () => {
    const world = new World();
    const queue = world.queue('orders', { VisibilityTimeout: 1 });
    send(queue, 'a');
    const [received] = queue.receive(1);
    await world.pass(1000);
    queue.changeVisibility(received!, 5);
    expect(queue.depth()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  });

  it('changes the visibility of a message that was received again, by the earlier receipt too', async () => {
    const world = new World();
    const queue = world.queue('orders', { VisibilityTimeout: 1 });
    send(queue, 'a');
    const [first] = queue.receive(1);
    await world.pass(1000);
    queue.receive(1);
    queue.changeVisibility(first!, 5_000);
    await world.pass(4_999);
    expect(queue.visible).toBe(0);
    await world.pass(1);
    expect(queue.visible).toBe(1);
  });

  it('refuses to change the visibility of a message that is gone', () => {
    const queue = new World().queue('orders');
    send(queue, 'a');
    const [only] = queue.receive(1);
    queue.delete(only!);
    expect(() => queue.changeVisibility(only!, 5)).toThrow(/does not exist or is not available/);
  });

  it('keeps a message in flight for twelve hours after a receive, and not longer', async () => {
    const world = new World();
    const queue = world.queue('orders', { VisibilityTimeout: 43_200 });
    send(queue, 'a');
    const [first] = queue.receive(1);
    queue.changeVisibility(first!, 43_200_000);
    await world.pass(1000);
    queue.changeVisibility(first!, 43_199_000);
    expect(() => queue.changeVisibility(first!, 43_200_000)).toThrow(
      'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    );
    queue.changeVisibility(first!, 0);
    const [second] = queue.receive(1);
    queue.changeVisibility(second!, 43_200_000);
    expect(queue.inFlight).toBe(1);
  });

  it('delays messages by its own delay, or by theirs', async () => {
    const world = new World();
    const queue = world.queue('orders', { DelaySeconds: 5 });
    send(queue, 'a');
    queue.send({ body: 'b', senderId: 'test', delayMs: 1000 });
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 2 });
    await world.pass(1000);
    expect(bodies(queue)).toEqual(['b']);
    await world.pass(4000);
    expect(bodies(queue)).toEqual(['a']);
  });

  it('drops messages at the end of their retention, and not before', async () => {
    const world = new World();
    const queue = world.queue('orders', { MessageRetentionPeriod: 60 });
    send(queue, 'a');
    await world.pass(MINUTE_MS - 1);
    expect(queue.depth().visible).toBe(1);
    await world.pass(1);
    expect(bodies(queue)).toEqual([]);
    expect(queue.depth().visible).toBe(0);
  });

  it('lets nothing that waits for nobody keep a run from ending', async () => {
    const world = new World();
    const queue = world.queue('dead', { DelaySeconds: 60 });
    send(queue, 'a');
    await world.drain();
    expect(world.elapsedMs).toBe(0);
  });

  it('empties at a purge, in flight and delayed included', () => {
    const queue = new World().queue('orders');
    send(queue, 'a', 'b');
    queue.receive(1);
    queue.send({ body: 'c', senderId: 'test', delayMs: 1000 });
    queue.purge();
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('keeps its order when many messages pass through', () => {
    const queue = new World().queue('orders');
    const sent = Array.from({ length: 5000 }, (_, index) => String(index));
    send(queue, ...sent);
    const received: string[] = [];
    while (queue.visible > 0) received.push(...bodies(queue, 7));
    expect(received).toEqual(sent);
  });
});

describe('a redrive policy', () => {
  const redriven = (world: World, maxReceiveCount: number) => {
    const dead = world.queue('dead');
    const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount };
    return { dead, queue: world.queue('orders', { VisibilityTimeout: 1, RedrivePolicy }) };
  };

  it('moves a message at the receive after the last permitted one', async () => {
    const world = new World();
    const { dead, queue } = redriven(world, 2);
    send(queue, 'a');
    for (let receive = 1; receive <= 2; receive += 1) {
      expect(bodies(queue)).toEqual(['a']);
      await world.pass(1000);
      expect(dead.visible).toBe(0);
    }
    expect(bodies(queue)).toEqual([]);
    expect(bodies(dead)).toEqual(['a']);
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('keeps the id, the time of sending and the number of receives, and says where it came from', async () => {
    const world = new World();
    const { dead, queue } = redriven(world, 1);
    send(queue, 'a');
    const [received] = queue.receive(1);
    await world.pass(1000);
    queue.receive(1);
    const [buried] = dead.receive(1);
    expect(buried).toMatchObject({
      messageId: received?.messageId,
      receive: 2,
      message: { sentMs: START_MS, deadLetterSourceArn: queue.settings.arn },
    });
  });

  it('is refused if the dead-letter queue does not exist', () => {
    const world = new World();
    const RedrivePolicy = { deadLetterTargetArn: world.arn('sqs', 'none'), maxReceiveCount: 1 };
    expect(() => world.queue('orders', { RedrivePolicy })).toThrow(
      /Dead letter target does not exist/,
    );
  });

  it('keeps a message whose dead-letter queue is gone, and hands it out again', async () => {
    const world = new World();
    const { dead, queue } = redriven(world, 1);
    send(queue, 'a');
    queue.receive(1);
    world.engines.sqs.delete(dead);
    await world.pass(1000);
    expect(bodies(queue)).toEqual(['a']);
  });

  it.each([
    [{ redrivePermission: 'denyAll' }, false],
    [
      {
        redrivePermission: 'byQueue',
        sourceQueueArns: ['arn:aws:sqs:eu-west-1:111122223333:other'],
      },
      false,
    ],
    [
      {
        redrivePermission: 'byQueue',
        sourceQueueArns: ['arn:aws:sqs:eu-west-1:111122223333:orders'],
      },
      true,
    ],
    [{ redrivePermission: 'allowAll' }, true],
  ])('follows the redrive allow policy %j', (RedriveAllowPolicy, allowed) => {
    const world = new World();
    const dead = world.queue('dead', { RedriveAllowPolicy });
    const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount: 1 };
    const create = () => world.queue('orders', { RedrivePolicy });
    if (allowed) expect(create().name).toBe('orders');
    else expect(create).toThrow(/does not allow/);
  });

  it('is refused between queues of different kinds', () => {
    const world = new World();
    const dead = world.queue('dead.fifo', { FifoQueue: true });
    const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount: 1 };
    expect(() => world.queue('orders', { RedrivePolicy })).toThrow(/same type/);
  });
});

describe('queue settings', () => {
  it.each([
    ['VisibilityTimeout', 43_200],
    ['DelaySeconds', 900],
    ['MessageRetentionPeriod', 1_209_600],
    ['MaximumMessageSize', 1_048_576],
    ['ReceiveMessageWaitTimeSeconds', 20],
  ])('take %s up to %d and refuse one more', (name, maximum) => {
    const world = new World();
    expect(world.queue('at', { [name]: maximum }).name).toBe('at');
    expect(() => world.queue('past', { [name]: maximum + 1 })).toThrow(
      expect.objectContaining({ name: 'InvalidAttributeValue' }),
    );
  });
});
