import { describe, expect, it } from 'vitest';
import { type Answer, Fixture, type Item, N, ordersTable, refusal, S } from './fixture.ts';

function filled(count: number): Fixture {
  const fixture = new Fixture();
  for (let number = 0; number < count; number += 1) {
    fixture.put({ pk: S(`order#${number}`), n: N(number) });
  }
  return fixture;
}

/** Scans page by page, with something done between the pages. */
function scanAll(fixture: Fixture, input: object, between: () => void = () => {}): string[] {
  const found: string[] = [];
  let key: Item | undefined;
  do {
    const answer: Answer = fixture.run('Scan', {
      ...input,
      ...(key && { ExclusiveStartKey: key }),
    });
    found.push(...answer.Items!.map((item) => item['pk']!.S!));
    key = answer.LastEvaluatedKey;
    between();
  } while (key !== undefined);
  return found;
}

const names = (count: number) => Array.from({ length: count }, (_, number) => `order#${number}`);

describe('Scan', () => {
  it('meets every item once, whatever the pages', () => {
    const found = scanAll(filled(50), { Limit: 7 });
    expect(found).toHaveLength(50);
    expect(new Set(found)).toEqual(new Set(names(50)));
  });

  it('has an order that does not depend on that of the writes', () => {
    const backwards = new Fixture();
    for (const name of names(30).reverse()) backwards.put({ pk: S(name) });
    expect(scanAll(backwards, {})).toEqual(scanAll(filled(30), {}));
  });

  it('meets every item that stays, though others come and go between the pages', () => {
    const fixture = filled(50);
    let number = 0;
    const found = scanAll(fixture, { Limit: 3 }, () => {
      fixture.put({ pk: S(`new#${number}`) });
      fixture.run('DeleteItem', { Key: { pk: S(`new#${number - 2}`) } });
      number += 1;
    });
    const stayed = found.filter((name) => name.startsWith('order#'));
    expect(stayed).toHaveLength(50);
    expect(new Set(found).size).toBe(found.length);
  });

  it('goes on from a key that is gone', () => {
    const fixture = filled(20);
    const first = fixture.run('Scan', { Limit: 5 });
    fixture.run('DeleteItem', { Key: first.LastEvaluatedKey! });
    const rest = fixture.run('Scan', { ExclusiveStartKey: first.LastEvaluatedKey! });
    expect(rest.Count).toBe(15);
  });

  it('keeps the items of a partition together and in order', () => {
    const fixture = new Fixture(ordersTable({ range: 'N' }));
    for (const sk of [3, 1, 2]) {
      for (const pk of ['a', 'b', 'c']) fixture.put({ pk: S(pk), sk: N(sk) });
    }
    const whole = fixture.run('Scan').Items!.map((item) => [item['pk']!.S, item['sk']!.N]);
    expect(whole.map(([, sk]) => sk)).toEqual(['1', '2', '3', '1', '2', '3', '1', '2', '3']);
    const pages = [fixture.run('Scan', { Limit: 4 })];
    pages.push(fixture.run('Scan', { ExclusiveStartKey: pages[0]!.LastEvaluatedKey! }));
    const paged = pages.flatMap((page) =>
      page.Items!.map((item) => [item['pk']!.S, item['sk']!.N]),
    );
    expect(paged).toEqual(whole);
  });

  it('divides the items among segments', () => {
    const fixture = filled(200);
    const segments = [0, 1, 2, 3].map((Segment) =>
      scanAll(fixture, { Segment, TotalSegments: 4, Limit: 9 }),
    );
    expect(segments.flat().sort()).toEqual(names(200).sort());
    for (const segment of segments) expect(segment.length).toBeGreaterThan(20);
  });

  it('filters by any attribute, the key too', () => {
    const answer = filled(20).run('Scan', {
      FilterExpression: 'pk = :k OR n < :n',
      ExpressionAttributeValues: { ':k': S('order#7'), ':n': N(2) },
    });
    expect(answer).toMatchObject({ Count: 3, ScannedCount: 20 });
  });

  it.each([
    [
      { Segment: 0 },
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    ],
    [
      { TotalSegments: 1 },
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    ],
    [
      { Segment: 4, TotalSegments: 4 },
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 4 is not less than TotalSegments: 4',
    ],
    [
      { Segment: -1, TotalSegments: 4 },
      "1 validation error detected: Value '-1' at 'segment' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      { Segment: 0, TotalSegments: 1_000_001 },
      "1 validation error detected: Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000",
    ],
    [
      { ExpressionAttributeValues: { ':n': N(1) } },
      'ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null',
    ],
  ])('refuses %o', (input, message) => {
    expect(refusal(() => filled(1).run('Scan', input))).toBe(`ValidationException: ${message}`);
  });

  it('refuses to go on in another segment', () => {
    const fixture = filled(20);
    const key = fixture.run('Scan', { Segment: 0, TotalSegments: 2, Limit: 1 }).LastEvaluatedKey!;
    const input = { Segment: 1, TotalSegments: 2, ExclusiveStartKey: key };
    expect(refusal(() => fixture.run('Scan', input))).toBe(
      'ValidationException: The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 1',
    );
  });
});
