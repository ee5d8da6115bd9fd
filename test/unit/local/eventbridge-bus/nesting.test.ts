import { PutEventsCommand, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ControlPlane } from '../eventbridge/control-plane-fixture.ts';

/** What EventBridge takes. */
const LEVELS = 1_100;
/** What no recursion survives. */
const BOTTOMLESS = 200_000;

/** An object that is so many levels deep. */
const nested = (levels: number): string =>
  `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

const event = (Detail: string) => ({
  EventBusName: 'shop',
  Source: 'orders',
  DetailType: 'T',
  Detail,
});

const envelope = (detail: string): string =>
  `{"id":"1","account":"1","source":"orders","time":"t","region":"r","detail-type":"T","detail":${detail}}`;

async function setUp() {
  const plane = new ControlPlane();
  await plane.bus();
  await plane.rule({ EventPattern: '{"detail":{"a":["x",{"exists":false}]}}' });
  const queue = await plane.target();
  const put = (...details: string[]) =>
    plane.call(new PutEventsCommand({ Entries: details.map(event) }));
  return { plane, queue, put };
}

describe('the nesting of a detail', () => {
  it('may be 1,100 levels, and no more: such an entry is malformed, the others are put', async () => {
    const { queue, put } = await setUp();
    expect(await put(nested(LEVELS), nested(LEVELS + 1), nested(BOTTOMLESS))).toEqual({
      FailedEntryCount: 2,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      ],
    });
    expect(queue.visible).toBe(1);
  });

  it('is not made by brackets in a text, nor by many beside one another', async () => {
    const { put } = await setUp();
    const text = JSON.stringify({ a: `\\"${'[{'.repeat(3_000)}` });
    const backslash = JSON.stringify({ a: ['\\\\', '['.repeat(3_000)] });
    const wide = JSON.stringify({ a: Array.from({ length: 3_000 }, () => [{}]) });
    expect(await put(text, backslash, wide)).toMatchObject({ FailedEntryCount: 0 });
  });
});

describe('TestEventPattern', () => {
  const judge = (Event: string) =>
    new TestEventPatternCommand({ EventPattern: '{"detail":{"a":[1]}}', Event });

  it('takes an event of 1,100 levels', async () => {
    const plane = new ControlPlane();
    expect(await plane.call(judge(envelope(nested(LEVELS - 1))))).toEqual({ Result: false });
  });

  it.each([LEVELS + 1, BOTTOMLESS])('refuses an event of %i levels', async (levels) => {
    const plane = new ControlPlane();
    expect(await plane.failure(judge(envelope(nested(levels - 1))))).toEqual({
      name: 'ValidationException',
      message: 'Parameter Event is not valid.',
    });
  });
});
