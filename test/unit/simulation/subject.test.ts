import { describe, expect, it } from 'vitest';
import { hashText } from '../../../simulation/dice.ts';
import { hashOf, subjectOf, textOf } from '../../../simulation/subject.ts';

const call = {
  caller: 'orderly-relay',
  service: 'dynamodb',
  operation: 'GetItem',
  input: { Key: { pk: { S: 'order#1' } } },
  attempt: 1,
};

describe('the subject of a choice point', () => {
  it('says whose call it is, of what operation, about what', () => {
    expect(textOf(subjectOf.call(call))).toBe('orderly-relay GetItem order#1');
  });

  it('has the hash of its text, the first time and again', () => {
    const point = { method: 'GET', path: '/orders/1', headers: { 'Idempotency-Key': 'k' } };
    for (const subject of [subjectOf.call(call), subjectOf.request({ ...point, query: {} })]) {
      const expected = hashText(textOf(subject));
      expect([hashOf(subject), hashOf(subject)]).toEqual([expected, expected]);
    }
  });
});
