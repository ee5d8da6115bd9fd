import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { namesOf } from '../../../lib/names.ts';
import { virtualTime } from '../../../local/scheduler.ts';
import { replayAndRepublish } from '../../../ops/verify.ts';
import { arnOfQueue } from '../../../simulation/queues.ts';
import { OrderRun } from '../../../simulation/run/order-run.ts';
import { createWorld, type World } from '../../../simulation/world.ts';

/** What a second delivery comes to in a world of one order, where something happens at its first event. */
async function verified(meanwhile: (world: World) => Promise<unknown>) {
  const time = virtualTime(Date.UTC(2026, 0, 1));
  const world = await createWorld({ time, seed: 1, latency: 'none' });
  const run = new OrderRun(world);
  const order = { customerId: '4', date: '1997-01-01', sku: 'CD-1467', quantity: 1 };
  await run.place(
    (async function* () {
      yield { line: 1, order: { ...order, unitPrice: 1_467, fileTotal: 1_467 } };
    })(),
  );
  const before = await run.settle();
  let begun: Promise<unknown> | undefined;
  world.watch(() => {
    begun ??= meanwhile(world);
  });
  const result = await replayAndRepublish(world, before);
  await begun;
  await world.stop();
  return result;
}

const names = namesOf('local');

/** Puts a message that nobody reads into a consumer's DLQ. */
function letter({ client, cloud }: World): Promise<unknown> {
  const dlq = names.dlq('inventory', 'reserve-stock');
  const { url } = cloud.engines.sqs.queueByArn(arnOfQueue(dlq)).settings;
  return client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'lost' }));
}

/** Writes an item that was not there into a table of stock. */
function item({ client }: World): Promise<unknown> {
  const Item = { pk: { S: 'stock#new' }, received: { N: '3' }, available: { N: '3' } };
  return client.send(new PutItemCommand({ TableName: names.table('inventory', 'stock'), Item }));
}

describe('a second delivery of everything', () => {
  it('changes nothing where the platform holds what it promises', async () => {
    const { replayed, republished, changes } = await verified(async () => {});
    expect(changes).toEqual([]);
    expect(Math.min(replayed, republished)).toBeGreaterThan(4);
  });

  it('has changed something where a message went to a DLQ', async () => {
    expect((await verified(letter)).changes).toEqual(['DLQs held 0 messages, hold 1']);
  });

  it('has changed something where an item is there that was not, and figures with it', async () => {
    const { changes } = await verified(item);
    expect(changes).toEqual([
      expect.stringMatching(/^stock was \{.*\}, is \{.*\}$/),
      expect.stringMatching(/^inventory\/stock stock#new {2}was absent, is \{/),
    ]);
  });
});
