import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

const RULE = { name: 'placed', enabled: true, pattern: { source: ['shop'] }, schedule: undefined };
const ENTRY = { Source: 'shop', DetailType: 'T', Detail: '{"n":1}' };

interface Options {
  contentBased?: boolean;
  groupId?: string | undefined;
}

/** A rule to a FIFO queue, and three events for it. */
async function deliver({ contentBased = false, groupId }: Options) {
  const world = new World({ conduct: 'server' });
  const queue = world.queue('orders.fifo', {
    FifoQueue: true,
    ContentBasedDeduplication: contentBased,
  });
  const dead = world.queue('undelivered');
  world.openToRules(queue);
  world.openToRules(dead);
  world.engines.eventbridge.createRule(
    undefined,
    { ...RULE, arn: world.arn('events', 'rule/placed') },
    [
      {
        Id: 'q',
        Arn: queue.settings.arn,
        DeadLetterConfig: { Arn: dead.settings.arn },
        ...(groupId === undefined ? {} : { SqsParameters: { MessageGroupId: groupId } }),
      },
    ],
  );
  await world.client.send(new PutEventsCommand({ Entries: [ENTRY, ENTRY, ENTRY] }));
  await world.drain();
  const reasons = dead
    .receive(10)
    .map(({ message }) => message.attributes?.['ERROR_MESSAGE']?.StringValue);
  return { delivered: queue.receive(10).length + queue.visible, reasons };
}

describe('events for a FIFO queue', () => {
  it('are delivered if the queue deduplicates by their contents', async () => {
    const { delivered, reasons } = await deliver({ contentBased: true, groupId: 'g' });
    expect([delivered, reasons]).toEqual([3, []]);
  });

  it.each([
    [
      'without content-based deduplication',
      { groupId: 'g' },
      expect.stringContaining('ContentBasedDeduplication'),
    ],
    ['without a group', { contentBased: true }, expect.stringContaining('MessageGroupId')],
  ])('fail %s, each into the dead-letter queue', async (_what, options, reason) => {
    const { delivered, reasons } = await deliver(options);
    expect([delivered, reasons]).toEqual([0, [reason, reason, reason]]);
  });

  it('are not taken by one that is a dead-letter queue', async () => {
    const world = new World({ conduct: 'server' });
    const dead = world.queue('undelivered.fifo', { FifoQueue: true });
    world.openToRules(dead);
    const rule = { ...RULE, arn: world.arn('events', 'rule/placed') };
    const target = {
      Id: 'q',
      Arn: world.arn('sqs', 'none'),
      DeadLetterConfig: { Arn: dead.settings.arn },
    };
    world.engines.eventbridge.createRule(undefined, rule, [target]);
    await world.client.send(new PutEventsCommand({ Entries: [ENTRY] }));
    await world.drain();
    expect(dead.visible).toBe(0);
    expect(world.facts).toContainEqual(expect.stringContaining('bus.dropped placed'));
  });
});
