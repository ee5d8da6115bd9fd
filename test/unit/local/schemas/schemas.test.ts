import { describe, expect, it } from 'vitest';
import { createResources, loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import type { Engines } from '../../../../local/engines.ts';
import { problemsOf } from '../../../../local/errors.ts';
import { schemasResourceTypes } from '../../../../local/schemas/resources.ts';
import { MAX_CONTENT_CHARACTERS } from '../../../../local/schemas/schema-content.ts';
import { Schemas } from '../../../../local/schemas/schemas.ts';
import { surroundings } from '../surroundings.ts';

const NOW_MS = Date.UTC(2027, 0, 1);
const DRAFT_4 = 'http://json-schema.org/draft-04/schema#';
const CONTENT = JSON.stringify({ $schema: DRAFT_4, type: 'object' });
const ARN = 'arn:aws:schemas:eu-west-1:123456789012';

const resources = (schema: object = {}) => ({
  Registry: {
    Type: 'AWS::EventSchemas::Registry',
    Properties: {
      RegistryName: 'shop',
      Description: 'all events',
      Tags: [{ Key: 'team', Value: 'shop' }],
    },
  },
  Placed: {
    Type: 'AWS::EventSchemas::Schema',
    Properties: {
      RegistryName: { 'Fn::GetAtt': ['Registry', 'RegistryName'] },
      SchemaName: 'shop.ordering@OrderPlaced',
      Type: 'JSONSchemaDraft4',
      Content: CONTENT,
      ...schema,
    },
  },
});

function load(Resources: ReturnType<typeof resources>): Schemas {
  const schemas = new Schemas({ nowMs: () => NOW_MS }, surroundings);
  const template = { name: 'shop', template: { Resources } };
  const [stack] = loadStacks([template], schemasResourceTypes, surroundings);
  createResources(stack!.resources, schemasResourceTypes, { schemas } as Engines);
  return schemas;
}

describe('a schema registry', () => {
  it('describes what the template has put there', () => {
    const schemas = load(resources());
    const output = (operation: string, input: object) => schemas.execute(operation, input).output;
    const registry = {
      RegistryName: 'shop',
      RegistryArn: `${ARN}:registry/shop`,
      Description: 'all events',
      Tags: { team: 'shop' },
    };
    expect(output('ListRegistries', {})).toEqual({ Registries: [registry] });
    expect(output('DescribeRegistry', { RegistryName: 'shop' })).toEqual(registry);
    const named = {
      SchemaName: 'shop.ordering@OrderPlaced',
      SchemaArn: `${ARN}:schema/shop/shop.ordering@OrderPlaced`,
      LastModified: new Date(NOW_MS),
      Tags: {},
    };
    expect(output('ListSchemas', { RegistryName: 'shop' })).toEqual({
      Schemas: [{ ...named, VersionCount: 1 }],
    });
    const SchemaName = 'shop.ordering@OrderPlaced';
    expect(output('DescribeSchema', { RegistryName: 'shop', SchemaName })).toEqual({
      ...named,
      SchemaVersion: '1',
      Type: 'JSONSchemaDraft4',
      Content: CONTENT,
      Description: undefined,
      VersionCreatedDate: new Date(NOW_MS),
    });
  });

  it('refuses operations it does not simulate', () => {
    const schemas = load(resources());
    expect(() => schemas.accesses('PutCodeBinding', {})).toThrow('schemas:PutCodeBinding');
    expect(() => schemas.execute('PutCodeBinding', {})).toThrow('schemas:PutCodeBinding');
  });

  it('has each schema once, and only valid ones', () => {
    const schemas = load(resources());
    const spec = { registryName: 'shop', type: 'JSONSchemaDraft4', content: CONTENT };
    const again = () => schemas.createSchema({ ...spec, schemaName: 'shop.ordering@OrderPlaced' });
    expect(again).toThrow(expect.objectContaining({ name: 'ConflictException' }));
    const broken = () => schemas.createSchema({ ...spec, schemaName: 'x', content: '{' });
    expect(broken).toThrow(expect.objectContaining({ name: 'BadRequestException' }));
  });
});

describe('the content of a schema', () => {
  const refusal = (schema: object): string | undefined =>
    problemsOf(() => void load(resources(schema)))[0]?.what;

  it.each<[string, object]>([
    ['content that is not JSON', { Content: '{' }],
    ['content that is not an object', { Content: 'null' }],
    ['JSON Schema that is not draft-04: $schema is absent', { Content: '{}' }],
    [
      'JSON Schema that is not draft-04: $schema is "http://json-schema.org/draft-07/schema#"',
      { Content: '{"$schema":"http://json-schema.org/draft-07/schema#"}' },
    ],
    [
      'OpenAPI that is not version 3.0: openapi is "3.1.0"',
      { Type: 'OpenApi3', Content: '{"openapi":"3.1.0"}' },
    ],
    ['OpenAPI that is not version 3.0: openapi is absent', { Type: 'OpenApi3' }],
  ])('is refused at load: %s', (what, schema) => {
    expect(refusal(schema)).toBe(what);
  });

  it('may be OpenAPI 3.0', () => {
    expect(refusal({ Type: 'OpenApi3', Content: '{"openapi":"3.0.3"}' })).toBeUndefined();
  });

  it('may be as long as the registry takes, and no longer', () => {
    const longest = CONTENT.padEnd(MAX_CONTENT_CHARACTERS);
    expect(refusal({ Content: longest })).toBeUndefined();
    expect(refusal({ Content: `${longest} ` })).toContain('more than');
  });

  it('is of a known type', () => {
    expect(refusal({ Type: 'Avro' })).toContain('"Avro"');
  });
});
