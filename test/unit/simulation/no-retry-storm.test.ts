import { describe, expect, it } from 'vitest';
import { CallCount } from '../../../simulation/bill.ts';
import type { Scene } from '../../../simulation/invariant.ts';
import {
  MARGIN,
  MAX_TIMES_PEACE,
  noRetryStorm,
} from '../../../simulation/invariants/no-retry-storm.ts';

/** A run of as many calls and orders, of which the second made no sense of its own. */
function scene(calls: number, orders: number, inPeace: number) {
  const asked = { times: 0 };
  const usage = { calls: new Map([['dynamodb:Query', calls]]) };
  const meters = {
    callers: () => ['orderly-local-payments-sweep-intents'],
    of: () => usage,
  };
  const commits = Array.from({ length: orders }, (_none, index) => ({
    table: 'orders',
    image: { stream: { S: `order#${index}` }, events: { S: '[]' } },
    atMs: 0,
  }));
  const callsInPeace = async () => {
    asked.times += 1;
    return inPeace;
  };
  const world = { cloud: { engines: { meters } } };
  return { asked, scene: { world, ledger: { commits }, callsInPeace } as unknown as Scene };
}

async function reported(...[calls, orders, inPeace]: Parameters<typeof scene>): Promise<string[]> {
  const messages: string[] = [];
  await noRetryStorm.settle?.(scene(calls, orders, inPeace).scene, (subject, message) =>
    messages.push(`${subject} ${message}`),
  );
  return messages;
}

describe('the bound of calls', () => {
  const [orders, inPeace] = [40, 1_200];
  const limit = MAX_TIMES_PEACE * inPeace + MARGIN;

  it('lets a run take what it may', async () => {
    expect(await reported(limit, orders, inPeace)).toEqual([]);
  });

  it('is broken by one call more, and names who called most', async () => {
    expect(await reported(limit + 1, orders, inPeace)).toEqual([
      `the run took ${limit + 1} calls of AWS, ${limit + 1} of them by payments-sweep-intents; ` +
        `${limit} are allowed, for it needs ${inPeace} when nothing goes wrong`,
    ]);
  });

  it('is broken as well where there is a storm already when nothing goes wrong', async () => {
    expect(await reported(50_000, orders, 50_000)).toHaveLength(1);
  });

  it('does not ask for a run in peace where nobody can suspect a storm', async () => {
    const { scene: calm, asked } = scene(2_000, orders, inPeace);
    await noRetryStorm.settle?.(calm, () => {});
    expect(asked.times).toBe(0);
  });

  it('is told as soon as there is no doubt left, whatever the run in peace would say', () => {
    const messages: string[] = [];
    const callCount = new CallCount();
    const acts = Array.from({ length: 2 }, () => ({ kind: 'place' }));
    const watched = { ...scene(1_800, 2, 60).scene, acts, callCount } as unknown as Scene;
    noRetryStorm.watch?.(watched, (_subject, message) => messages.push(message));
    for (let call = 1; call <= 1_800; call += 1) callCount.take();
    expect(messages).toEqual([]);
    callCount.take();
    callCount.take();
    expect(messages).toEqual([
      'took 1800 calls of AWS and makes more, 1800 of them by payments-sweep-intents',
    ]);
  });
});
