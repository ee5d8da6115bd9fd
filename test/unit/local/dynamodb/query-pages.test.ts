import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, Fixture, type Item, N, ordersTable, S } from './fixture.ts';

function filled(): Fixture {
  const fixture = new Fixture(ordersTable({ range: 'N' }));
  for (const sk of [3, 1, 2, 10]) fixture.put({ pk: S('a'), sk: N(sk), x: N(sk * 10) });
  return fixture;
}

/** Queries the partition `a`. */
function query(fixture: Fixture, input: object): Answer {
  return fixture.run('Query', {
    KeyConditionExpression: 'pk = :a',
    ExpressionAttributeValues: { ':a': S('a') },
    ...input,
  });
}

const sortKeys = ({ Items }: Answer) => Items!.map((item) => Number(item['sk']!.N));
const start = (sk: number) => ({ ExclusiveStartKey: { pk: S('a'), sk: N(sk) } });

describe('Query, page by page,', () => {
  it('ends a page at the limit, before any filter, and goes on from there', () => {
    const fixture = filled();
    const filter = { FilterExpression: 'x <> :a', Limit: 3 };
    const first = query(fixture, filter);
    expect(sortKeys(first)).toEqual([1, 2, 3]);
    expect(first.LastEvaluatedKey).toEqual({ pk: S('a'), sk: N(3) });
    const second = query(fixture, { ...filter, ...start(3) });
    expect(sortKeys(second)).toEqual([10]);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  it('gives a last key at the limit though nothing may follow', () => {
    expect(query(filled(), { Limit: 4 }).LastEvaluatedKey).toBeDefined();
    expect(query(filled(), { Limit: 5 }).LastEvaluatedKey).toBeUndefined();
  });

  it('gives no last key at the bound of a closed range', () => {
    const between = {
      KeyConditionExpression: 'pk = :a AND sk BETWEEN :one AND :two',
      ExpressionAttributeValues: { ':a': S('a'), ':one': N(1), ':two': N(2) },
    };
    expect(query(filled(), { ...between, Limit: 1 }).LastEvaluatedKey).toBeDefined();
    expect(query(filled(), { ...between, Limit: 2 }).LastEvaluatedKey).toBeUndefined();
    const backwards = { ...between, Limit: 2, ScanIndexForward: false };
    expect(query(filled(), backwards).LastEvaluatedKey).toBeUndefined();
  });

  it('goes on from a key that is gone, in either direction', () => {
    expect(sortKeys(query(filled(), start(2.5)))).toEqual([3, 10]);
    expect(sortKeys(query(filled(), { ...start(2.5), ScanIndexForward: false }))).toEqual([2, 1]);
  });

  it('ends a page with the item that fills a megabyte', () => {
    const fixture = new Fixture(ordersTable({ range: 'N' }));
    for (let sk = 0; sk < 12; sk += 1) {
      fixture.put({ pk: S('a'), sk: N(sk), x: S('x'.repeat(100_000)) });
    }
    const first = query(fixture, { ProjectionExpression: 'sk' });
    expect(first.Count).toBe(11);
    expect(first.LastEvaluatedKey).toEqual({ pk: S('a'), sk: N(10) });
  });

  it('meets every item once, whatever the pages', () => {
    const page = fc.integer({ min: 1, max: 7 });
    const keys = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { maxLength: 40 });
    fc.assert(
      fc.property(keys, page, fc.boolean(), (sks, limit, forward) => {
        const fixture = new Fixture(ordersTable({ range: 'N' }));
        for (const sk of sks) fixture.put({ pk: S('a'), sk: N(sk) });
        const found: number[] = [];
        let key: Item | undefined;
        do {
          const answer = query(fixture, {
            Limit: limit,
            ScanIndexForward: forward,
            ...(key && { ExclusiveStartKey: key }),
          });
          found.push(...sortKeys(answer));
          key = answer.LastEvaluatedKey;
        } while (key !== undefined);
        const sorted = [...sks].sort((left, right) => (forward ? left - right : right - left));
        expect(found).toEqual(sorted);
      }),
      { numRuns: 50 },
    );
  });
});
