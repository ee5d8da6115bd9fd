import { NotSimulatedError } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Registries } from './registries.ts';
import { registryView, schemaSummary, searchView, versionSummary } from './schema-views.ts';
import { schemasException } from './schemas-errors.ts';
import type { SchemasInput } from './schemas-input.ts';
import { pageLimit } from './schemas-limits.ts';
import type { StoredSchema } from './stored-schema.ts';

/** ListRegistries. Throws NotSimulatedError for the registries of AWS. */
export function listRegistries(registries: Registries, input: SchemasInput): object {
  const { RegistryNamePrefix: prefix = '', Scope: scope } = input;
  // AWS's own registry holds the events of its services.
  if (scope !== undefined && scope !== 'LOCAL') {
    throw new NotSimulatedError(`Scope ${scope} of schemas:ListRegistries`);
  }
  const chosen = registries.all().filter(({ name }) => name.startsWith(prefix));
  const { items, token } = pageOf(chosen, ({ name }) => name, pageRequest(input));
  return { Registries: items.map(registryView), NextToken: token };
}

/** ListSchemas. Throws NotFoundException. */
export function listSchemas(registries: Registries, input: SchemasInput): object {
  const { SchemaNamePrefix: prefix = '' } = input;
  const schemas = [...registries.registry(input.RegistryName).schemas.values()];
  const chosen = schemas.filter(({ name }) => name.startsWith(prefix));
  const { items, token } = pageOf(chosen, ({ name }) => name, pageRequest(input));
  return { Schemas: items.map(schemaSummary), NextToken: token };
}

/** ListSchemaVersions, oldest first. Throws NotFoundException. */
export function listSchemaVersions(registries: Registries, input: SchemasInput): object {
  const schema = registries.schema(input.RegistryName, input.SchemaName);
  const request = pageRequest(input);
  const { items, token } = pageOf(schema.versions, ({ number }) => sortable(number), request);
  return {
    SchemaVersions: items.map((version) => versionSummary(schema, version)),
    NextToken: token,
  };
}

/** Text that sorts as the numbers do. */
function sortable(number: number): string {
  return String(number).padStart(8, '0');
}

/** SearchSchemas: those whose name and newest content hold all keywords, in any case. Throws NotFoundException. */
export function searchSchemas(registries: Registries, input: SchemasInput): object {
  const { RegistryName, Keywords = '' } = input;
  const keywords = Keywords.toLowerCase()
    .split(/\s+/)
    .filter((keyword) => keyword !== '');
  if (keywords.length === 0) {
    throw schemasException('BadRequestException', 'Bad request: Keywords is required.');
  }
  const schemas = [...registries.registry(RegistryName).schemas.values()];
  const found = schemas.filter((schema) => mentionsAll(schema, keywords));
  const { items, token } = pageOf(found, ({ name }) => name, pageRequest(input));
  return { Schemas: items.map(searchView), NextToken: token };
}

function mentionsAll(schema: StoredSchema, keywords: readonly string[]): boolean {
  const text = `${schema.name}\n${schema.version().content}`.toLowerCase();
  return keywords.every((keyword) => text.includes(keyword));
}

function pageRequest({ Limit, NextToken }: SchemasInput): Parameters<typeof pageOf>[2] {
  return {
    limit: pageLimit(Limit),
    token: NextToken,
    invalidToken: () => schemasException('BadRequestException', 'Bad request: invalid NextToken.'),
  };
}
