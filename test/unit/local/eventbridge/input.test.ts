import { describe, expect, it } from 'vitest';
import {
  compileInput,
  type TargetInput,
  TargetInputError,
} from '../../../../local/eventbridge/input.ts';

const event = {
  version: '0',
  id: '7bf73129',
  'detail-type': 'OrderPlaced',
  source: 'ordering',
  account: '123456789012',
  time: '2026-01-02T03:04:05Z',
  region: 'eu-west-1',
  resources: ['arn:one', 'arn:two'],
  detail: {
    orderId: 'o-1',
    total: 5,
    gift: false,
    note: null,
    quoted: 'say "hi"',
    'a_b-c/d': 'path',
    lines: [
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: 2 },
    ],
  },
};

const context = {
  ruleArn: 'arn:aws:events:eu-west-1:123456789012:rule/bus/placed',
  ruleName: 'placed',
  ingestionTime: '2026-01-02T03:04:06Z',
};

function deliver(target: TargetInput): string {
  return compileInput(target)(event, context);
}

function transform(InputTemplate: string, InputPathsMap?: Record<string, string>): string {
  return deliver({ InputTransformer: { InputTemplate, ...(InputPathsMap && { InputPathsMap }) } });
}

const paths = {
  id: '$.detail.orderId',
  total: '$.detail.total',
  gift: '$.detail.gift',
  note: '$.detail.note',
  quoted: '$.detail.quoted',
  lines: '$.detail.lines',
  none: '$.detail.none',
};

describe('a target without options', () => {
  it('gets the whole event', () => {
    expect(deliver({})).toBe(JSON.stringify(event));
  });
});

describe('a constant input', () => {
  it.each([['{ "a": 1 }'], ['"text"'], ['5']])('is delivered as it is given: %s', (Input) => {
    expect(deliver({ Input })).toBe(Input);
  });
});

describe('an input path', () => {
  it.each([
    ['$', JSON.stringify(event)],
    ['$.detail.lines', JSON.stringify(event.detail.lines)],
    ['$.detail.orderId', '"o-1"'],
    ['$.detail-type', '"OrderPlaced"'],
    ['$.detail.a_b-c/d', '"path"'],
    ['$.detail.note', 'null'],
    ['$.detail.lines[1].sku', '"B"'],
    ['$.resources[0]', '"arn:one"'],
    ['$.detail.lines[*].sku', '["A","B"]'],
    ['$.detail.lines[1].*', '["B",2]'],
    ['$.detail.lines[*].none', '[]'],
    ['$.detail.orderId.*', '[]'],
  ])('%s delivers the part of the event that it selects', (InputPath, text) => {
    expect(deliver({ InputPath })).toBe(text);
  });

  it.each([
    ['$.detail.none'],
    ['$.detail.lines[2]'],
    ['$.detail.lines.length'],
    ['$.detail[0]'],
    ['$.toString'],
  ])('%s fails the delivery of an event in which it selects nothing', (InputPath) => {
    const render = compileInput({ InputPath });
    expect(() => render(event, context)).toThrow(TargetInputError);
    expect(() => render(event, context)).toThrow(`InputPath ${InputPath} selects nothing`);
  });
});

describe('an input template', () => {
  it.each([
    ['a text', '"order <id> of <total>"', '"order o-1 of 5"'],
    ['a text with quotes in it', '"order \\"<id>\\""', '"order \\"o-1\\""'],
    ['texts on several lines', '"order <id>"\n"total <total>"', '"order o-1"\n"total 5"'],
    ['a variable alone', '<id>', '"o-1"'],
    ['an object', '{"id":<id>,"total":<total>}', '{"id":"o-1","total":5}'],
    [
      'an object with texts',
      '{"id":"<id>","text":"is <id>, \\"<total>\\""}',
      '{"id":"o-1","text":"is o-1, \\"5\\""}',
    ],
    ['a mix of values', '{"a":[9,<id>,true],"b":"Yes"}', '{"a":[9,"o-1",true],"b":"Yes"}'],
    ['lists and objects', '{"lines":<lines>}', `{"lines":${JSON.stringify(event.detail.lines)}}`],
    ['false and null', '{"a":<gift>,"b":<note>}', '{"a":false,"b":null}'],
    ['false and null in a text', '"<gift> <note>"', '"false null"'],
    ['nothing', '"plain"', '"plain"'],
    ['a sign that begins no variable', '"a < b"', '"a < b"'],
  ])('may be %s', (_, template, text) => {
    expect(transform(template, paths)).toBe(text);
  });

  it('is minified when it is an object, but for its texts', () => {
    expect(transform('{\n  "a b" : <id>,\t"c": "x  <id>"\n}', paths)).toBe(
      '{"a b":"o-1","c":"x  o-1"}',
    );
  });

  it('has an empty text for a variable that the event does not have', () => {
    expect(transform('{"none":<none>}', paths)).toBe('{"none":""}');
    expect(transform('"none: <none>"', paths)).toBe('"none: "');
  });

  it('escapes a text outside of quotes, and not one inside', () => {
    expect(transform('{"a":<quoted>}', paths)).toBe('{"a":"say \\"hi\\""}');
    expect(transform('"<quoted>"', paths)).toBe('"say "hi""');
  });

  it('takes the quotes from a list or an object inside of quotes', () => {
    expect(transform('"lines <lines>"', paths)).toBe(
      '"lines [{sku:A,quantity:1},{sku:B,quantity:2}]"',
    );
  });

  it('knows the rule and the time of ingestion without a path', () => {
    const names = [
      'aws.events.rule-arn',
      'aws.events.rule-name',
      'aws.events.event.ingestion-time',
    ];
    const { ruleArn, ruleName, ingestionTime } = context;
    expect(transform(`"${names.map((name) => `<${name}>`).join(' ')}"`)).toBe(
      `"${ruleArn} ${ruleName} ${ingestionTime}"`,
    );
    expect(transform('{"rule":<aws.events.rule-name>}')).toBe('{"rule":"placed"}');
  });

  it('knows the event, and the event without its detail', () => {
    const { 'detail-type': detailType, detail, ...outer } = event;
    const text = transform('{"all":<aws.events.event.json>,"outer":<aws.events.event>}');
    expect(JSON.parse(text)).toEqual({ all: event, outer: { ...outer, detailType } });
  });
});

describe('a target', () => {
  const refusals: [string, TargetInput, string][] = [
    ['two options', { Input: '1', InputPath: '$' }, 'Input and InputPath'],
    [
      'three options',
      { Input: '1', InputPath: '$', InputTransformer: { InputTemplate: '"x"' } },
      'Input and InputPath and InputTransformer',
    ],
    ['an input that is not JSON', { Input: 'text' }, 'Input'],
    ['an empty input', { Input: '' }, 'Input'],
    ['a path without $', { InputPath: 'detail' }, 'InputPath'],
    ['a path with names in brackets', { InputPath: "$.detail['a']" }, 'InputPath'],
    ['a path of any depth', { InputPath: '$..sku' }, 'InputPath'],
    ['a path with a filter', { InputPath: '$.lines[?(@.a)]' }, 'InputPath'],
    ['a path with a slice', { InputPath: '$.lines[0:1]' }, 'InputPath'],
  ];

  it.each(refusals)('is refused with %s', (_, target, path) => {
    expect(() => compileInput(target)).toThrow(TargetInputError);
    expect(() => compileInput(target)).toThrow(expect.objectContaining({ path }));
  });

  it.each([
    ['an unknown variable', '"<other>"', 'contains invalid placeholder other'],
    ['a predefined variable that is none', '"<aws.events.other>"', 'invalid placeholder'],
    ['a variable as the name of a field', '{<id>:1}', 'is not valid JSON'],
    ['a variable in the name of a field', '{"x <id>" : 1}', 'has a variable in the name'],
    ['text without quotes', 'order <id>', 'is not valid JSON'],
    ['an object that is not closed', '{"a":<id>', 'is not valid JSON'],
    ['a second line without quotes', '"a"\nb', 'is not valid JSON'],
    ['the event inside a text', '"<aws.events.event.json>"', 'may only be a value'],
    ['the event inside a text of an object', '{"a":"<aws.events.event>"}', 'may only be a value'],
    ['the event inside a list', '[<aws.events.event.json>]', 'may only be a value'],
    ['nothing in it', '', 'must have 1 to 8192 characters'],
  ])('is refused with a template that has %s', (_, InputTemplate, reason) => {
    const target = { InputTransformer: { InputPathsMap: paths, InputTemplate } };
    expect(() => compileInput(target)).toThrow(
      expect.objectContaining({ path: 'InputTransformer.InputTemplate' }),
    );
    expect(() => compileInput(target)).toThrow(reason);
  });

  it.each([
    ['a dot', 'aws.events.rule-name'],
    ['a space', 'a b'],
    ['no character', ''],
  ])('is refused with a variable whose name has %s', (_, name) => {
    const InputTransformer = { InputPathsMap: { [name]: '$' }, InputTemplate: '"x"' };
    expect(() => compileInput({ InputTransformer })).toThrow(
      expect.objectContaining({ path: `InputTransformer.InputPathsMap.${name}` }),
    );
  });

  it('is refused with a variable whose path is not valid', () => {
    const InputTransformer = { InputPathsMap: { a: 'detail' }, InputTemplate: '"x"' };
    expect(() => compileInput({ InputTransformer })).toThrow(
      expect.objectContaining({ path: 'InputTransformer.InputPathsMap.a' }),
    );
  });
});

describe('the limits of a target', () => {
  const variables = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, '$.id']));
  const limits: [string, (size: number) => TargetInput, number][] = [
    ['characters of an input', (size) => ({ Input: `"${'x'.repeat(size - 2)}"` }), 8192],
    ['characters of an input path', (size) => ({ InputPath: `$.${'x'.repeat(size - 2)}` }), 256],
    [
      'characters of a template',
      (size) => ({ InputTransformer: { InputTemplate: `"${'x'.repeat(size - 2)}"` } }),
      8192,
    ],
    [
      'characters of the name of a variable',
      (size) => ({
        InputTransformer: { InputPathsMap: { ['x'.repeat(size)]: '$' }, InputTemplate: '"x"' },
      }),
      256,
    ],
    [
      'variables',
      (size) => ({ InputTransformer: { InputPathsMap: variables(size), InputTemplate: '"<v0>"' } }),
      100,
    ],
  ];

  it.each(limits)('allow as many %s as AWS does and not one more', (_, target, limit) => {
    expect(() => compileInput(target(limit))).not.toThrow();
    expect(() => compileInput(target(limit + 1))).toThrow(TargetInputError);
  });
});
