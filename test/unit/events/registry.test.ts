import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '../../../events/index.ts';
import { contractSchema, schemaFile, schemaName, schemaText } from '../../../events/schema.ts';

const registry = new URL('../../../events/registry/', import.meta.url);
const files = readdirSync(registry).sort();
const textOf = (file: string) => readFileSync(new URL(file, registry), 'utf8');

/** The keywords of JSON Schema draft 4 that the contracts need; later drafts' are not among them. */
const keywords = new Set([
  ...['$schema', 'title', 'description', 'type', 'enum', 'format', 'pattern', 'anyOf'],
  ...['properties', 'required', 'items', 'minItems', 'maxItems'],
  ...['minLength', 'maxLength', 'minimum', 'maximum'],
  ...['x-amazon-events-source', 'x-amazon-events-detail-type'],
]);

/** Every keyword of a schema; names of properties are none. */
function keywordsOf(schema: object): string[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'properties') return [keyword, ...Object.values(value).flatMap(nested)];
    return [keyword, ...(Array.isArray(value) ? value.flatMap(nested) : nested(value))];
  });
}

const nested = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? keywordsOf(value) : [];

describe('the registry', () => {
  it.each(contracts)('holds $name as it is now; if not, npm run generate', (contract) => {
    expect(textOf(schemaFile(contract))).toBe(schemaText(contract));
  });

  it('keeps every version that was ever published, and holds nothing else', () => {
    const published = contracts.flatMap((contract) =>
      Array.from({ length: contract.version }, (_, index) =>
        schemaFile({ ...contract, version: index + 1 }),
      ),
    );
    expect(files).toEqual(published.sort());
  });
});

describe.each(contracts)('the schema of $name', (contract) => {
  const schema = contractSchema(contract);

  it('is of draft 4, which is what EventBridge Schemas takes', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-04/schema#');
    expect(keywordsOf(schema).filter((keyword) => !keywords.has(keyword))).toEqual([]);
  });

  it('allows fields that it does not know, so that a producer may add one', () => {
    expect(schemaText(contract)).not.toContain('additionalProperties');
  });

  it('describes the whole event under its source and detail-type', () => {
    expect(schema).toMatchObject({
      title: contract.name,
      'x-amazon-events-source': contract.source,
      'x-amazon-events-detail-type': contract.name,
    });
    expect(schemaName(contract)).toBe(`${contract.source}@${contract.name}`);
  });
});
