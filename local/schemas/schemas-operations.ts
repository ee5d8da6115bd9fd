import type { Registries } from './registries.ts';
import { registryView, schemaView } from './schema-views.ts';
import type { SchemasInput } from './schemas-input.ts';
import { checkDescription, putTags } from './schemas-limits.ts';
import { listRegistries, listSchemas, listSchemaVersions, searchSchemas } from './schemas-lists.ts';

/** One operation: what it takes, what it needs permission on, what it does. */
export interface SchemasOperation {
  parameters: readonly string[];
  resource(registries: Registries, input: SchemasInput): string;
  run(registries: Registries, input: SchemasInput): object;
}

type OnResource = SchemasOperation['resource'];

const onRegistry: OnResource = (registries, { RegistryName }) =>
  registries.registryArn(RegistryName);
const onSchema: OnResource = (registries, { RegistryName, SchemaName }) =>
  registries.schemaArn(RegistryName, SchemaName);
const onTagged: OnResource = (_registries, { ResourceArn }) => ResourceArn;

const PAGE = ['Limit', 'NextToken'];

const registryOperations: Readonly<Record<string, SchemasOperation>> = {
  CreateRegistry: {
    parameters: ['RegistryName', 'Description', 'Tags'],
    resource: onRegistry,
    run: (registries, { RegistryName: name, Description: description, Tags: tags }) =>
      registryView(registries.createRegistry({ name, description, tags })),
  },
  UpdateRegistry: {
    parameters: ['RegistryName', 'Description'],
    resource: onRegistry,
    run(registries, { RegistryName, Description }) {
      const registry = registries.registry(RegistryName);
      checkDescription(Description);
      registry.description = Description ?? registry.description;
      return registryView(registry);
    },
  },
  DeleteRegistry: {
    parameters: ['RegistryName'],
    resource: onRegistry,
    run(registries, { RegistryName }) {
      registries.deleteRegistry(RegistryName);
      return {};
    },
  },
  DescribeRegistry: {
    parameters: ['RegistryName'],
    resource: onRegistry,
    run: (registries, { RegistryName }) => registryView(registries.registry(RegistryName)),
  },
  ListRegistries: {
    parameters: ['RegistryNamePrefix', 'Scope', ...PAGE],
    resource: () => '*',
    run: listRegistries,
  },
};

const schemaOperations: Readonly<Record<string, SchemasOperation>> = {
  CreateSchema: {
    parameters: ['RegistryName', 'SchemaName', 'Content', 'Type', 'Description', 'Tags'],
    resource: onSchema,
    run: createSchema,
  },
  UpdateSchema: {
    parameters: ['RegistryName', 'SchemaName', 'ClientTokenId', 'Content', 'Description', 'Type'],
    resource: onSchema,
    run: updateSchema,
  },
  DeleteSchema: {
    parameters: ['RegistryName', 'SchemaName'],
    resource: onSchema,
    run(registries, { RegistryName, SchemaName }) {
      registries.deleteSchema(RegistryName, SchemaName);
      return {};
    },
  },
  DeleteSchemaVersion: {
    parameters: ['RegistryName', 'SchemaName', 'SchemaVersion'],
    resource: onSchema,
    run(registries, { RegistryName, SchemaName, SchemaVersion = '' }) {
      registries.schema(RegistryName, SchemaName).deleteVersion(SchemaVersion);
      return {};
    },
  },
  DescribeSchema: {
    parameters: ['RegistryName', 'SchemaName', 'SchemaVersion'],
    resource: onSchema,
    run(registries, { RegistryName, SchemaName, SchemaVersion }) {
      const schema = registries.schema(RegistryName, SchemaName);
      const version = schema.version(SchemaVersion);
      return { ...schemaView(schema, version), Content: version.content };
    },
  },
  ListSchemas: {
    parameters: ['RegistryName', 'SchemaNamePrefix', ...PAGE],
    resource: onRegistry,
    run: listSchemas,
  },
  ListSchemaVersions: {
    parameters: ['RegistryName', 'SchemaName', ...PAGE],
    resource: onSchema,
    run: listSchemaVersions,
  },
  SearchSchemas: {
    parameters: ['RegistryName', 'Keywords', ...PAGE],
    resource: (registries, { RegistryName }) => registries.schemaArn(RegistryName, '*'),
    run: searchSchemas,
  },
};

const tagOperations: Readonly<Record<string, SchemasOperation>> = {
  ListTagsForResource: {
    parameters: ['ResourceArn'],
    resource: onTagged,
    run: (registries, { ResourceArn }) => ({
      Tags: Object.fromEntries(registries.tagsOf(ResourceArn)),
    }),
  },
  TagResource: {
    parameters: ['ResourceArn', 'Tags'],
    resource: onTagged,
    run(registries, { ResourceArn, Tags }) {
      putTags(registries.tagsOf(ResourceArn), Tags);
      return {};
    },
  },
  UntagResource: {
    parameters: ['ResourceArn', 'TagKeys'],
    resource: onTagged,
    run(registries, { ResourceArn, TagKeys = [] }) {
      const tags = registries.tagsOf(ResourceArn);
      for (const name of TagKeys) tags.delete(name);
      return {};
    },
  },
};

/** Every operation by name. Amazon EventBridge Schemas API Reference. */
export const schemasOperations: Readonly<Record<string, SchemasOperation>> = {
  ...registryOperations,
  ...schemaOperations,
  ...tagOperations,
};

function createSchema(registries: Registries, input: SchemasInput): object {
  const { RegistryName, SchemaName, Description, Tags } = input;
  const schema = registries.createSchema({
    registryName: RegistryName,
    schemaName: SchemaName,
    type: input.Type ?? '',
    content: input.Content ?? '',
    description: Description,
    tags: Tags,
  });
  return schemaView(schema, schema.version());
}

function updateSchema(registries: Registries, input: SchemasInput): object {
  const schema = registries.schema(input.RegistryName, input.SchemaName);
  const { Type, Content, Description, ClientTokenId } = input;
  checkDescription(Description);
  const changes = { content: Content, description: Description, clientToken: ClientTokenId };
  schema.update({ ...changes, type: Type }, registries.nowMs);
  return schemaView(schema, schema.version());
}
