import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { namesOf } from '../../lib/names.ts';
import { loyalty } from '../fixtures/loyalty/service.ts';
import { busEvent } from '../support/events.ts';
import { Platform } from './platform.ts';

let platform: Platform;
let fulfilled: string[];

beforeAll(async () => {
  platform = await Platform.start([loyalty]);
  await platform.stock('POINTS-1', 100);
  await platform.place('POINTS-1');
  await platform.place('POINTS-1', 3);
  await platform.place('POINTS-1', 1, 'tok_declined');
  await platform.cancel(await platform.place('POINTS-1'));
  await platform.settle();
  fulfilled = [];
  for (const orderId of platform.placed.keys()) {
    if ((await platform.order(orderId)).status === 'fulfilled') fulfilled.push(orderId);
  }
});

afterAll(() => platform?.stop());

/** Each order placed here that has points, with how many. */
const points = async (): Promise<[string, unknown][]> =>
  (await platform.items('loyalty', 'points'))
    .filter(({ orderId }) => platform.placed.has(String(orderId)))
    .map((item) => [String(item.orderId), item.points]);

const tenEach = (orderIds: readonly string[]): [string, number][] =>
  orderIds.map((orderId) => [orderId, 10]);

const sorted = <T>(rows: [string, T][]) =>
  rows.toSorted(([one], [other]) => (one < other ? -1 : 1));

/** The message in which a rule has put the event that an order was fulfilled. */
function fulfilment(orderId: string): string {
  const isIt = OrderFulfilled.is;
  return busEvent(platform.eventsOf(orderId).find(isIt)!);
}

describe('a service that somebody adds', () => {
  it('counts points once for each fulfilled order, and for no other', async () => {
    expect([2, 3]).toContain(fulfilled.length);
    expect(sorted(await points())).toEqual(sorted(tenEach(fulfilled)));
    expect(await platform.deadLetterCount()).toBe(0);
  });

  it('counts nothing again when its queue gets the event twice more', async () => {
    const message = fulfilment(fulfilled[0]!);
    await platform.sendToQueue('loyalty', 'count-points', message);
    await platform.sendToQueue('loyalty', 'count-points', message);
    await platform.settle();
    expect(sorted(await points())).toEqual(sorted(tenEach(fulfilled)));
    expect(await platform.deadLetterCount()).toBe(0);
  });
});

describe('a redrive', () => {
  it('takes what lies in a DLQ back to its consumer, and empties the DLQ', async (test) => {
    platform.needs(test, 'redrive');
    const { clients, stage } = platform.target;
    const names = namesOf(stage.name);
    const queue = async (QueueName: string) => {
      const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
      const { Attributes } = await clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      return { QueueUrl, arn: Attributes!.QueueArn };
    };
    const dlq = await queue(names.dlq('loyalty', 'count-points'));
    const orderId = 'a'.repeat(32);
    const body = busEvent(platform.envelope(OrderFulfilled, { orderId }));
    await clients.sqs.send(new SendMessageCommand({ QueueUrl: dlq.QueueUrl, MessageBody: body }));
    expect(await platform.deadLetterCount()).toBe(1);
    await clients.sqs.send(
      new StartMessageMoveTaskCommand({
        SourceArn: dlq.arn,
        DestinationArn: (await queue(names.queue('loyalty', 'count-points'))).arn,
      }),
    );
    await platform.until('the DLQ is empty', async () => (await platform.deadLetterCount()) === 0);
    await platform.settle();
    const counted = await platform.items('loyalty', 'points');
    expect(counted.filter((item) => item.orderId === orderId)).toMatchObject([{ points: 10 }]);
  });
});

describe('a message that the service cannot read', () => {
  it('is set aside, and the service goes on', async () => {
    await platform.sendToQueue('loyalty', 'count-points', 'poison');
    const orderId = await platform.place('POINTS-1');
    await platform.settle();
    expect(await points()).toContainEqual([orderId, 10]);
    const letter = await platform.deadLetter('loyalty', 'count-points', 'not-json');
    expect(letter).toMatchObject({ body: 'poison' });
  });
});
