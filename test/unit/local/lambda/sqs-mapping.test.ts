import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { FunctionSettings } from '../../../../local/lambda/lambda-function.ts';
import { World } from '../cloud/world.ts';

type Answer = (bodies: string[], event: SQSEvent, world: World) => unknown;

interface SetUp {
  answer?: Answer;
  queue?: Record<string, unknown>;
  mapping?: Record<string, unknown>;
  settings?: Partial<FunctionSettings>;
  world?: World;
}

function setUp({ answer = () => undefined, settings = {}, ...given }: SetUp = {}) {
  const world = given.world ?? new World();
  const dead = world.queue('dead');
  const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount: 2 };
  const queue = world.queue('orders', { VisibilityTimeout: 60, RedrivePolicy, ...given.queue });
  const batches: string[][] = [];
  const events: SQSEvent[] = [];
  const target = world.function(
    'consumer',
    async (event) => {
      const bodies = (event as SQSEvent).Records.map(({ body }) => body);
      batches.push(bodies);
      events.push(event as SQSEvent);
      return answer(bodies, event as SQSEvent, world);
    },
    settings,
  );
  const mapping = world.mapping(queue.settings.arn, target, {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...given.mapping,
  });
  const send = (...bodies: string[]): void => {
    for (const body of bodies) queue.send({ body, senderId: 'test' });
  };
  return { world, dead, queue, target, mapping, batches, events, send };
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `m${index}`);

const failing = (...bodies: string[]): Answer => {
  return (_bodies, { Records }) => ({
    batchItemFailures: Records.filter(({ body }) => bodies.includes(body)).map(
      ({ messageId: itemIdentifier }) => ({ itemIdentifier }),
    ),
  });
};

describe('an event source mapping on a queue', () => {
  it('hands messages over in batches and deletes what was handled', async () => {
    const { world, queue, batches, send } = setUp();
    send(...numbered(23));
    await world.drain();
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(world.elapsedMs).toBe(0);
  });

  it('is billed for its requests, under its own name', async () => {
    const { world, send } = setUp();
    send(...numbered(20));
    await world.drain();
    expect(Object.fromEntries(world.engines.meters.of('mapping:consumer').calls)).toEqual({
      'sqs:ReceiveMessage': 2,
      'sqs:DeleteMessageBatch': 2,
    });
  });

  it('gives each record the shape that Lambda gives it', async () => {
    const { world, queue, events } = setUp();
    queue.send({
      body: 'hello',
      senderId: 'someone',
      traceHeader: 'Root=1-a',
      attributes: {
        kind: { DataType: 'String', StringValue: 'greeting' },
        bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2) },
      },
    });
    await world.drain();
    const [record] = events[0]!.Records;
    expect(record).toEqual({
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1767225600000',
        SenderId: 'someone',
        ApproximateFirstReceiveTimestamp: '1767225600000',
        AWSTraceHeader: 'Root=1-a',
      },
      messageAttributes: {
        kind: {
          stringValue: 'greeting',
          stringListValues: [],
          binaryListValues: [],
          dataType: 'String',
        },
        bytes: {
          binaryValue: 'AQI=',
          stringListValues: [],
          binaryListValues: [],
          dataType: 'Binary',
        },
      },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: queue.settings.arn,
      awsRegion: 'eu-west-1',
    });
    expect(JSON.parse(JSON.stringify(record)).md5OfBody).toBe('5d41402abc4b2a76b9719d911017c592');
  });

  it('leaves what failed invisible until its timeout, and in the dead-letter queue in the end', async () => {
    const { world, dead, queue, batches, send } = setUp({ answer: failing('m1') });
    send('m0', 'm1', 'm2');
    await world.drain();
    expect(batches).toEqual([['m0', 'm1', 'm2'], ['m1']]);
    expect(world.elapsedMs).toBe(120_000);
    expect(queue.depth().visible).toBe(0);
    expect(dead.receive(1)[0]?.message.body).toBe('m1');
  });

  it('leaves the whole batch if the function throws', async () => {
    const { world, dead, batches, send } = setUp({
      answer: () => {
        throw new Error('broken');
      },
    });
    send('m0', 'm1');
    await world.drain();
    expect(batches).toHaveLength(2);
    expect(dead.visible).toBe(2);
  });

  it('leaves the whole batch if the response names a message that is not in it', async () => {
    const { world, dead, send } = setUp({
      answer: () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] }),
    });
    send('m0', 'm1');
    await world.drain();
    expect(dead.visible).toBe(2);
  });

  it('ends the run at a response whose failures AWS would overlook', async () => {
    const { world, send } = setUp({ answer: () => ({ batchItemFailure: [] }) });
    send('m0');
    await expect(world.drain()).rejects.toMatchObject({ name: 'BatchResponseError' });
  });

  it('takes any answer for success if the function does not report failures', async () => {
    const { world, dead, queue, send } = setUp({
      answer: () => ({ failures: ['m0'] }),
      mapping: { FunctionResponseTypes: [] },
    });
    send('m0');
    await world.drain();
    expect([queue.visible, dead.visible]).toEqual([0, 0]);
  });

  it('has the function end at its timeout, and ignores what it says later', async () => {
    const { world, dead, batches, send } = setUp({
      settings: { timeoutMs: 5000 },
      answer: async (_bodies, _event, { engines }) => {
        await engines.scheduler.sleep(6000);
        return { batchItemFailures: [] };
      },
    });
    send('m0');
    await world.drain();
    expect(batches).toHaveLength(2);
    expect(dead.visible).toBe(1);
    expect(world.facts).toContain('lambda.ended consumer Sandbox.Timedout');
  });

  it('starts with five batches at once, and adds five a second while there is a backlog', async () => {
    let running = 0;
    let most = 0;
    const { world, send } = setUp({
      answer: async (_bodies, _event, { engines }) => {
        running += 1;
        most = Math.max(most, running);
        await engines.scheduler.sleep(900);
        running -= 1;
      },
    });
    send(...numbered(100));
    await world.pass(899);
    expect(most).toBe(5);
    send(...numbered(300));
    await world.drain();
    expect(most).toBeGreaterThan(5);
  });

  it('keeps to its maximum concurrency', async () => {
    let running = 0;
    let most = 0;
    const { world, send, batches } = setUp({
      mapping: { ScalingConfig: { MaximumConcurrency: 2 } },
      answer: async (_bodies, _event, { engines }) => {
        running += 1;
        most = Math.max(most, running);
        await engines.scheduler.sleep(3000);
        running -= 1;
      },
    });
    send(...numbered(80));
    await world.drain();
    expect(most).toBe(2);
    expect(batches).toHaveLength(8);
    expect(world.elapsedMs).toBe(12_000);
  });

  it('tries a throttled batch again until its messages return to the queue', async () => {
    const { world, target, send, batches } = setUp({ settings: { reservedConcurrency: 1 } });
    const blocking = target.invoke({ Records: [] });
    send('m0');
    await blocking;
    await world.drain();
    expect(batches).toEqual([[], ['m0']]);
    expect(world.elapsedMs).toBeLessThan(2000);
  });

  it('gives up a batch that stays throttled when its visibility is over', async () => {
    const { world, send, batches, dead } = setUp({ settings: { reservedConcurrency: 0 } });
    send('m0');
    await world.drain();
    expect(batches).toEqual([]);
    expect(dead.visible).toBe(1);
    expect(world.elapsedMs).toBeGreaterThanOrEqual(120_000);
  });

  it('collects a batch until its window is over', async () => {
    const { world, send, batches } = setUp({
      mapping: { BatchSize: 100, MaximumBatchingWindowInSeconds: 5 },
    });
    send(...numbered(3));
    await world.pass(4999);
    send('late');
    expect(batches).toEqual([]);
    await world.drain();
    expect(batches).toEqual([['m0', 'm1', 'm2', 'late']]);
    expect(world.elapsedMs).toBe(5000);
  });

  it('hands a full batch over before its window is over', async () => {
    const { world, send, batches } = setUp({
      mapping: { BatchSize: 20, MaximumBatchingWindowInSeconds: 5 },
    });
    send(...numbered(25));
    await world.pass(1);
    expect(batches.map(({ length }) => length)).toEqual([20]);
    await world.drain();
    expect(batches.map(({ length }) => length)).toEqual([20, 5]);
  });

  it('deletes what its filters do not let through, without calling the function', async () => {
    const Filters = [{ Pattern: JSON.stringify({ body: { kind: ['wanted'] } }) }];
    const { world, queue, send, batches } = setUp({ mapping: { FilterCriteria: { Filters } } });
    send('{"kind":"wanted"}', '{"kind":"other"}', 'not JSON');
    await world.drain();
    expect(batches).toEqual([['{"kind":"wanted"}']]);
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('filters plain text by plain strings', async () => {
    const Filters = [{ Pattern: JSON.stringify({ body: ['wanted'] }) }];
    const { world, send, batches } = setUp({ mapping: { FilterCriteria: { Filters } } });
    send('wanted', 'other', '{"wanted":1}');
    await world.drain();
    expect(batches).toEqual([['wanted']]);
  });

  it('leaves messages alone while it is disabled, and takes them when enabled', async () => {
    const { world, queue, mapping, send, batches } = setUp();
    mapping.disable();
    send('m0');
    await world.drain();
    expect(queue.visible).toBe(1);
    mapping.enable();
    await world.drain();
    expect(batches).toEqual([['m0']]);
  });

  it('keeps the order of a group on a FIFO queue, whatever fails', async () => {
    const world = new World();
    const queue = world.queue('orders.fifo', { FifoQueue: true, VisibilityTimeout: 60 });
    const seen: string[] = [];
    const target = world.function('consumer', async (event) => {
      const { Records } = event as SQSEvent;
      const first = Records[0]!;
      if (first.attributes.ApproximateReceiveCount === '1') throw new Error('once');
      seen.push(...Records.map(({ body }) => body));
    });
    world.mapping(queue.settings.arn, target, { BatchSize: 2 });
    for (const body of numbered(4)) {
      queue.send({ body, senderId: 'test', groupId: 'g', deduplicationId: body });
    }
    await world.drain();
    expect(seen).toEqual(numbered(4));
  });

  it.each([
    [
      'a batch above 10 without a window',
      { BatchSize: 11 },
      /batch window in seconds must be greater than 0/,
    ],
    ['a batch above 10,000', { BatchSize: 10_001 }, /'batchSize' .* less than or equal to 10000/],
    ['a window above 300 s', { MaximumBatchingWindowInSeconds: 301 }, /less than or equal to 300/],
    [
      'a concurrency of 1',
      { ScalingConfig: { MaximumConcurrency: 1 } },
      /greater than or equal to 2/,
    ],
    [
      'a failure destination',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:1:dead' } } },
      /Unsupported DestinationConfig/,
    ],
  ])('refuses %s', (_what, mapping, message) => {
    expect(() => setUp({ mapping })).toThrow(message);
  });

  it('refuses a function timeout above the visibility timeout', () => {
    expect(() => setUp({ settings: { timeoutMs: 61_000 } })).toThrow(
      'Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds',
    );
  });

  it('refuses a role that may not read the queue, by action, queue and role', () => {
    const world = new World();
    const queue = world.queue('orders');
    const roleArn = world.role('narrow', [
      { Action: ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'], Resource: queue.settings.arn },
    ]);
    const target = world.function('consumer', async () => undefined, { roleArn });
    expect(() => world.mapping(queue.settings.arn, target)).toThrow(
      /assumed-role\/narrow\/consumer is not authorized to perform: sqs:DeleteMessage on resource: arn:aws:sqs:eu-west-1:111122223333:orders/,
    );
  });
});
