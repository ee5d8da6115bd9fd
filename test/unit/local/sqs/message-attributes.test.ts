import { describe, expect, it } from 'vitest';
import { checkedAttributes } from '../../../../local/sqs/message-attributes.ts';

const text = { DataType: 'String', StringValue: 'v' };

describe('message attributes', () => {
  it.each([
    [{ name: text }],
    [{ ['n'.repeat(256)]: text }],
    [
      {
        a: { DataType: `String.${'l'.repeat(249)}`, StringValue: 'tab\t, line\n and \ud83d\ude42' },
      },
    ],
    [{ 'a.b-c_9': { DataType: 'Number.int', StringValue: '-1.5e3' } }],
    [{ bytes: { DataType: 'Binary.gif', BinaryValue: new Uint8Array([1]) } }],
  ])('are taken as they are: %j', (attributes) => {
    expect(checkedAttributes(attributes)).toEqual(attributes);
  });

  it('are none if there are none', () => {
    expect(checkedAttributes({})).toBeUndefined();
  });

  it.each([
    [{ ['n'.repeat(257)]: text }, /shorter than 256 Bytes/],
    [{ 'a b': text }, /can only contain/],
    [{ 'AWS.x': text }, /reserved for internal use/],
    [{ 'amazon.x': text }, /reserved for internal use/],
    [{ '.x': text }, /cannot start or end with/],
    [{ 'x.': text }, /cannot start or end with/],
    [{ a: { DataType: 'Text', StringValue: 'v' } }, /type of message \(user\) attribute 'a'/],
    [
      { a: { DataType: 'String', StringValue: '' } },
      /'a' must contain a non-empty value of type 'String'/,
    ],
    [
      { a: { DataType: 'Binary', StringValue: 'v' } },
      /'a' must contain a non-empty value of type 'Binary'/,
    ],
    [{ a: { DataType: `String.${'l'.repeat(250)}`, StringValue: 'v' } }, /shorter than 256 Bytes/],
    [
      { a: { DataType: 'String', StringValue: 'a\u000b' } },
      /^Invalid binary character '#xB' was found in the message attribute 'a', the set of allowed/,
    ],
    [{ a: { DataType: 'Number', StringValue: 'one' } }, /Can't cast the value .* 'a' to a number/],
  ])('are refused as SQS words it: %j', (attributes, message) => {
    expect(() => checkedAttributes(attributes)).toThrow(message);
    expect(() => checkedAttributes(attributes)).toThrow(
      expect.objectContaining({ name: 'InvalidParameterValue' }),
    );
  });
});
