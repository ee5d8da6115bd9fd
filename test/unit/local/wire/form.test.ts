import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as sqs from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { type FormNode, parseForm, put } from '../../../../local/wire/form.ts';
import { decodeForm } from '../../../../local/wire/form-decode.ts';
import { modelOf } from '../../../../local/wire/model.ts';

/** A form's tree as nested objects; `=` holds the value of a node that has one. */
function shown({ value, children }: FormNode): unknown {
  if (children.size === 0) return value;
  const inner = [...children].map(([name, child]) => [name, shown(child)]);
  return Object.fromEntries([...(value === undefined ? [] : [['=', value]]), ...inner]);
}

const tree = (text: string): unknown => shown(parseForm(text));

describe('a form', () => {
  it.each([
    ['nothing', '', undefined],
    ['a name without a value, which is empty', 'a=&b', { a: '', b: '' }],
    ['pairs of nothing, which are passed over', '&a=1&&b=2&', { a: '1', b: '2' }],
    ['a value with equals signs, cut at the first', 'a=b=c', { a: 'b=c' }],
    ['a plus for a space, in names and in values', 'a+b=c+d', { 'a b': 'c d' }],
    ['a plus that is escaped', 'a%2Bb=c%2Bd', { 'a+b': 'c+d' }],
    ['letters beyond ASCII', 'a=gr%C3%BCn%F0%9F%99%82', { a: 'grün🙂' }],
    ['a dot that is escaped, which parts the name all the same', 'a%2Eb=1', { a: { b: '1' } }],
    ['an ampersand that is escaped', 'a=b%26c%3Dd', { a: 'b&c=d' }],
    ['a name that comes twice: the last counts', 'a=1&a=2', { a: '2' }],
    ['a name that comes twice, the second time empty', 'a=1&a=', { a: '' }],
    ['a value and parts of one name', 'a=1&a.b=2', { a: { '=': '1', b: '2' } }],
    ['empty parts of a name', 'a..b=1&.=2', { a: { '': { b: '1' } }, '': { '': '2' } }],
    ['the names of an object', '__proto__.x=1&constructor=2', expect.anything()],
  ])('holds %s', (_what, text, expected) => {
    expect(tree(text)).toEqual(expected);
  });

  it('keeps names that every object has as names like others', () => {
    const form = parseForm('__proto__.x=1&constructor=2');
    expect([...form.children.keys()]).toEqual(['__proto__', 'constructor']);
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it.each(['a=%', 'a=%4', 'a=%zz', 'a=%E4', '%FF=1', 'a=%ED%A0%80'])(
    'refuses %s, which is no UTF-8 in percents',
    (text) => {
      expect(() => parseForm(text)).toThrow(
        expect.objectContaining({
          ...{ name: 'MalformedInput', message: 'The request is not percent-encoded UTF-8.' },
          cause: expect.any(URIError),
        }),
      );
    },
  );

  it('takes 10,000 parameters and no more', () => {
    expect(parseForm('a=1&'.repeat(9_999)).children.size).toBe(1);
    expect(() => parseForm(`${'a=1&'.repeat(9_999)}&`)).toThrow('Too many parameters.');
  });

  it('takes names of 32 parts and no longer ones', () => {
    expect(() => parseForm(`${'a.'.repeat(31)}a=1`)).not.toThrow();
    expect(() => parseForm(`${'a.'.repeat(32)}a=1`)).toThrow(/nested too deeply/);
  });
});

/** The input of an operation, out of parameters. */
function decoded(sdk: object, operation: string, parameters: Record<string, string>): unknown {
  const root = parseForm('');
  for (const [name, value] of Object.entries(parameters)) put(root, name, value);
  return decodeForm(modelOf(sdk).operations.get(operation)!.input, root);
}

const ofSqs = (operation: string, parameters: Record<string, string>): unknown =>
  decoded(sqs, operation, parameters);
const ofCloudwatch = (operation: string, parameters: Record<string, string>): unknown =>
  decoded(cloudwatch, operation, parameters);

describe('the parameters of AWS Query', () => {
  it('keep an empty text as it is', () => {
    expect(ofSqs('SendMessage', { MessageBody: '' })).toEqual({ MessageBody: '' });
  });

  it('hold nothing where nothing was given', () => {
    expect(ofSqs('SendMessage', {})).toEqual({});
  });

  it.each([
    ['an empty number', 'ReceiveMessage', 'WaitTimeSeconds', ''],
    ['a number with spaces', 'ReceiveMessage', 'WaitTimeSeconds', ' 1'],
    ['a number with an exponent', 'ReceiveMessage', 'WaitTimeSeconds', '1e1'],
    ['a number of sixteen digits', 'ReceiveMessage', 'WaitTimeSeconds', '1234567890123456'],
    ['bytes that are no Base64', 'SendMessage', 'MessageAttribute.1.Value.BinaryValue', '?'],
  ])('refuse %s, and name it', (_what, operation, name, text) => {
    const parameters = { 'MessageAttribute.1.Name': 'a', [name]: text };
    const given = operation === 'SendMessage' ? parameters : { [name]: text };
    expect(() => ofSqs(operation, given)).toThrow(
      expect.objectContaining({ name: 'MalformedInput', message: expect.stringContaining(name) }),
    );
  });

  it.each([
    ['-1', -1],
    ['+7', 7],
    ['007', 7],
    ['999999999999999', 999_999_999_999_999],
  ])('take %s for a number', (text, expected) => {
    expect(ofSqs('ReceiveMessage', { WaitTimeSeconds: text })).toEqual({
      WaitTimeSeconds: expected,
    });
  });

  it.each([
    ['1', 1],
    ['-.5', -0.5],
    ['1.', 1],
    ['2E-3', 0.002],
  ])('take %s for a fraction', (text, expected) => {
    const input = { 'MetricData.member.1.Value': text };
    expect(ofCloudwatch('PutMetricData', input)).toEqual({ MetricData: [{ Value: expected }] });
  });

  it.each(['', '.', '1e400', 'NaN', '1,5'])('take no %j for a fraction', (text) => {
    const input = { 'MetricData.member.1.Value': text };
    expect(() => ofCloudwatch('PutMetricData', input)).toThrow(/\(MetricData\.1\.Value\)$/);
  });

  it.each([
    ['true', true],
    ['TRUE', true],
    ['False', false],
  ])('take %s for true or false', (text, expected) => {
    expect(ofCloudwatch('PutMetricAlarm', { ActionsEnabled: text })).toEqual({
      ActionsEnabled: expected,
    });
  });

  it.each(['', 'yes', ' true'])('take no %j for true or false', (text) => {
    expect(() => ofCloudwatch('PutMetricAlarm', { ActionsEnabled: text })).toThrow(/is no boolean/);
  });

  it('read bytes out of Base64, none of them too', () => {
    const bytes = (text: string): unknown =>
      ofSqs('SendMessage', {
        'MessageAttribute.1.Name': 'a',
        'MessageAttribute.1.Value.BinaryValue': text,
      });
    expect(bytes('AP8=')).toEqual({
      MessageAttributes: { a: { BinaryValue: new Uint8Array([0, 255]) } },
    });
    expect(bytes('')).toEqual({ MessageAttributes: { a: { BinaryValue: new Uint8Array() } } });
  });

  it('call a parameter by the name of its list, or by that of the model', () => {
    const asked = { AttributeNames: ['All'] };
    expect(ofSqs('GetQueueAttributes', { 'AttributeName.1': 'All' })).toEqual(asked);
    expect(ofSqs('GetQueueAttributes', { 'AttributeNames.1': 'All' })).toEqual(asked);
  });

  it('refuse one that the model does not have, by its whole name', () => {
    const nested = { 'MessageAttribute.1.Name': 'a', 'MessageAttribute.1.Value.Novelty': 'x' };
    expect(() => ofSqs('SendMessage', nested)).toThrow(
      expect.objectContaining({
        ...{ name: 'NotSimulatedError' },
        message: expect.stringMatching(/parameter MessageAttribute\.1\.Value\.Novelty$/),
      }),
    );
  });

  it('refuse a text where parts are given, and parts where a text is', () => {
    expect(() => ofSqs('SendMessage', { 'MessageBody.1': 'a' })).toThrow(
      'Unexpected complex element termination in MessageBody',
    );
    const both = { MessageBody: 'a', 'MessageBody.1': 'b' };
    expect(() => ofSqs('SendMessage', both)).toThrow(/complex element/);
  });
});

describe('a list of AWS Query', () => {
  const names = (parameters: Record<string, string>): unknown =>
    (ofSqs('GetQueueAttributes', parameters) as { AttributeNames?: unknown }).AttributeNames;

  it('is in the order of its numbers, with holes and however they are written', () => {
    const parameters = { 'AttributeName.10': 'c', 'AttributeName.2': 'b', 'AttributeName.01': 'a' };
    expect(names(parameters)).toEqual(['a', 'b', 'c']);
    expect(names({ 'AttributeName.999999': 'z' })).toEqual(['z']);
  });

  it('holds empty texts', () => {
    expect(names({ 'AttributeName.1': '', 'AttributeName.2': 'All' })).toEqual(['', 'All']);
  });

  it('is empty where it is a parameter without a value, whether its items are named or not', () => {
    expect(ofCloudwatch('PutMetricData', { MetricData: '' })).toEqual({ MetricData: [] });
    expect(names({ AttributeName: '' })).toEqual([]);
  });

  it('is not there where it is not given', () => {
    expect(names({})).toBeUndefined();
  });

  it.each([
    ['a letter for a number', { 'AttributeName.x': 'a' }, 'Key AttributeName.x is no number'],
    ['an empty number', { 'AttributeName.': 'a' }, 'Key AttributeName. is no number'],
    ['a number below zero', { 'AttributeName.-1': 'a' }, 'Key AttributeName.-1 is no number'],
    ['a number of seven digits', { 'AttributeName.1000000': 'a' }, 'is no number of a list'],
    ['a structure for an item', { 'AttributeName.1.Name': 'a' }, 'in AttributeName.1'],
  ])('is refused for %s', (_what, parameters, message) => {
    expect(() => names(parameters as never)).toThrow(
      expect.objectContaining({
        ...{ name: 'MalformedInput', message: expect.stringContaining(message) },
      }),
    );
  });

  it('is its only item where items have no name of their own', () => {
    expect(names({ AttributeName: 'All' })).toEqual(['All']);
    const both = { AttributeName: 'All', 'AttributeName.1': 'QueueArn' };
    expect(() => names(both)).toThrow('Unexpected complex element termination in AttributeName');
  });

  it('is refused where it is a text and its items have a name', () => {
    expect(() => ofCloudwatch('PutMetricData', { MetricData: 'x' })).toThrow(
      'Parameter MetricData is no list.',
    );
    expect(() => ofCloudwatch('PutMetricData', { 'MetricData.1.Value': '1' })).toThrow(
      'Parameter MetricData is no list.',
    );
  });
});

describe('a map of AWS Query', () => {
  const tags = (parameters: Record<string, string>): unknown =>
    (ofSqs('TagQueue', parameters) as { Tags?: unknown }).Tags;

  it('has its keys and values by number, empty values too', () => {
    const parameters = {
      ...{ 'Tag.2.Key': 'b', 'Tag.2.Value': '' },
      ...{ 'Tag.1.Key': 'a', 'Tag.1.Value': '1' },
    };
    expect(tags(parameters)).toEqual({ a: '1', b: '' });
  });

  it('takes an empty key, and the last of two values of one', () => {
    const parameters = {
      ...{ 'Tag.1.Key': '', 'Tag.1.Value': 'first' },
      ...{ 'Tag.2.Key': '', 'Tag.2.Value': 'last' },
    };
    expect(tags(parameters)).toEqual({ '': 'last' });
  });

  it('takes names that every object has for keys like others', () => {
    const parameters = { 'Tag.1.Key': '__proto__', 'Tag.1.Value': 'x' };
    expect(Object.entries(tags(parameters) as object)).toEqual([['__proto__', 'x']]);
  });

  it('is empty where it is a parameter without a value, and no text', () => {
    expect(tags({ Tag: '' })).toEqual({});
    expect(() => tags({ Tag: 'x' })).toThrow('Parameter Tag is no map.');
    const both = { Tag: 'x', 'Tag.1.Key': 'a', 'Tag.1.Value': '1' };
    expect(() => tags(both)).toThrow('Parameter Tag is no map.');
  });

  it.each([
    ['an entry without a key', { 'Tag.1.Value': 'x' }, 'Parameter Tag.1.Key is missing.'],
    ['an entry without a value', { 'Tag.1.Key': 'x' }, 'Parameter Tag.1.Value is missing.'],
    ['an entry that is a text', { 'Tag.1': 'x' }, 'Parameter Tag.1.Key is missing.'],
    ['a key without a number', { 'Tag.Key': 'x' }, 'Key Tag.Key is no number of a list.'],
    ['a key with parts', { 'Tag.1.Key.1': 'x', 'Tag.1.Value': 'y' }, /complex element .* Tag\.1$/],
  ])('is refused for %s', (_what, parameters, message) => {
    expect(() => tags(parameters as never)).toThrow(message);
  });
});
