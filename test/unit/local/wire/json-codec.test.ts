import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { decodeJson, parseJson } from '../../../../local/wire/json-decode.ts';
import { jsonEncoder } from '../../../../local/wire/json-encode.ts';
import { modelOf, type OperationModel } from '../../../../local/wire/model.ts';

const operation = (sdk: object, name: string): OperationModel => modelOf(sdk).operations.get(name)!;

describe('a value in JSON', () => {
  it('has instants in seconds, with their milliseconds', () => {
    const { input } = operation(eventbridge, 'PutEvents');
    const decoded = decodeJson(input, { Entries: [{ Time: 1_700_000_000.123 }] });
    expect(decoded).toEqual({ Entries: [{ Time: new Date(1_700_000_000_123) }] });
    expect(jsonEncoder(input)(decoded)).toEqual({ Entries: [{ Time: 1_700_000_000.123 }] });
  });

  it('has whole numbers where integers are: the fraction is cut off, and what is too large is the largest', () => {
    const { input } = operation(dynamodb, 'Scan');
    const limitOf = (Limit: number) => decodeJson(input, { Limit });
    expect([1.5, -1.5, Infinity, -Infinity, 3_000_000_000].map(limitOf)).toEqual(
      [1, -1, 2_147_483_647, -2_147_483_648, 2_147_483_647].map((Limit) => ({ Limit })),
    );
  });

  it('keeps the fractions of doubles', () => {
    const { input } = operation(cloudwatch, 'PutMetricData');
    const data = [
      { Value: 1.5, StorageResolution: 1.5 },
      { Values: [1.5], Counts: [2.5] },
      { StatisticValues: { SampleCount: 0.5, Sum: 1.5, Minimum: 2.5, Maximum: 3.5 } },
    ];
    const [first, ...others] = structuredClone(data);
    expect(decodeJson(input, { MetricData: data })).toEqual({
      MetricData: [{ ...first, StorageResolution: 1 }, ...others],
    });
    const alarm = operation(cloudwatch, 'PutMetricAlarm').input;
    expect(decodeJson(alarm, { Threshold: 0.5, Period: 60.5 })).toEqual({
      Threshold: 0.5,
      Period: 60,
    });
  });

  it('has bytes in base64', () => {
    const { input } = operation(dynamodb, 'PutItem');
    const sent = { Item: { id: { BS: ['AP8=', ''] } } };
    const decoded = decodeJson(input, structuredClone(sent));
    expect(decoded).toEqual({
      Item: { id: { BS: [Uint8Array.of(0, 255), Uint8Array.of()] } },
    });
    expect(jsonEncoder(input)(decoded)).toEqual(sent);
  });

  it('keeps a name that every object has', () => {
    const { input } = operation(dynamodb, 'PutItem');
    const text = '{"Item":{"__proto__":{"S":"a"},"constructor":{"B":"AA=="}}}';
    const decoded = decodeJson(input, JSON.parse(text)) as { Item: object };
    expect(Object.getPrototypeOf(decoded.Item)).toBe(Object.prototype);
    expect(Object.keys(decoded.Item)).toEqual(['__proto__', 'constructor']);
    expect(JSON.stringify(jsonEncoder(input)(decoded))).toBe(text);
  });

  it('is refused by name for a member that the model does not have, but for its type', () => {
    const { input } = operation(eventbridge, 'PutEvents');
    const decode = (entry: object) => decodeJson(input, { Entries: [entry] });
    expect(() => decode({ Novelty: 1 })).toThrow(
      expect.objectContaining({
        ...{ name: 'NotSimulatedError' },
        message: expect.stringContaining('member Novelty of PutEventsRequestEntry'),
      }),
    );
    expect(decode({ __type: 'x', Source: null, Detail: '{}' })).toEqual({
      Entries: [expect.objectContaining({ Detail: '{}' })],
    });
    expect(decode({ Source: null })).toEqual({ Entries: [{}] });
  });

  it.each([
    [
      'a list for a structure',
      { Entries: [[]] },
      'Unrecognized collection type PutEventsRequestEntry',
    ],
    [
      'a structure for a list',
      { Entries: {} },
      'Start of structure or map found where not expected.',
    ],
    ['a text for a list', { Entries: 'x' }, 'Unexpected field type'],
    ['a number for a text', { EndpointId: 1 }, 'NUMBER_VALUE cannot be converted to String'],
    ['a fraction for a text', { EndpointId: 1.5 }, 'DECIMAL_VALUE cannot be converted to String'],
    ['truth for a text', { EndpointId: true }, 'TRUE_VALUE cannot be converted to String'],
    ['nothing in a list', { Entries: [null] }, 'A list may not hold null.'],
  ])('is refused for %s', (_what, value, message) => {
    const { input } = operation(eventbridge, 'PutEvents');
    expect(() => decodeJson(input, value)).toThrow(
      expect.objectContaining({ name: 'SerializationException', message }),
    );
  });

  it('is refused where a map holds nothing for a name', () => {
    const { input } = operation(dynamodb, 'PutItem');
    expect(() => decodeJson(input, { Item: { id: null } })).toThrow('A map may not hold null.');
    expect(decodeJson(input, { Item: { id: { S: 'a' } } })).toEqual({ Item: { id: { S: 'a' } } });
  });

  it('is refused where it is no JSON at all, with what was wrong, and is empty where there is none', () => {
    expect(parseJson('')).toEqual({});
    expect(() => parseJson('{')).toThrow(
      expect.objectContaining({
        ...{ name: 'SerializationException', message: '', cause: expect.any(SyntaxError) },
      }),
    );
  });

  it('leaves out what the model does not have, and what is not given', () => {
    const { output } = operation(dynamodb, 'GetItem');
    const encoded = jsonEncoder(output)({ Item: undefined, $metadata: {}, Novelty: 1 });
    expect(encoded).toEqual({});
  });

  it('does not change what it is made of', () => {
    const { output } = operation(dynamodb, 'GetItem');
    const Item = Object.freeze({ id: Object.freeze({ B: Uint8Array.of(1) }) });
    expect(jsonEncoder(output)({ Item })).toEqual({ Item: { id: { B: 'AQ==' } } });
    expect(Item.id.B).toEqual(Uint8Array.of(1));
  });
});
