import { describe, expect, it } from 'vitest';
import { consume, failingFor, type Handle, permanent, retriable, thing } from './thing-consumer.ts';

describe('a consumer', () => {
  it('reports nothing when every message is handled', async () => {
    const { handle, handled } = failingFor('none', permanent);
    const { failed, calls } = await consume(handle, [{ body: thing('a') }, { body: thing('b') }]);
    expect({ failed, calls, handled }).toEqual({ failed: [], calls: [], handled: ['a', 'b'] });
  });

  it('gives the handler the event as its cause', async () => {
    const causes: unknown[] = [];
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const event = { ...thing('a'), metadata: { subject: 'a', traceparent } };
    await consume(async (_event, { cause }) => void causes.push(cause), [{ body: event }]);
    expect(causes).toEqual([{ id: 'event-of-a', correlationId: 'flow-1', traceparent }]);
  });

  it('handles messages of one subject in the order they came', async () => {
    const seen: string[] = [];
    const handle: Handle = async (event) => {
      // The first of each subject takes the most turns, so that without order it would end last.
      for (let turn = event.eventId.endsWith('1') ? 9 : 1; turn > 0; turn -= 1) await null;
      seen.push(event.eventId);
    };
    const ids = ['a1', 'b1', 'a2', 'b2', 'a3'];
    await consume(
      handle,
      ids.map((id) => ({ body: thing(id.slice(0, 1), id) })),
    );
    expect(seen.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(seen.filter((id) => id.startsWith('b'))).toEqual(['b1', 'b2']);
  });

  it('handles subjects side by side', async () => {
    const started: string[] = [];
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handle: Handle = async (event) => {
      started.push(event.data.thingId);
      if (started.length === 2) release();
      await both;
    };
    await consume(handle, [{ body: thing('a') }, { body: thing('b') }]);
    expect(started).toEqual(['a', 'b']);
  });

  it('measures how long an event was on the bus, in the queue and here', async () => {
    const handle: Handle = (_event, { clock }) => clock.sleep(30);
    const sentMs = 1_795_255_200_000 - 200;
    const event = { ...thing('a'), timestamp: new Date(sentMs - 50).toISOString() };
    const { noted } = await consume(handle, [{ body: event, sentMs }]);
    const dimensions = { eventType: 'ThingHappened' };
    expect(noted.metrics).toEqual([
      { name: 'TimeOnBus', value: 50, dimensions },
      { name: 'TimeInQueue', value: 200, dimensions },
      { name: 'ProcessingTime', value: 30, dimensions },
    ]);
  });

  it('logs each event with its ids', async () => {
    const { noted } = await consume(async () => {}, [{ body: thing('a') }]);
    expect(noted.logs).toEqual([
      {
        level: 'info',
        message: 'Event consumed',
        eventId: 'event-of-a',
        eventType: 'ThingHappened',
        correlationId: 'flow-1',
        causationId: 'cause-1',
      },
    ]);
  });
});

describe('a message that fails but may succeed later', () => {
  it('is reported alone, its batch-mates unharmed', async () => {
    const { handle, handled } = failingFor('b', retriable);
    const bodies = ['a', 'b', 'c'].map((id) => ({ body: thing(id), id }));
    const { failed } = await consume(handle, bodies);
    expect({ failed, handled }).toEqual({ failed: ['b'], handled: ['a', 'c'] });
  });

  it('does not keep a later message of its subject from being handled', async () => {
    const handled: string[] = [];
    const handle: Handle = async (event, deps) => {
      if (event.eventId === 'first') await retriable(event, deps);
      handled.push(event.eventId);
    };
    const { failed } = await consume(handle, [
      { body: thing('a', 'first'), id: 'm1' },
      { body: thing('a', 'second'), id: 'm2' },
    ]);
    expect({ failed, handled }).toEqual({ failed: ['m1'], handled: ['second'] });
  });

  it.each([
    [1, 15],
    [2, 30],
    [3, 60],
    [4, 120],
  ])('comes back, after receive %i, within a span that doubles', async (receives, seconds) => {
    const { calls } = await consume(retriable, [{ body: thing('a'), id: 'm1', receives }]);
    expect(calls).toEqual([
      {
        operation: 'ChangeMessageVisibility',
        input: {
          QueueUrl: 'the-queue',
          ReceiptHandle: 'receipt-of-m1',
          VisibilityTimeout: seconds,
        },
      },
    ]);
  });

  it('is one whose error is not ours', async () => {
    const handle: Handle = async () => {
      throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    };
    const { failed, noted } = await consume(handle, [{ body: thing('a'), id: 'm1' }]);
    expect(failed).toEqual(['m1']);
    expect(noted.logs[0]).toMatchObject({ level: 'warn', code: 'ThrottlingException' });
  });

  it('is still reported, once, when its visibility cannot be changed', async () => {
    const { failed } = await consume(retriable, [{ body: thing('a'), id: 'm1' }], {
      ChangeMessageVisibility: () => {
        throw new Error('no such handle');
      },
    });
    expect(failed).toEqual(['m1']);
  });
});
