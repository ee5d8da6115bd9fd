import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';
import { contentProblem } from './schema-content.ts';
import type { SchemaSpec } from './stored-schema.ts';

const registry: ResourceType = {
  type: 'AWS::EventSchemas::Registry',
  properties: { RegistryName: 'simulated', Description: 'simulated', Tags: 'simulated' },
  identify({ properties }, surroundings, generatedName) {
    const name = String(properties['RegistryName'] ?? generatedName);
    const arn = regionalArn(surroundings, 'schemas', `registry/${name}`);
    return { ref: arn, attributes: { RegistryArn: arn, RegistryName: name } };
  },
  create({ attributes, properties }, { schemas }) {
    schemas.createRegistry({
      name: attributes['RegistryName']!,
      ...descriptionAndTags(properties),
    });
  },
};

const schema: ResourceType = {
  type: 'AWS::EventSchemas::Schema',
  properties: {
    RegistryName: 'simulated',
    SchemaName: 'simulated',
    Type: { only: ['JSONSchemaDraft4', 'OpenApi3'] },
    Content: 'simulated',
    Description: 'simulated',
    Tags: 'simulated',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = String(properties['SchemaName'] ?? generatedName);
    const path = `${String(properties['RegistryName'])}/${name}`;
    const arn = regionalArn(surroundings, 'schemas', `schema/${path}`);
    return { ref: arn, attributes: { SchemaArn: arn, SchemaName: name, SchemaVersion: '1' } };
  },
  check(resource) {
    const { type, content } = schemaSpec(resource);
    const what = contentProblem(type, content);
    if (what) throw new NotSimulatedError([{ path: 'Properties.Content', what }]);
  },
  create: (resource, { schemas }) => schemas.createSchema(schemaSpec(resource)),
};

/** The CloudFormation types of EventBridge Schemas. */
export const schemasResourceTypes: readonly ResourceType[] = [registry, schema];

function schemaSpec({ attributes, properties }: LoadedResource): SchemaSpec {
  return {
    registryName: String(properties['RegistryName']),
    schemaName: attributes['SchemaName']!,
    type: String(properties['Type']),
    content: String(properties['Content']),
    ...descriptionAndTags(properties),
  };
}

function descriptionAndTags(
  properties: Record<string, unknown>,
): Pick<SchemaSpec, 'description' | 'tags'> {
  const { Description, Tags = [] } = properties as {
    Description?: string;
    Tags?: { Key: string; Value: string }[];
  };
  return {
    description: Description,
    tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
  };
}
