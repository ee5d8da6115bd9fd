import type { Registry } from './registry.ts';
import type { SchemaVersion, StoredSchema } from './stored-schema.ts';

/** A registry as DescribeRegistry and its like give it. */
export function registryView({ name, arn, description, tags }: Registry): object {
  return {
    RegistryName: name,
    RegistryArn: arn,
    Description: description,
    Tags: Object.fromEntries(tags),
  };
}

/** One version of a schema as CreateSchema gives it: everything but the content. */
export function schemaView(schema: StoredSchema, version: SchemaVersion): object {
  return {
    SchemaName: schema.name,
    SchemaArn: schema.arn,
    SchemaVersion: String(version.number),
    Type: version.type,
    Description: schema.description,
    LastModified: new Date(schema.lastModifiedMs),
    VersionCreatedDate: new Date(version.createdMs),
    Tags: Object.fromEntries(schema.tags),
  };
}

/** A schema as ListSchemas gives it. */
export function schemaSummary(schema: StoredSchema): object {
  return {
    SchemaName: schema.name,
    SchemaArn: schema.arn,
    LastModified: new Date(schema.lastModifiedMs),
    VersionCount: schema.versions.length,
    Tags: Object.fromEntries(schema.tags),
  };
}

/** A version as ListSchemaVersions gives it. */
export function versionSummary(schema: StoredSchema, { number, type }: SchemaVersion): object {
  return {
    SchemaName: schema.name,
    SchemaArn: schema.arn,
    SchemaVersion: String(number),
    Type: type,
  };
}

/** A schema as SearchSchemas gives it. */
export function searchView({ registryName, name, arn, versions }: StoredSchema): object {
  return {
    RegistryName: registryName,
    SchemaName: name,
    SchemaArn: arn,
    SchemaVersions: versions.map(({ number, type, createdMs }) => ({
      SchemaVersion: String(number),
      Type: type,
      CreatedDate: new Date(createdMs),
    })),
  };
}
