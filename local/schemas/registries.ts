import { regionalArn } from '../arn.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Registry, type RegistrySpec, registryNamed } from './registry.ts';
import { schemasException } from './schemas-errors.ts';
import { checkDescription, checkName, putTags } from './schemas-limits.ts';
import { type SchemaSpec, StoredSchema } from './stored-schema.ts';

/** All registries of one account in one region. */
export class Registries {
  readonly #scheduler: Pick<Scheduler, 'nowMs'>;
  readonly #surroundings: Surroundings;
  readonly #registries = new Map<string, Registry>();

  constructor(scheduler: Pick<Scheduler, 'nowMs'>, surroundings: Surroundings) {
    this.#scheduler = scheduler;
    this.#surroundings = surroundings;
  }

  get nowMs(): number {
    return this.#scheduler.nowMs();
  }

  all(): Registry[] {
    return [...this.#registries.values()];
  }

  /** Throws NotFoundException. */
  registry(name: string): Registry {
    const registry = this.#registries.get(name);
    if (registry) return registry;
    throw schemasException('NotFoundException', `Registry with name ${name} does not exist.`);
  }

  /** Throws NotFoundException. */
  schema(registryName: string, schemaName: string): StoredSchema {
    const schema = this.registry(registryName).schemas.get(schemaName);
    if (schema) return schema;
    throw schemasException('NotFoundException', `Schema with name ${schemaName} does not exist.`);
  }

  /** Throws BadRequestException and ConflictException. */
  createRegistry(spec: RegistrySpec): Registry {
    checkName('registry', spec.name);
    checkDescription(spec.description);
    putTags(new Map(), spec.tags);
    if (this.#registries.has(spec.name)) {
      const message = `Registry with name ${spec.name} already exists.`;
      throw schemasException('ConflictException', message);
    }
    const registry = registryNamed(spec, this.registryArn(spec.name));
    this.#registries.set(spec.name, registry);
    return registry;
  }

  /** Throws NotFoundException, and BadRequestException for a registry that has schemas. */
  deleteRegistry(name: string): void {
    if (this.registry(name).schemas.size > 0) {
      const message = `Registry with name ${name} is not empty: delete its schemas first.`;
      throw schemasException('BadRequestException', message);
    }
    this.#registries.delete(name);
  }

  /** Throws NotFoundException, BadRequestException for bad content, ConflictException. */
  createSchema(spec: SchemaSpec): StoredSchema {
    const { schemas } = this.registry(spec.registryName);
    checkName('schema', spec.schemaName);
    checkDescription(spec.description);
    putTags(new Map(), spec.tags);
    if (schemas.has(spec.schemaName)) {
      const message = `Schema with name ${spec.schemaName} already exists.`;
      throw schemasException('ConflictException', message);
    }
    const arn = this.schemaArn(spec.registryName, spec.schemaName);
    const schema = new StoredSchema(spec, arn, this.nowMs);
    schemas.set(spec.schemaName, schema);
    return schema;
  }

  /** Throws NotFoundException. */
  deleteSchema(registryName: string, schemaName: string): void {
    this.schema(registryName, schemaName);
    this.registry(registryName).schemas.delete(schemaName);
  }

  /** The tags of the registry or schema with that ARN; throws NotFoundException. */
  tagsOf(arn: string): Map<string, string> {
    const registries = this.all();
    const schemas = registries.flatMap(({ schemas: ofOne }) => [...ofOne.values()]);
    const found = [...registries, ...schemas].find((candidate) => candidate.arn === arn);
    if (found) return found.tags;
    throw schemasException('NotFoundException', `Resource with ARN ${arn} does not exist.`);
  }

  registryArn(registryName: string): string {
    return regionalArn(this.#surroundings, 'schemas', `registry/${registryName}`);
  }

  schemaArn(registryName: string, schemaName: string): string {
    return regionalArn(this.#surroundings, 'schemas', `schema/${registryName}/${schemaName}`);
  }
}
