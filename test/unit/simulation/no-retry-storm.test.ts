import { describe, expect, it } from 'vitest';
import { CallCount } from '../../../simulation/evidence/calls.ts';
import type { Scene } from '../../../simulation/invariant.ts';
import { noRetryStorm } from '../../../simulation/invariants/no-retry-storm.ts';

const SWEEP = 'orderly-local-payments-sweep-intents';

/** So many calls about as many orders, unless all are about one; and those of an operator, which do not count. */
function counted(calls: number, about?: string): CallCount {
  const callCount = new CallCount();
  for (let number = 0; number < calls; number += 1) take(callCount, about ?? idOf(number));
  take(callCount, idOf(0), 'operator');
  return callCount;
}

function take(callCount: CallCount, id: string, caller = SWEEP): void {
  const of = { service: 'dynamodb', operation: 'GetItem', input: {}, attempt: 1 };
  callCount.take({ caller, ...of }, `order#${id}/3`);
}

function idOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** A run of 40 orders, which takes 1,200 calls in peace unless it takes others. */
function scene(callCount: CallCount, inPeace = 1_200) {
  const asked = { times: 0 };
  const commits = Array.from({ length: 40 }, (_none, index) => ({
    table: 'orders',
    image: { stream: { S: `order#${index}` }, events: { S: '[]' } },
    atMs: 0,
  }));
  const callsInPeace = async () => {
    asked.times += 1;
    return inPeace;
  };
  return { asked, scene: { callCount, ledger: { commits }, callsInPeace } as unknown as Scene };
}

async function reported(callCount: CallCount, inPeace?: number): Promise<string[]> {
  const messages: string[] = [];
  await noRetryStorm.settle?.(scene(callCount, inPeace).scene, (subject, message) =>
    messages.push(`${subject} ${message}`),
  );
  return messages;
}

describe('the bound of calls', () => {
  it('lets a run take four times what it takes in peace, and a thousand', async () => {
    expect(await reported(counted(5_800))).toEqual([]);
  });

  it('is broken by one call more, and names who called most', async () => {
    expect(await reported(counted(5_801))).toEqual([
      'the run took 5801 calls of AWS, 5801 of them by payments-sweep-intents; ' +
        '5800 are allowed, for it needs 1200 when nothing goes wrong',
    ]);
  });

  it('is broken by a single order, however few calls the others take', async () => {
    expect(await reported(counted(1_000, idOf(7)))).toEqual([]);
    expect(await reported(counted(1_001, idOf(7)))).toEqual([
      `${idOf(7)} took 1001 calls of AWS; 1000 are allowed for an order or an event`,
    ]);
  });

  it('is broken as well where there is a storm already when nothing goes wrong', async () => {
    expect(await reported(counted(50_000), 50_000)).toHaveLength(1);
  });

  it('does not ask for a run in peace where nobody can suspect a storm', async () => {
    const { scene: calm, asked } = scene(counted(2_000));
    await noRetryStorm.settle?.(calm, () => {});
    expect(asked.times).toBe(0);
  });

  it('is told as soon as there is no doubt left, whatever the run in peace would say', () => {
    const messages: string[] = [];
    const callCount = new CallCount();
    const acts = Array.from({ length: 2 }, () => ({ kind: 'place' }));
    const watched = { ...scene(callCount).scene, acts } as unknown as Scene;
    noRetryStorm.watch?.(watched, (_subject, message) => messages.push(message));
    for (let call = 1; call <= 1_800; call += 1) take(callCount, idOf(call));
    expect(messages).toEqual([]);
    take(callCount, idOf(0));
    take(callCount, idOf(0));
    expect(messages).toEqual([
      'took more than 1800 calls of AWS, 1801 of them by payments-sweep-intents',
    ]);
  });
});
