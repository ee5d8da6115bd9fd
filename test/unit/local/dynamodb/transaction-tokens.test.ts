import { describe, expect, it } from 'vitest';
import { Fixture, failure, N, refusal } from './fixture.ts';
import { increment, key, put, write } from './transaction-fixture.ts';

describe('a client request token', () => {
  const token = { ClientRequestToken: 'token' };
  const minutes = (count: number) => count * 60_000;

  function counted(): Fixture {
    const fixture = new Fixture();
    fixture.put({ ...key('a'), n: N(0) });
    write(fixture, [increment('a')], token);
    return fixture;
  }
  const count = (fixture: Fixture) => fixture.get(key('a'))!['n']!.N;

  it('makes the same transaction happen once in ten minutes', () => {
    const fixture = counted();
    fixture.nowMs += minutes(10) - 1;
    expect(write(fixture, [increment('a')], token)).toMatchObject({ readUnits: 2, writeUnits: 0 });
    expect(count(fixture)).toBe('1');
    fixture.nowMs += 1;
    write(fixture, [increment('a')], token);
    expect(count(fixture)).toBe('2');
  });

  it('refuses another transaction', () => {
    const fixture = counted();
    expect(failure(() => write(fixture, [put('b')], token)).name).toBe(
      'IdempotentParameterMismatchException',
    );
    expect(fixture.get(key('b'))).toBeUndefined();
  });

  it('is forgotten if the transaction is cancelled', () => {
    const fixture = new Fixture();
    const transaction = [increment('a')];
    expect(failure(() => write(fixture, transaction, token)).name).toBe(
      'TransactionCanceledException',
    );
    fixture.put({ ...key('a'), n: N(0) });
    write(fixture, transaction, token);
    expect(count(fixture)).toBe('1');
  });

  it('is at most 36 characters long', () => {
    write(new Fixture(), [put('a')], { ClientRequestToken: 't'.repeat(36) });
    expect(
      refusal(() => write(new Fixture(), [put('a')], { ClientRequestToken: 't'.repeat(37) })),
    ).toMatch(/at 'clientRequestToken' failed to satisfy constraint/);
  });
});
