import { operationNamed, parametersOf } from '../operation-table.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Access, Answer, Service } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import { Registries } from './registries.ts';
import type { RegistrySpec } from './registry.ts';
import type { SchemasInput } from './schemas-input.ts';
import { schemasOperations } from './schemas-operations.ts';
import type { SchemaSpec } from './stored-schema.ts';

/** EventBridge Schemas: registries, and the versions of each schema. The registries of AWS itself are not there. */
export class Schemas implements Service {
  readonly name = 'schemas';
  readonly parameters = parametersOf(schemasOperations);
  readonly #registries: Registries;

  constructor(scheduler: Pick<Scheduler, 'nowMs'>, surroundings: Surroundings) {
    this.#registries = new Registries(scheduler, surroundings);
  }

  /** Throws BadRequestException and ConflictException. */
  createRegistry(spec: RegistrySpec): void {
    this.#registries.createRegistry(spec);
  }

  /** Throws NotFoundException, BadRequestException for bad content, ConflictException. */
  createSchema(spec: SchemaSpec): void {
    this.#registries.createSchema(spec);
  }

  /** Throws NotSimulatedError for an operation that is not simulated. */
  accesses(operation: string, input: object): readonly Access[] {
    const { resource } = operationNamed(this.name, schemasOperations, operation);
    const on = resource(this.#registries, input as SchemasInput);
    return [{ action: `schemas:${operation}`, resource: on }];
  }

  /** Throws what the operation throws: BadRequestException, ConflictException, NotFoundException. */
  execute(operation: string, input: object): Answer {
    const { run } = operationNamed(this.name, schemasOperations, operation);
    return { output: run(this.#registries, input as SchemasInput) };
  }
}
