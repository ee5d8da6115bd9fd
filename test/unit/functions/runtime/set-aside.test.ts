import { describe, expect, it } from 'vitest';
import { PermanentError } from '../../../../functions/runtime/errors.ts';
import { sqsBatch } from '../../../support/messages.ts';
import { consume, failingFor, type Handle, permanent, retriable, thing } from './thing-consumer.ts';

describe('a message that can never succeed', () => {
  it('goes to the DLQ with the reason beside it, and is acknowledged', async () => {
    const body = thing('a');
    const { failed, calls, noted } = await consume(permanent, [
      { body, id: 'm1', receives: 2, traceHeader: 'Root=1-a;Sampled=1' },
    ]);
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(failed).toEqual([]);
    expect(calls).toEqual([
      {
        operation: 'SendMessage',
        input: {
          QueueUrl: 'the-dlq',
          MessageBody: sqsBatch({ body }).Records[0]!.body,
          MessageAttributes: {
            Code: text('hopeless'),
            Reason: text('not ever'),
            Consumer: text('things/take-thing'),
            Receives: text('2'),
            OriginalMessageId: text('m1'),
            EventId: text('event-of-a'),
          },
          MessageSystemAttributes: { AWSTraceHeader: text('Root=1-a;Sampled=1') },
        },
      },
    ]);
    expect(noted.metrics).toContainEqual({ name: 'SentToDlq', value: 1, dimensions: undefined });
  });

  it('goes there as it is when it cannot even be read, its batch-mates unharmed', async () => {
    const { handle, handled } = failingFor('none', permanent);
    const { failed, calls } = await consume(handle, [{ body: 'not json' }, { body: thing('b') }]);
    expect({ failed, handled }).toEqual({ failed: [], handled: ['b'] });
    expect(calls[0]!.input).toMatchObject({
      MessageBody: 'not json',
      MessageAttributes: { Code: { StringValue: 'not-json' } },
    });
    expect(calls[0]!.input.MessageAttributes).not.toHaveProperty('EventId');
  });

  it('has a reason that SQS takes, whatever was in the message', async () => {
    const handle: Handle = async () => {
      throw new PermanentError('hopeless', `\u0000\ud800${'long'.repeat(300)}`);
    };
    const { calls } = await consume(handle, [{ body: thing('a', 'odd\u0001id') }]);
    const attributes = calls[0]!.input.MessageAttributes as Record<string, { StringValue: string }>;
    expect(attributes.Reason!.StringValue).toBe(
      `\ufffd\ufffd${'long'.repeat(250)}`.slice(0, 1_000),
    );
    expect(attributes.EventId!.StringValue).toBe('odd\ufffdid');
  });

  it('has a reason even if its error has no message', async () => {
    const handle: Handle = async () => {
      throw new PermanentError('hopeless', '');
    };
    const { calls } = await consume(handle, [{ body: thing('a') }]);
    expect(calls[0]!.input.MessageAttributes).toMatchObject({
      Reason: { StringValue: 'no message' },
    });
  });

  it('is reported when the DLQ does not take it, so that nothing is lost', async () => {
    const { failed, noted } = await consume(permanent, [{ body: thing('a'), id: 'm1' }], {
      SendMessage: () => {
        throw new Error('the DLQ is gone');
      },
    });
    expect(failed).toEqual(['m1']);
    expect(noted.logs.at(-1)).toMatchObject({
      level: 'error',
      reason: 'not ever',
      failure: 'the DLQ is gone',
    });
  });
});

describe('a message at its last permitted receive', () => {
  it('is tried again one receive before', async () => {
    const { failed } = await consume(retriable, [{ body: thing('a'), id: 'm1', receives: 4 }]);
    expect(failed).toEqual(['m1']);
  });

  it('goes to the DLQ with the reason, and is acknowledged', async () => {
    const { failed, calls } = await consume(retriable, [{ body: thing('a'), receives: 5 }]);
    expect(failed).toEqual([]);
    expect(calls[0]).toMatchObject({
      operation: 'SendMessage',
      input: {
        MessageAttributes: { Code: { StringValue: 'busy' }, Receives: { StringValue: '5' } },
      },
    });
  });

  it('is consumed if it succeeds', async () => {
    const { failed, calls } = await consume(async () => {}, [{ body: thing('a'), receives: 5 }]);
    expect({ failed, calls }).toEqual({ failed: [], calls: [] });
  });
});
