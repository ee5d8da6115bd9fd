import { ListConnectionsCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { TargetSpec } from '../../../../local/eventbridge/rule-target.ts';
import type { Conduct } from '../../../../local/foundation.ts';
import { World } from './world.ts';

type Trouble = (world: World) => unknown;

/** A rule of everything of the shop, to one queue. */
function rule(world: World, name: string, target: Partial<TargetSpec> = {}) {
  const queue = world.queue(name);
  world.openToRules(queue);
  const arn = world.arn('events', `rule/${name}`);
  const settings = { name, arn, enabled: true, pattern: { source: ['shop'] }, schedule: undefined };
  world.engines.eventbridge.createRule(undefined, settings, [
    { Id: name, Arn: queue.settings.arn, ...target },
  ]);
  return queue;
}

function put(world: World): Promise<unknown> {
  const Entries = [{ Source: 'shop', DetailType: 'Placed', Detail: '{"order":1}' }];
  return world.client.send(new PutEventsCommand({ Entries }));
}

/** A queue of one message for a function that answers its batch with this. */
function batch(world: World, answer: () => unknown) {
  const queue = world.queue('work');
  const worker = world.function('worker', async () => answer());
  world.mapping(queue.settings.arn, worker, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
  queue.send({ body: 'one', senderId: 'test' });
  return queue;
}

/** What breaks a promise, and what the cloud says of it. */
const troubles: readonly [string, Trouble, RegExp][] = [
  [
    'a task that throws',
    ({ engines }) =>
      engines.scheduler.after(0, () => {
        throw new Error('a task broke');
      }),
    /^Error: a task broke\n {4}at /,
  ],
  [
    'a batch that is answered with another object',
    (world) => batch(world, () => ({ statusCode: 200, body: 'ok' })),
    /^BatchResponseError: worker answered a batch with { statusCode, body } instead/,
  ],
  [
    'an event without the part that a target wants',
    (world) => {
      rule(world, 'parcels', { InputPath: '$.detail.parcel' });
      return put(world);
    },
    /^TargetInputError: InputPath \$\.detail\.parcel selects nothing of the event$/,
  ],
  [
    'a function that calls what is not simulated',
    (world) => {
      const caller = world.functionOf('caller', {
        start:
          ({ client }) =>
          () =>
            client.send(new ListConnectionsCommand({})),
      });
      return caller.invoke({});
    },
    /^NotSimulatedError: not simulated: operation eventbridge:ListConnections$/,
  ],
  [
    'an event that a queue does not let in',
    (world) => {
      const queue = rule(world, 'closed');
      world.engines.iam.setResourcePolicy(queue.settings.arn, { Statement: [] });
      return put(world);
    },
    /^AccessDenied\w*: User: events\.amazonaws\.com is not authorized to perform: sqs:SendMessage/,
  ],
];

async function worldWith(trouble: Trouble, conduct: Conduct): Promise<World> {
  const world = new World({ conduct });
  await trouble(world);
  return world;
}

describe.each(troubles)('%s', (_what, trouble, message) => {
  it('ends a run', async () => {
    const world = await worldWith(trouble, 'run');
    await expect(world.drain()).rejects.toThrow(Error);
  });

  it('is a line in the log of a server, which goes on', async () => {
    const world = await worldWith(trouble, 'server');
    await world.drain();
    expect(world.troubles).toEqual([expect.stringMatching(message)]);
    const others = rule(world, 'others');
    await put(world);
    await world.drain();
    expect(others.visible).toBe(1);
  });
});

describe('a server', () => {
  it('takes a batch response without batchItemFailures for success, as AWS does', async () => {
    const world = new World({ conduct: 'server' });
    const queue = batch(world, () => ({ statusCode: 200, body: 'ok' }));
    await world.drain();
    expect(queue.depth()).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it('tells a trouble once, however often it comes back', async () => {
    const world = new World({ conduct: 'server' });
    rule(world, 'parcels', { InputPath: '$.detail.parcel' });
    for (let count = 0; count < 3; count += 1) await put(world);
    await world.drain();
    expect(world.troubles).toHaveLength(1);
  });

  it.each<[string, unknown, RegExp]>([
    ['an object that has no text', Object.create(null), /^\[object Object\]$/],
    ['nothing', undefined, /^undefined$/],
    ['a very long text', 'a'.repeat(1_000_000), /^a{8000}$/],
  ])('tells of a task that throws %s', async (_what, thrown, line) => {
    const world = new World({ conduct: 'server' });
    world.engines.scheduler.after(0, () => {
      throw thrown;
    });
    await world.drain();
    expect(world.troubles).toEqual([expect.stringMatching(line)]);
  });

  it('sends an event that does not fit its target to the dead-letter queue of the target', async () => {
    const world = new World({ conduct: 'server' });
    const dead = world.queue('dead');
    world.openToRules(dead);
    rule(world, 'parcels', {
      InputPath: '$.detail.parcel',
      DeadLetterConfig: { Arn: dead.settings.arn },
    });
    await put(world);
    await world.drain();
    const [received] = dead.receive(1);
    expect(received?.message.attributes).toMatchObject({
      ERROR_CODE: { StringValue: 'INVALID_PARAMETER' },
    });
  });

  it('reports what a function threw, whatever it was', async () => {
    const world = new World({ conduct: 'server' });
    const thrower = world.function('thrower', async () => {
      throw Object.create(null);
    });
    const outcome = await thrower.invoke({});
    expect(outcome).toMatchObject({ error: { errorMessage: '[object Object]' } });
    expect(world.troubles).toEqual([]);
  });
});
