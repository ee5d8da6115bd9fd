import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../../../local/eventbridge/input/exact-json.ts';
import { compileInput, type TargetInput } from '../../../../local/eventbridge/input.ts';

const context = { ruleArn: 'arn', ruleName: 'rule', ingestionTime: '2026-01-01T00:00:00Z' };

/** What a target gets of an event with this detail, in JSON. */
function delivered(detail: string, target: TargetInput): string {
  return compileInput(target)(parseExactly(`{"id":"7bf7","detail":${detail}}`), context);
}

/** Numbers in every spelling that JSON has. */
const spelling = fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/);

const shapes: readonly [string, TargetInput, (number: string) => string][] = [
  ['InputPath', { InputPath: '$.detail.n' }, (number) => number],
  ['InputPath of a tree', { InputPath: '$.detail' }, (number) => `{"n":${number}}`],
  ['InputPath of every child', { InputPath: '$.detail.*' }, (number) => `[${number}]`],
  [
    'a value of a template',
    { InputTransformer: { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '{"a":<n>}' } },
    (number) => `{"a":${number}}`,
  ],
  [
    'a text of a template',
    { InputTransformer: { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '"order <n>"' } },
    (number) => `"order ${number}"`,
  ],
  [
    'the whole event in a template',
    { InputTransformer: { InputTemplate: '{"e":<aws.events.event.json>}' } },
    (number) => `{"e":{"id":"7bf7","detail":{"n":${number}}}}`,
  ],
];

describe('a number of an event', () => {
  it.each(shapes)('arrives as it was sent through %s', (_shape, target, expected) => {
    fc.assert(
      fc.property(spelling, (number) => {
        expect(delivered(`{"n":${number}}`, target)).toBe(expected(number));
      }),
    );
  });

  it('has no fields that a path could select', () => {
    const target = { InputPath: '$.detail.n.rawJSON' };
    expect(() => delivered('{"n":9007199254740993}', target)).toThrow('selects nothing');
  });
});
