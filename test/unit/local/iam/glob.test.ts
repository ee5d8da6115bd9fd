import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../../../local/iam/glob.ts';

describe('an IAM pattern', () => {
  it.each([
    ['sqs:SendMessage', 'sqs:SendMessage', true],
    ['sqs:SendMessage', 'sqs:SendMessageBatch', false],
    ['*', '', true],
    ['kms:GenerateDataKey*', 'kms:GenerateDataKeyPair', true],
    ['kms:GenerateDataKey*', 'kms:Decrypt', false],
    ['arn:aws:s3:::bucket/*/failed', 'arn:aws:s3:::bucket/2026/11/failed', true],
    ['arn:aws:s3:::bucket/*/failed', 'arn:aws:s3:::bucket/2026/11/done', false],
    ['table/order?', 'table/orders', true],
    ['table/order?', 'table/order', false],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'ab', false],
  ])('%s against %s gives %s', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  it('agrees with the regular expression it abbreviates', () => {
    const letters = (symbols: string) => fc.string({ unit: fc.constantFrom(...symbols) });
    fc.assert(
      fc.property(letters('ab*?'), letters('ab'), (pattern, text) => {
        const expression = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        expect(compileGlob(pattern)(text)).toBe(new RegExp(`^${expression}$`).test(text));
      }),
    );
  });
});
