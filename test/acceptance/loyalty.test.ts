import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { namesOf } from '../../lib/names.ts';
import { replayAndRepublish } from '../../ops/verify.ts';
import { readBooks } from '../../simulation/books.ts';
import { loyalty } from '../fixtures/loyalty/service.ts';
import { busEvent } from '../support/events.ts';
import { Platform } from './platform.ts';

let platform: Platform;
let fulfilled: string[];

beforeAll(async () => {
  platform = await Platform.start({ extraServices: [loyalty] });
  await platform.stock('POINTS-1', 100);
  fulfilled = [await platform.place('POINTS-1'), await platform.place('POINTS-1', 3)];
  await platform.place('POINTS-1', 1, 'tok_declined');
  await platform.cancel(await platform.place('POINTS-1'));
  await platform.drain();
});

/** Each order that has points, with how many. */
const points = async (): Promise<[string, unknown][]> =>
  (await platform.items('loyalty', 'points')).map((item) => [String(item.orderId), item.points]);

const tenEach = (orderIds: readonly string[]): [string, number][] =>
  orderIds.map((orderId) => [orderId, 10]);

const sorted = <T>(rows: [string, T][]) =>
  rows.toSorted(([one], [other]) => (one < other ? -1 : 1));

/** The message in which a rule has put the event that an order was fulfilled. */
function fulfilment(orderId: string): string {
  const isIt = OrderFulfilled.is;
  return busEvent(platform.events.filter(isIt).find(({ data }) => data.orderId === orderId)!);
}

describe('a service that somebody adds', () => {
  it('counts points once for each fulfilled order, and for no other', async () => {
    expect(sorted(await points())).toEqual(sorted(tenEach(fulfilled)));
    expect(platform.deadLetterCount()).toBe(0);
  });

  it('counts nothing again when its queue gets the event twice more', async () => {
    const message = fulfilment(fulfilled[0]!);
    await platform.sendToQueue('loyalty', 'count-points', message);
    await platform.sendToQueue('loyalty', 'count-points', message);
    await platform.drain();
    expect(sorted(await points())).toEqual(sorted(tenEach(fulfilled)));
    expect(platform.deadLetterCount()).toBe(0);
  });

  it('counts nothing again when everything is replayed and republished', async () => {
    const { changes } = await replayAndRepublish(platform.world, await readBooks(platform.world));
    expect(changes).toEqual([]);
    expect(sorted(await points())).toEqual(sorted(tenEach(fulfilled)));
  });

  it('sets aside what it cannot read, and goes on', async () => {
    await platform.sendToQueue('loyalty', 'count-points', 'poison');
    const orderId = await platform.place('POINTS-1');
    await platform.drain();
    expect(await points()).toContainEqual([orderId, 10]);
    expect(await platform.deadLetters('loyalty', 'count-points')).toMatchObject([
      { body: 'poison', code: 'not-json' },
    ]);
  });
});

describe('a redrive', () => {
  it('takes what lies in a DLQ back to its consumer, and empties the DLQ', async () => {
    const redriven = await Platform.start({ extraServices: [loyalty] });
    const names = namesOf(redriven.world.stage.name);
    const { client } = redriven.world;
    const queue = async (QueueName: string) => {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      return { QueueUrl, arn: Attributes!.QueueArn };
    };
    const dlq = await queue(names.dlq('loyalty', 'count-points'));
    const body = fulfilment(fulfilled[0]!);
    await client.send(new SendMessageCommand({ QueueUrl: dlq.QueueUrl, MessageBody: body }));
    expect(redriven.deadLetterCount()).toBe(1);
    await client.send(
      new StartMessageMoveTaskCommand({
        SourceArn: dlq.arn,
        DestinationArn: (await queue(names.queue('loyalty', 'count-points'))).arn,
      }),
    );
    await redriven.drain();
    expect(redriven.deadLetterCount()).toBe(0);
    expect(await redriven.items('loyalty', 'points')).toMatchObject([{ orderId: fulfilled[0] }]);
  });
});
