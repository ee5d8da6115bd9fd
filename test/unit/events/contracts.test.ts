import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { contracts } from '../../../events/index.ts';
import { contractSchema } from '../../../events/schema.ts';
import { eventOf } from '../../support/events.ts';
import { ThingHappened } from '../../support/thing.ts';
import { foreignKinds } from './schema-kinds.ts';

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

/** The JSON Schema of a contract's data. */
function dataSchema(contract: (typeof contracts)[number]): JsonSchema {
  const { properties } = contractSchema(contract) as unknown as {
    properties: { detail: { properties: { data: JsonSchema } } };
  };
  return properties.detail.properties.data;
}

/** What a dotted path leads to, through lists as well; undefined if nothing. */
function at(schema: JsonSchema | undefined, path: string): JsonSchema | undefined {
  return path
    .split('.')
    .reduce((found, name) => (found?.items ?? found)?.properties?.[name], schema);
}

describe.each(contracts)('the contract $name', (contract) => {
  it('is named by a past fact in PascalCase, with a description', () => {
    expect(contract.name).toMatch(/^([A-Z][a-z]+)+(ed|en)$/);
    expect(contract.description).toMatch(/\.$/);
  });

  it('has a producer and the source that follows from it', () => {
    expect(contract.producer).toMatch(/^(ordering|inventory|payments|fulfilment)$/);
    expect(contract.source).toBe(`orderly.${contract.producer}`);
  });

  it('has a version, and a step from each version before it', () => {
    const before = Array.from({ length: contract.version - 1 }, (_, index) => String(index + 1));
    expect(Object.keys(contract.upcasts)).toEqual(before);
  });

  it('has examples that satisfy it, within an envelope too', () => {
    for (const example of contract.examples) {
      expect(z.safeParse(contract.data, example)).toEqual({ success: true, data: example });
      const event = eventOf(contract, example as object);
      expect(z.safeParse(contract.envelope, event)).toEqual({ success: true, data: event });
    }
  });

  it('has a subject that the envelope can carry', () => {
    for (const example of contract.examples) {
      expect(contract.subject(example)).toMatch(/^.{1,128}$/);
    }
  });

  it('marks as personal only fields that there are', () => {
    const schema = dataSchema(contract);
    expect(contract.pii.filter((path) => !at(schema, path))).toEqual([]);
  });

  it('marks customers and cards as personal wherever it has them', () => {
    const schema = dataSchema(contract);
    const personal = ['customerId', 'cardToken'].filter((path) => at(schema, path));
    expect(contract.pii).toEqual(expect.arrayContaining(personal));
  });

  it('holds nothing that JSON would change on its way', () => {
    expect(foreignKinds(contract.data)).toEqual([]);
  });
});

describe('the contracts', () => {
  it('have a name each', () => {
    const names = contracts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a contract that holds what JSON would change', () => {
  const one = z.string();
  it.each([
    ['date', z.date()],
    ['bigint', z.bigint()],
    ['pipe', z.pipe(one, z.transform(Number))],
    ['map', z.map(one, one)],
    ['set', z.set(one)],
    ['default', z._default(one, 'x')],
    ['unknown', z.unknown()],
  ])('is found out: %s', (kind, schema) => {
    const nested = z.object({ list: z.array(z.optional(z.union([one, schema]))) });
    expect(foreignKinds(nested)).toEqual([kind]);
  });
});

describe('a contract', () => {
  const event = eventOf(ThingHappened);

  it('knows its own events', () => {
    expect(ThingHappened.is(event)).toBe(true);
    expect(ThingHappened.is({ ...event, eventType: 'OtherHappened' })).toBe(false);
  });

  it.each([
    ['another type', { eventType: 'OtherHappened' }],
    ['another version', { eventVersion: 2 }],
    ['another source', { source: 'orderly.stranger' }],
    ['a timestamp without milliseconds', { timestamp: '2026-11-21T10:00:00Z' }],
    ['a timestamp of another zone', { timestamp: '2026-11-21T10:00:00.000+01:00' }],
    ['an empty id', { eventId: '' }],
    ['too long an id', { eventId: 'x'.repeat(129) }],
    ['a broken traceparent', { metadata: { traceparent: '00-1-2-3' } }],
    ['no aggregate version', { metadata: { aggregateVersion: 0 } }],
  ])('refuses an envelope with %s', (_what, changes) => {
    expect(z.safeParse(ThingHappened.envelope, { ...event, ...changes }).success).toBe(false);
  });
});
