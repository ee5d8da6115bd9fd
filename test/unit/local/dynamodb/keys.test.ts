import { describe, expect, it } from 'vitest';
import { Fixture, type Item, N, ordersTable, refusal, S } from './fixture.ts';

const schemaMismatch = 'The provided key element does not match the schema';
const empty = (kind: string, name: string) =>
  `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`;
const tooLongHash =
  'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes';
const tooLongRange =
  'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes';

describe('the key of an item to put', () => {
  it.each([
    [{}, 'One or more parameter values were invalid: Missing the key pk in the item'],
    [{ pk: S('a') }, 'One or more parameter values were invalid: Missing the key sk in the item'],
    [
      { pk: N(1), sk: S('b') },
      'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
    ],
    [
      { pk: S('a'), sk: { L: [] } },
      'One or more parameter values were invalid: Type mismatch for key sk expected: S actual: L',
    ],
    [{ pk: S(''), sk: S('b') }, empty('string', 'pk')],
    [{ pk: S('a'), sk: S('') }, empty('string', 'sk')],
  ])('is refused: %o', (item, message) => {
    const fixture = new Fixture(ordersTable({ range: 'S' }));
    expect(refusal(() => fixture.put(item))).toBe(`ValidationException: ${message}`);
  });

  it('may be 2048 and 1024 bytes long, and no longer', () => {
    const fixture = new Fixture(ordersTable({ range: 'S' }));
    fixture.put({ pk: S('é'.repeat(1024)), sk: S('b'.repeat(1024)) });
    const hash = { pk: S('é'.repeat(1025)), sk: S('b') };
    const range = { pk: S('a'), sk: S('b'.repeat(1025)) };
    expect(refusal(() => fixture.put(hash))).toBe(`ValidationException: ${tooLongHash}`);
    expect(refusal(() => fixture.put(range))).toBe(`ValidationException: ${tooLongRange}`);
  });
});

describe('the key of an item to find', () => {
  const keys: [Item, string][] = [
    [{}, schemaMismatch],
    [{ pk: S('a') }, schemaMismatch],
    [{ pk: S('a'), sk: N(1) }, schemaMismatch],
    [{ pk: N(1), sk: S('b') }, schemaMismatch],
    [{ pk: S('a'), sk: S('b'), x: S('c') }, schemaMismatch],
    [{ pk: S(''), sk: S('b') }, empty('string', 'pk')],
    [{ pk: S('a'), sk: S('') }, empty('string', 'sk')],
  ];

  it('is refused with a value that is none', () => {
    const fixture = new Fixture(ordersTable({ range: 'S' }));
    const found = (operation: string) =>
      refusal(() => fixture.run(operation, { Key: { pk: {}, sk: S('b') } }));
    const problem =
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
    expect(found('GetItem')).toBe(`ValidationException: ${problem}`);
    const counted = `ValidationException: 1 validation error detected: ${problem}`;
    expect([found('DeleteItem'), found('UpdateItem')]).toEqual([counted, counted]);
  });

  it.each(keys)('is refused: %o', (key, message) => {
    const fixture = new Fixture(ordersTable({ range: 'S' }));
    for (const operation of ['GetItem', 'DeleteItem', 'UpdateItem']) {
      expect(refusal(() => fixture.run(operation, { Key: key }))).toBe(
        `ValidationException: ${message}`,
      );
    }
  });

  it('may be a number in any notation', () => {
    const fixture = new Fixture(ordersTable({ range: 'N' }));
    fixture.put({ pk: S('a'), sk: N('10.0'), x: S('x') });
    expect(fixture.get({ pk: S('a'), sk: N('1e1') })).toEqual({
      pk: S('a'),
      sk: N(10),
      x: S('x'),
    });
  });

  it('may be bytes', () => {
    const bytes = (...numbers: number[]) => ({ B: new Uint8Array(numbers) });
    const fixture = new Fixture(ordersTable({ range: 'B' }));
    for (const byte of [200, 1, 100]) fixture.put({ pk: S('a'), sk: bytes(byte) });
    expect(fixture.get({ pk: S('a'), sk: bytes(200) })).toEqual({ pk: S('a'), sk: bytes(200) });
    const { Items } = fixture.run('Query', {
      KeyConditionExpression: 'pk = :a AND sk > :one',
      ExpressionAttributeValues: { ':a': S('a'), ':one': bytes(1) },
    });
    expect(Items!.map((item) => item['sk'])).toEqual([bytes(100), bytes(200)]);
    expect(refusal(() => fixture.get({ pk: S('a'), sk: bytes() }))).toBe(
      `ValidationException: ${empty('binary', 'sk')}`,
    );
  });
});

describe('the key of an index', () => {
  const spec = ordersTable({
    attributeTypes: { pk: 'S', g: 'S', n: 'N' },
    indexes: [{ name: 'by-g', hash: ['g'], range: ['n'], projection: 'ALL', kind: 'global' }],
  });
  const a = { pk: S('a') };
  const mismatch = (name: string, expected: string, actual: string) =>
    `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${actual} IndexName: by-g`;

  it.each([
    [{ g: N(1) }, mismatch('g', 'S', 'N')],
    [{ n: S('x') }, mismatch('n', 'N', 'S')],
    [{ g: { NULL: true as const } }, mismatch('g', 'S', 'NULL')],
  ])('has to be of its type: %o', (attributes, message) => {
    const fixture = new Fixture(spec);
    expect(refusal(() => fixture.put({ ...a, ...attributes }))).toBe(
      `ValidationException: ${message}`,
    );
    const [[name, value]] = Object.entries(attributes) as [[string, Item[string]]];
    expect(refusal(() => fixture.update(`SET ${name} = :v`, { ':v': value }))).toBe(
      `ValidationException: ${message}`,
    );
  });

  it('may not be empty', () => {
    const fixture = new Fixture(spec);
    expect(refusal(() => fixture.put({ ...a, g: S('') }))).toBe(
      'ValidationException: One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-g, IndexKey: g',
    );
    expect(refusal(() => fixture.update('SET g = :v', { ':v': S('') }))).toBe(
      'ValidationException: One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.',
    );
  });
});

describe('an item', () => {
  const padded = (bytes: number) => ({ pk: S('a'), x: S('x'.repeat(bytes - 4)) });

  it('may be 409,600 bytes large, and no larger', () => {
    const fixture = new Fixture();
    fixture.put(padded(409_600));
    expect(refusal(() => fixture.put(padded(409_601)))).toBe(
      'ValidationException: Item size has exceeded the maximum allowed size',
    );
  });

  it('may be updated to that size, and no larger', () => {
    const fixture = new Fixture();
    fixture.update('SET x = :x', { ':x': padded(409_600).x });
    expect(refusal(() => fixture.update('SET x = :x', { ':x': padded(409_601).x }))).toBe(
      'ValidationException: Item size to update has exceeded the maximum allowed size',
    );
  });
});
