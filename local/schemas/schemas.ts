import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Access, Answer, Service } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import { contentProblem } from './schema-content.ts';
import { schemasException } from './schemas-errors.ts';

/** A schema as its template gives it. */
export interface SchemaSpec {
  registryName: string;
  /** Such as `orderly.ordering@OrderPlaced`. */
  schemaName: string;
  type: string;
  /** The schema's text. */
  content: string;
  description?: string;
}

interface Registry {
  name: string;
  description: string | undefined;
  schemas: Map<string, StoredSchema>;
}

interface StoredSchema extends SchemaSpec {
  lastModifiedMs: number;
}

/** EventBridge Schemas: registries and the first version of each schema, to describe and to list. */
export class Schemas implements Service {
  readonly name = 'schemas';
  readonly operations = ['ListRegistries', 'DescribeRegistry', 'ListSchemas', 'DescribeSchema'];
  readonly #scheduler: Pick<Scheduler, 'nowMs'>;
  readonly #surroundings: Surroundings;
  readonly #registries = new Map<string, Registry>();

  constructor(scheduler: Pick<Scheduler, 'nowMs'>, surroundings: Surroundings) {
    this.#scheduler = scheduler;
    this.#surroundings = surroundings;
  }

  createRegistry(name: string, description?: string): void {
    this.#registries.set(name, { name, description, schemas: new Map() });
  }

  /** Throws NotFoundException, BadRequestException for bad content, ConflictException. */
  createSchema(spec: SchemaSpec): void {
    const { schemas } = this.#registry(spec.registryName);
    const problem = contentProblem(spec.type, spec.content);
    if (problem) throw schemasException('BadRequestException', problem);
    if (schemas.has(spec.schemaName)) {
      const message = `Schema with name ${spec.schemaName} already exists.`;
      throw schemasException('ConflictException', message);
    }
    schemas.set(spec.schemaName, { ...spec, lastModifiedMs: this.#scheduler.nowMs() });
  }

  /** Throws NotSimulatedError for an operation that is not simulated. */
  accesses(operation: string, input: object): readonly Access[] {
    const { RegistryName, SchemaName } = input as Input;
    const action = `schemas:${operation}`;
    switch (operation) {
      case 'ListRegistries':
        return [{ action, resource: '*' }];
      case 'DescribeRegistry':
      case 'ListSchemas':
        return [{ action, resource: this.#registryArn(RegistryName) }];
      case 'DescribeSchema':
        return [{ action, resource: this.#schemaArn(RegistryName, SchemaName) }];
      default:
        throw new NotSimulatedError(`operation ${action}`);
    }
  }

  /** Throws NotFoundException. */
  execute(operation: string, input: object): Answer {
    const { RegistryName, SchemaName, ...others } = input as Input;
    for (const [member, value] of Object.entries(others)) {
      if (value !== undefined) throw new NotSimulatedError(`${member} of schemas:${operation}`);
    }
    switch (operation) {
      case 'ListRegistries': {
        const registries = [...this.#registries.values()];
        return { output: { Registries: registries.map((one) => this.#registryView(one)) } };
      }
      case 'DescribeRegistry':
        return { output: this.#registryView(this.#registry(RegistryName)) };
      case 'ListSchemas': {
        const schemas = [...this.#registry(RegistryName).schemas.values()];
        return { output: { Schemas: schemas.map((one) => this.#schemaSummary(one)) } };
      }
      case 'DescribeSchema':
        return { output: this.#schemaView(this.#schema(RegistryName, SchemaName)) };
      default:
        throw new NotSimulatedError(`operation schemas:${operation}`);
    }
  }

  #registry(name: string): Registry {
    const registry = this.#registries.get(name);
    if (registry) return registry;
    throw schemasException('NotFoundException', `Registry ${name} does not exist.`);
  }

  #schema(registryName: string, schemaName: string): StoredSchema {
    const schema = this.#registry(registryName).schemas.get(schemaName);
    if (schema) return schema;
    throw schemasException('NotFoundException', `Schema ${schemaName} does not exist.`);
  }

  #registryView({ name, description }: Registry): object {
    return { RegistryName: name, RegistryArn: this.#registryArn(name), Description: description };
  }

  #schemaSummary({ registryName, schemaName, lastModifiedMs }: StoredSchema): object {
    return {
      SchemaName: schemaName,
      SchemaArn: this.#schemaArn(registryName, schemaName),
      LastModified: new Date(lastModifiedMs),
      VersionCount: 1,
    };
  }

  #schemaView(schema: StoredSchema): object {
    const { registryName, schemaName, type, content, description, lastModifiedMs } = schema;
    return {
      SchemaName: schemaName,
      SchemaArn: this.#schemaArn(registryName, schemaName),
      SchemaVersion: '1',
      Type: type,
      Content: content,
      Description: description,
      LastModified: new Date(lastModifiedMs),
    };
  }

  #registryArn(registryName: string): string {
    return regionalArn(this.#surroundings, 'schemas', `registry/${registryName}`);
  }

  #schemaArn(registryName: string, schemaName: string): string {
    return regionalArn(this.#surroundings, 'schemas', `schema/${registryName}/${schemaName}`);
  }
}

interface Input {
  RegistryName: string;
  SchemaName: string;
}
