import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  describeIssues,
  fieldProblems,
  pointerTo,
  validate,
} from '../../../../functions/runtime/validation.ts';

/** What is wrong with a value, in one line. */
function wrong(schema: z.ZodMiniType, value: unknown): string | undefined {
  const { error } = validate(schema, value);
  return error && describeIssues(error.issues);
}

describe('what is wrong with a value', () => {
  it.each([
    ['a field that is missing', z.object({ a: z.string() }), {}, '/a is missing'],
    ['another type', z.object({ a: z.string() }), { a: 1 }, '/a must be of type string'],
    [
      'too short a text',
      z.string().check(z.minLength(2)),
      'a',
      '(whole) must have a length of at least 2',
    ],
    [
      'too long a text',
      z.string().check(z.maxLength(1)),
      'ab',
      '(whole) must have a length of at most 1',
    ],
    [
      'too few entries',
      z.array(z.int()).check(z.minLength(1)),
      [],
      '(whole) must have a number of entries of at least 1',
    ],
    [
      'too many entries',
      z.array(z.int()).check(z.maxLength(1)),
      [1, 2],
      '(whole) must have a number of entries of at most 1',
    ],
    ['too small a number', z.int().check(z.minimum(1)), 0, '(whole) must be at least 1'],
    ['too large a number', z.int().check(z.maximum(9)), 10, '(whole) must be at most 9'],
    ['none of the values', z.enum(['a', 'b']), 'c', '(whole) must be one of "a", "b"'],
    ['another pattern', z.string().check(z.regex(/^a$/)), 'b', '(whole) must match /^a$/'],
    ['no such format', z.email(), 'b', '(whole) must be a valid email'],
  ])('is told of %s', (_what, schema, value, text) => {
    expect(wrong(schema, value)).toBe(text);
  });

  it('is told of each field that there is not, and of all others', () => {
    const schema = z.strictObject({ a: z.int() });
    expect(wrong(schema, { a: 'x', b: 1, 'c/~': 2 })).toBe(
      '/a must be of type number; /b is not a field of this request; /c~1~0 is not a field of this request',
    );
    expect(wrong(schema, { a: 1 })).toBeUndefined();
  });

  it('has a pointer of RFC 6901 for each field', () => {
    expect(pointerTo([])).toBe('');
    expect(pointerTo(['lines', 0, 'a/b~c'])).toBe('/lines/0/a~1b~0c');
    expect(fieldProblems([])).toEqual([]);
  });
});
