import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFully } from '../../../../local/eventbridge/pattern.ts';
import { Rule } from '../../../../local/eventbridge/rule.ts';
import { RuleIndex } from '../../../../local/eventbridge/rule-index.ts';

const value = fc.constantFrom<unknown>('a', 'b', 'c', 1, 2, true, null, '10.0.0.1', '');
const condition = fc.oneof(
  { weight: 4, arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      [{ exists: false }],
      [{ prefix: 'a' }, 'b'],
      [{ 'anything-but': 'a' }],
      [{ cidr: '10.0.0.0/8' }],
    ),
  },
);
const name = fc.constantFrom('source', 'detail-type', 'x', 'x.y', 'toString');
const fields = fc.dictionary(
  name,
  fc.oneof(condition, fc.dictionary(fc.constantFrom('y', 'z'), condition, { minKeys: 1 })),
  { minKeys: 1, maxKeys: 3 },
);
const pattern: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  { weight: 4, arbitrary: fields },
  { weight: 1, arbitrary: fc.record({ $or: fc.array(fields, { minLength: 2, maxLength: 3 }) }) },
);
const leafOrList = fc.oneof(value, fc.array(value, { maxLength: 3 }));
const inner = fc.dictionary(fc.constantFrom('y', 'z'), leafOrList, { maxKeys: 2 });
const event = fc.dictionary(name, fc.oneof(leafOrList, inner, fc.array(inner, { maxLength: 3 })), {
  maxKeys: 4,
});

const index = (patterns: readonly object[]) =>
  new RuleIndex(patterns.map((one, position) => ({ position, compiled: compileFully(one) })));

describe('an index of rules', () => {
  it('finds what trying each rule finds, in the same order', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 20 }),
        fc.array(event, { minLength: 1, maxLength: 5 }),
        (patterns, events) => {
          const made = index(patterns);
          const each = patterns.map((one) => compileFully(one));
          for (const one of events) {
            const positions = each.flatMap(({ matches }, at) => (matches(one) ? [at] : []));
            expect(made.matching(one).map(({ position }) => position)).toEqual(positions);
          }
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it('tries only rules that ask for what the event has', () => {
    const tried: number[] = [];
    const items = Array.from({ length: 100 }, (_, n) => {
      const compiled = compileFully({ source: ['shop'], detail: { sku: [`sku-${n}`] } });
      const matches = (given: unknown): boolean => {
        tried.push(n);
        return compiled.matches(given);
      };
      return { n, compiled: { ...compiled, matches } };
    });
    const found = new RuleIndex(items).matching({ source: 'shop', detail: { sku: 'sku-42' } });
    expect(found.map(({ n }) => n)).toEqual([42]);
    expect(tried).toEqual([42]);
  });
});

describe('a rule', () => {
  const kind = fc.constantFrom('a', 'b', '10.0.0.1', '');

  it('asks an event for the rest of its pattern, its source and type being known', () => {
    const property = fc.property(pattern, event, kind, kind, (one, fieldsOf, source, type) => {
      const { matches } = compileFully(one);
      const settings = { name: 'r', arn: 'r', enabled: true, pattern: one, schedule: undefined };
      const whole = { ...fieldsOf, source, 'detail-type': type };
      const rest = new Rule(settings, []).restFor(source, type);
      expect(rest?.matches(whole) ?? false).toBe(matches(whole));
    });
    fc.assert(property, { numRuns: 500, seed: 1 });
  });
});
