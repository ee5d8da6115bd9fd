import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { TargetSpec } from '../../../../local/eventbridge/rule-target.ts';
import type { Queue } from '../../../../local/sqs/queue.ts';
import { World } from '../cloud/world.ts';

const RULE = { name: 'placed', enabled: true, pattern: { source: ['shop'] }, schedule: undefined };

function setUp(
  target: Partial<TargetSpec> = {},
  options: ConstructorParameters<typeof World>[0] = {},
) {
  const world = new World(options);
  const queue = world.queue('orders');
  const dead = world.queue('undelivered');
  world.openToRules(dead);
  const arn = world.arn('events', 'rule/placed');
  world.engines.eventbridge.createRule(undefined, { ...RULE, arn }, [
    {
      Id: 'q',
      Arn: queue.settings.arn,
      DeadLetterConfig: { Arn: dead.settings.arn },
      ...target,
    },
  ]);
  const put = () =>
    world.client.send(
      new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'T', Detail: '{"n":1}' }] }),
    );
  const metric = (name: string) => {
    const dimensions = { RuleName: 'placed' };
    const found = world.engines.cloudwatch.statistics({
      metric: { namespace: 'AWS/Events', name, dimensions },
      statistic: 'Sum',
      periodMs: 86_400_000,
      startMs: world.engines.scheduler.nowMs() - world.elapsedMs,
      endMs: world.engines.scheduler.nowMs() + 60_000,
    });
    return found.reduce((sum, { value }) => sum + value, 0);
  };
  return { world, queue, dead, put, metric, arn };
}

/** Makes a queue fail `times` sends the way a service in trouble does. */
function breakDown(queue: Queue, times: number, name = 'InternalError'): { attempts: number } {
  const state = { attempts: 0 };
  const send = queue.send.bind(queue);
  queue.send = (draft) => {
    state.attempts += 1;
    if (state.attempts > times) return send(draft);
    const $metadata = { httpStatusCode: 500 };
    throw Object.assign(new Error('try later'), { name, $fault: 'server', $metadata });
  };
  return state;
}

const attributesOf = (queue: Queue): Record<string, string | undefined> => {
  const [received] = queue.receive(1);
  const entries = Object.entries(received?.message.attributes ?? {});
  return Object.fromEntries(entries.map(([name, { StringValue }]) => [name, StringValue]));
};

describe('a delivery', () => {
  it('is tried again until it succeeds', async () => {
    const { world, queue, dead, put } = setUp();
    world.openToRules(queue);
    breakDown(queue, 3);
    await put();
    await world.drain();
    expect([queue.visible, dead.visible]).toEqual([1, 0]);
    expect(world.elapsedMs).toBeGreaterThanOrEqual(3500);
    expect(world.elapsedMs).toBeLessThanOrEqual(7000);
  });

  it('ends in the dead-letter queue of the target after the last permitted retry', async () => {
    const { world, queue, dead, put, metric, arn } = setUp({
      RetryPolicy: { MaximumRetryAttempts: 2 },
    });
    world.openToRules(queue);
    const state = breakDown(queue, 99);
    await put();
    await world.drain();
    expect(state.attempts).toBe(3);
    expect(attributesOf(dead)).toEqual({
      RULE_ARN: arn,
      TARGET_ARN: queue.settings.arn,
      ERROR_CODE: 'INTERNAL_ERROR',
      ERROR_MESSAGE: 'try later',
      RETRY_ATTEMPTS: '2',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
    expect([metric('Invocations'), metric('FailedInvocations')]).toEqual([3, 1]);
    expect(metric('InvocationsSentToDlq')).toBe(1);
  });

  it('ends there when the event is too old, and says so', async () => {
    const { world, queue, dead, put } = setUp({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    world.openToRules(queue);
    breakDown(queue, 999, 'ThrottlingException');
    await put();
    await world.drain();
    expect(world.elapsedMs).toBeLessThanOrEqual(60_000);
    expect(attributesOf(dead)).toMatchObject({
      ERROR_CODE: 'THROTTLING',
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    });
  });

  it('goes on for 24 hours with at most 185 retries unless it is told otherwise', async () => {
    const { world, queue, dead, put } = setUp();
    world.openToRules(queue);
    const state = breakDown(queue, 999);
    await put();
    await world.drain();
    expect(state.attempts).toBeGreaterThan(150);
    expect(state.attempts).toBeLessThanOrEqual(186);
    expect(world.elapsedMs).toBeLessThanOrEqual(86_400_000);
    expect(dead.depth().visible).toBe(1);
  });

  it('is not retried if the target does not exist', async () => {
    const { world, dead, put } = setUp({ Arn: 'arn:aws:sqs:eu-west-1:111122223333:none' });
    await put();
    await world.drain();
    expect(attributesOf(dead)).toMatchObject({ ERROR_CODE: 'NO_RESOURCE', RETRY_ATTEMPTS: '0' });
    expect(world.elapsedMs).toBe(0);
  });

  it('is not retried if the message is too large for the queue', async () => {
    const world = new World();
    const small = world.queue('small', { MaximumMessageSize: 1024 });
    const dead = world.queue('undelivered');
    world.openToRules(small, dead);
    const settings = { ...RULE, arn: world.arn('events', 'rule/placed') };
    const target = { Id: 'q', Arn: small.settings.arn };
    world.engines.eventbridge.createRule(undefined, settings, [
      { ...target, DeadLetterConfig: { Arn: dead.settings.arn } },
    ]);
    const Detail = JSON.stringify({ n: 'x'.repeat(1024) });
    await world.client.send(
      new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'T', Detail }] }),
    );
    await world.drain();
    expect(attributesOf(dead)).toMatchObject({ ERROR_CODE: 'INVALID_PARAMETER' });
  });

  it('without permission goes to the dead-letter queue, and ends a run', async () => {
    const { world, queue, dead, put } = setUp();
    await put();
    await expect(world.drain()).rejects.toThrow(
      'User: events.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:111122223333:orders',
    );
    expect(queue.visible).toBe(0);
    expect(attributesOf(dead)).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' });
  });

  it('without permission only goes to the dead-letter queue in a server', async () => {
    const { world, dead, put } = setUp({}, { conduct: 'server' });
    await put();
    await world.drain();
    expect(dead.visible).toBe(1);
  });

  it('is dropped, and counted, without a dead-letter queue', async () => {
    const { world, dead, put, metric } = setUp({ DeadLetterConfig: {} }, { conduct: 'server' });
    await put();
    await world.drain();
    expect(dead.visible).toBe(0);
    expect(metric('FailedInvocations')).toBe(1);
    expect(world.facts).toContain('bus.failed placed NO_PERMISSIONS');
  });

  it('is dropped if the dead-letter queue does not let the rule send either', async () => {
    const { world, dead, put, metric } = setUp({}, { conduct: 'server' });
    world.engines.iam.setResourcePolicy(dead.settings.arn, { Statement: [] });
    await put();
    await world.drain();
    expect(metric('InvocationsFailedToBeSentToDlq')).toBe(1);
    expect(world.facts).toContain('bus.dropped placed NO_PERMISSIONS');
  });

  it('takes its time by the latency profile, each on its own', async () => {
    const world = new World({ latency: { busToTarget: [100] } });
    const queue = world.queue('orders');
    world.openToRules(queue);
    const settings = { ...RULE, arn: world.arn('events', 'rule/placed') };
    const target = { Id: 'q', Arn: queue.settings.arn };
    world.engines.eventbridge.createRule(undefined, settings, [target]);
    const entry = { Source: 'shop', DetailType: 'T', Detail: '{}' };
    await world.client.send(new PutEventsCommand({ Entries: [entry, entry] }));
    expect(queue.visible).toBe(0);
    await world.drain();
    expect(queue.visible).toBe(2);
    expect(world.elapsedMs).toBe(100);
  });
});
