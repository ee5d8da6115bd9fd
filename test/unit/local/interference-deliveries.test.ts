import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { DeliveryFate } from '../../../local/interference.ts';
import { World } from './cloud/world.ts';
import { once, unavailable } from './once.ts';

/** A rule to a queue, and one event for it, whose delivery has a fate. */
async function delivering(fate: DeliveryFate) {
  const world = new World({ interference: { delivery: once(fate) } });
  const [queue, dead] = [world.queue('orders'), world.queue('undelivered')];
  world.openToRules(queue, dead);
  const rule = { name: 'placed', enabled: true, pattern: { source: ['shop'] } };
  const arn = world.arn('events', 'rule/placed');
  const target = {
    Id: 'q',
    Arn: queue.settings.arn,
    DeadLetterConfig: { Arn: dead.settings.arn },
  };
  world.engines.eventbridge.createRule(undefined, { ...rule, arn, schedule: undefined }, [target]);
  const arrivals: number[] = [];
  world.composed.foundation.facts.listen(({ kind }) => {
    if (kind === 'bus.delivered') arrivals.push(world.elapsedMs);
  });
  const Entries = [{ Source: 'shop', DetailType: 'T', Detail: '{"n":1}' }];
  await world.client.send(new PutEventsCommand({ Entries }));
  await world.drain();
  return { world, queue, dead, arrivals };
}

describe('a delivery', () => {
  it('is made later', async () => {
    const { arrivals } = await delivering({ delayMs: 90_000 });
    expect(arrivals).toEqual([90_000]);
  });

  it('has copies, each at a time of its own', async () => {
    const { queue, arrivals } = await delivering({ copies: [3_600_000, 5] });
    expect(arrivals).toEqual([0, 5, 3_600_000]);
    expect(queue.visible).toBe(3);
  });

  it('arrives once as many attempts as wanted are refused', async () => {
    const { queue, dead, arrivals } = await delivering({
      refusals: { count: 2, error: unavailable() },
    });
    expect([queue.visible, dead.visible]).toEqual([1, 0]);
    expect(arrivals[0]).toBeGreaterThanOrEqual(1_500);
  });

  it('ends in the DLQ of its rule when its attempts are over, at once where there is no back-off', async () => {
    const error = unavailable();
    const refusals = { count: Number.POSITIVE_INFINITY, error, withoutBackOff: true };
    const { world, queue, dead } = await delivering({ refusals });
    expect([world.elapsedMs, queue.visible, dead.visible]).toEqual([0, 0, 1]);
    expect(dead.receive(1)[0]?.message.attributes).toMatchObject({
      ERROR_CODE: { StringValue: 'INTERNAL_ERROR' },
      RETRY_ATTEMPTS: { StringValue: '185' },
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
    });
  });
});

describe('a call of PutEvents', () => {
  const entry = (source: string) => ({ Source: source, DetailType: 'T', Detail: '{}' });

  it('is taken in part: each entry is answered at its place, and those refused are not put', async () => {
    const refused = { positions: new Set([0, 2]), code: 'InternalFailure', message: 'Try again.' };
    const call = once({ kind: 'entries-refused', ...refused } as const);
    const world = new World({ interference: { call } });
    const Entries = ['a', 'b', 'c'].map(entry);
    const output = (await world.client.send(new PutEventsCommand({ Entries }))) as object;
    const failure = { ErrorCode: 'InternalFailure', ErrorMessage: 'Try again.' };
    expect(output).toMatchObject({
      FailedEntryCount: 2,
      Entries: [failure, { EventId: expect.any(String) }, failure],
    });
    expect(world.facts.filter((fact) => fact.startsWith('bus.'))).toHaveLength(1);
  });

  it('may be refused in all its entries', async () => {
    const refused = { positions: new Set([0]), code: 'InternalFailure', message: 'Try again.' };
    const call = once({ kind: 'entries-refused', ...refused } as const);
    const world = new World({ interference: { call } });
    const put = new PutEventsCommand({ Entries: [entry('a')] });
    expect(await world.client.send(put)).toMatchObject({ FailedEntryCount: 1 });
  });
});
