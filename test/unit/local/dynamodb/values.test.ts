import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fixture, failure, N, ordersTable, refusal, S } from './fixture.ts';

const a = { pk: S('a') };

/** What a number reads as after it was stored. */
function stored(text: string): string | undefined {
  const fixture = new Fixture();
  fixture.put({ ...a, n: N(text) });
  return fixture.get(a)?.['n']?.N;
}

function sum(left: string, right: string): string | undefined {
  const answer = new Fixture().update(
    'SET n = :l + :r',
    { ':l': N(left), ':r': N(right) },
    { ReturnValues: 'UPDATED_NEW' },
  );
  return answer.Attributes?.['n']?.N;
}

describe('a number', () => {
  it.each([
    ['0', '0'],
    ['-0.0', '0'],
    ['0e1000', '0'],
    ['007', '7'],
    ['+1.500', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e5', '100000'],
    ['1E-3', '0.001'],
    ['-12.30e1', '-123'],
    ['123456789012345678901234567890123456780', '123456789012345678901234567890123456780'],
    ['1e125', `1${'0'.repeat(125)}`],
    ['1E-130', `0.${'0'.repeat(129)}1`],
  ])('%s is stored as %s', (text, canonical) => {
    expect(stored(text)).toBe(canonical);
  });

  it.each([
    ['', 'The parameter cannot be converted to a numeric value'],
    ['x', 'The parameter cannot be converted to a numeric value: x'],
    [' 1', 'The parameter cannot be converted to a numeric value:  1'],
    ['NaN', 'The parameter cannot be converted to a numeric value: NaN'],
    ['1e', 'The parameter cannot be converted to a numeric value: 1e'],
    ['.', 'The parameter cannot be converted to a numeric value: .'],
    [
      '1e126',
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    ],
    [
      '1e-131',
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    ],
    [
      '123456789012345678901234567890123456789',
      'Attempting to store more than 38 significant digits in a Number',
    ],
  ])('%s is refused', (text, message) => {
    expect(refusal(() => stored(text))).toBe(
      `ValidationException: 1 validation error detected: ${message}`,
    );
  });

  it('is refused if it is not given as text', () => {
    const error = failure(() => new Fixture().put({ ...a, n: { N: 1 as never } }));
    expect(error.name).toBe('SerializationException');
  });

  it('is added without loss of its 38 digits', () => {
    expect(sum('0.1', '0.2')).toBe('0.3');
    expect(sum('9999999999999999999999999999999999999', '1')).toBe(`1${'0'.repeat(37)}`);
    expect(sum('12345678901234567890.5', '-0.5')).toBe('12345678901234567890');
    expect(sum('5', '-5')).toBe('0');
  });

  it.each([
    ['9e125', '9e125'],
    ['1e50', '1'],
  ])('has no sum of %s and %s', (left, right) => {
    expect(refusal(() => sum(left, right))).toBe(
      'ValidationException: Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  });

  it('is added as integers of any size are', () => {
    const integer = fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n });
    fc.assert(
      fc.property(integer, integer, (left, right) => {
        const digits = (left + right).toString().replace(/0+$/, '').length;
        fc.pre(digits <= 38);
        expect(sum(left.toString(), right.toString())).toBe((left + right).toString());
      }),
    );
  });

  it('sorts by value as a sort key', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: -20, max: 20 }))
      .map(([digits, exponent]) => `${digits}e${exponent}`);
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 20 }), (numbers) => {
        const fixture = new Fixture(ordersTable({ range: 'N' }));
        for (const number of numbers) fixture.put({ ...a, sk: N(number) });
        const { Items } = fixture.run('Query', {
          KeyConditionExpression: 'pk = :a',
          ExpressionAttributeValues: { ':a': S('a') },
        });
        const sorted = Items!.map((item) => Number(item['sk']!.N));
        expect(sorted).toEqual([...sorted].sort((left, right) => left - right));
        expect(new Set(sorted)).toEqual(new Set(numbers.map(Number)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a set', () => {
  it.each([
    [{ SS: [] }, 'One or more parameter values were invalid: An string set  may not be empty'],
    [{ NS: [] }, 'One or more parameter values were invalid: An number set  may not be empty'],
    [{ BS: [] }, 'One or more parameter values were invalid: Binary sets should not be empty'],
    [
      { SS: ['b', 'b'] },
      'One or more parameter values were invalid: Input collection ["b", "b"] contains duplicates.',
    ],
    [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
    [
      { BS: [new Uint8Array([1]), new Uint8Array([1])] },
      'One or more parameter values were invalid: Input collection [AQ==, AQ==]of type BS contains duplicates.',
    ],
  ])('is refused: %o', (value, message) => {
    expect(refusal(() => new Fixture().put({ ...a, value }))).toBe(
      `ValidationException: 1 validation error detected: ${message}`,
    );
  });

  it('may hold an empty string', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, value: { SS: ['', 'x'] } });
    expect(fixture.get(a)).toEqual({ ...a, value: { SS: ['', 'x'] } });
  });
});

describe('a value', () => {
  const nested = (depth: number) => {
    let value: object = S('x');
    for (let level = 1; level < depth; level += 1) value = { L: [value] };
    return value as never;
  };

  it.each([
    [{}, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [
      { S: 'x', N: '1' },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      { L: [{ M: { x: {} } }] },
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      { NULL: false },
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    ],
    [{ M: { '': S('x') } }, 'Empty attribute name'],
  ])('is refused: %o', (value, message) => {
    expect(refusal(() => new Fixture().put({ ...a, value: value as never }))).toBe(
      `ValidationException: 1 validation error detected: ${message}`,
    );
  });

  it('may be nested 32 levels deep, and no deeper', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, value: nested(32) });
    expect(refusal(() => fixture.put({ ...a, value: nested(33) }))).toMatch(
      'ValidationException: 1 validation error detected: Nesting Levels have exceeded supported limits',
    );
  });

  it('may have a name of 65,535 bytes, and no longer', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, ['n'.repeat(65_535)]: S('x') });
    expect(refusal(() => fixture.put({ ...a, ['n'.repeat(65_536)]: S('x') }))).toBe(
      'ValidationException: 1 validation error detected: Attribute name is too large, must be less than 65536 bytes',
    );
  });

  it.each([{ S: 1 }, { BOOL: 'yes' }, { B: 'text' }, { L: 'x' }, { M: 1 }])(
    'of the wrong JSON type is refused: %o',
    (value) => {
      expect(failure(() => new Fixture().put({ ...a, value: value as never })).name).toBe(
        'SerializationException',
      );
    },
  );
});
