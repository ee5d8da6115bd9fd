import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../local/facts.ts';
import { TraceHash } from '../../../simulation/trace-hash.ts';

const fact: Fact = { kind: 'queue.received', resource: 'mail', id: '0a1b', other: '2c', note: 1 };

const hashOf = (seed: number, ...facts: [Fact, number][]): number => {
  const hash = new TraceHash(seed, facts.length + 1);
  for (const [told, atMs] of facts) hash.take(told, atMs);
  return hash.value;
};

describe('the hash of a trace', () => {
  it('is the same for the same facts at the same times', () => {
    expect(hashOf(7, [fact, 5], [fact, 6])).toBe(hashOf(7, [{ ...fact }, 5], [{ ...fact }, 6]));
  });

  it.each([
    ['the time', fact, 6],
    ['the kind', { ...fact, kind: 'queue.sent' }, 5],
    ['the resource', { ...fact, resource: 'post' }, 5],
    ['the id', { ...fact, id: '0a1c' }, 5],
    ['the other id', { ...fact, other: '2d' }, 5],
    ['no other id', { kind: fact.kind, resource: fact.resource, id: fact.id, note: 1 }, 5],
    ['the count', { ...fact, note: 2 }, 5],
    ['the outcome', { ...fact, note: 'ok' }, 5],
  ] satisfies [string, Fact, number][])('is another one if %s differs', (_what, other, atMs) => {
    expect(hashOf(7, [other, atMs])).not.toBe(hashOf(7, [fact, 5]));
  });

  it('depends on the order of the facts, and on the seed', () => {
    const sent = { ...fact, kind: 'queue.sent' };
    expect(hashOf(7, [fact, 5], [sent, 5])).not.toBe(hashOf(7, [sent, 5], [fact, 5]));
    expect(hashOf(7, [fact, 5])).not.toBe(hashOf(8, [fact, 5]));
  });

  it('depends on what is stored and answered, which no fact says', () => {
    const [one, two] = [new TraceHash(7, 2), new TraceHash(7, 2)];
    one.takeText('{"amount":{"N":"1999"}}');
    two.takeText('{"amount":{"N":"1998"}}');
    expect(one.value).not.toBe(two.value);
  });

  it('breaks off a run at its limit of facts, and not before', () => {
    const hash = new TraceHash(7, 2);
    hash.take(fact, 5);
    expect(() => hash.take(fact, 6)).toThrow('it has no end');
  });
});
