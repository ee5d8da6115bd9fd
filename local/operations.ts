import { NotSimulatedError } from './errors.ts';
import type { Hop } from './latency.ts';
import type { Service } from './service.ts';

/** What a command of the SDK asks for. */
export interface Operation {
  service: Service;
  /** Such as `PutItem`. */
  name: string;
  /** Such as `dynamodb:PutItem`, for meters and traces. */
  label: string;
  /** What the way there and back takes; undefined if the operation itself takes its time. */
  hop: Hop | undefined;
  /** The top-level parameters it honours. */
  parameters: ReadonlySet<string>;
}

interface Command {
  /** The operation's schema: kind, namespace, name. */
  schema?: readonly unknown[];
}

/** Finds the operation of each class of commands, and remembers it. */
export class Operations {
  readonly #services: readonly Service[];
  readonly #byClass = new Map<unknown, Operation>();

  constructor(services: readonly Service[]) {
    this.#services = services;
  }

  /** Throws NotSimulatedError for a service or operation that is not simulated. */
  of(command: object): Operation {
    const known = this.#byClass.get(command.constructor);
    if (known) return known;
    const name = command.constructor.name.replace(/Command$/, '');
    const service = this.#serviceOf(command, name);
    const operation = operationOf(service, name);
    this.#byClass.set(command.constructor, operation);
    return operation;
  }

  #serviceOf({ schema }: Command, name: string): Service {
    const namespace = String(schema?.[1] ?? '').replace('com.amazonaws.', '');
    const service = this.#services.find(
      (candidate) =>
        Object.hasOwn(candidate.parameters, name) &&
        (namespace === '' || candidate.name === namespace),
    );
    if (service) return service;
    throw new NotSimulatedError(`operation ${namespace === '' ? '' : `${namespace}:`}${name}`);
  }
}

/** One operation that a service simulates. */
export function operationOf(service: Service, name: string): Operation {
  return {
    service,
    name,
    label: `${service.name}:${name}`,
    hop: hopOf(service.name, name),
    parameters: new Set(service.parameters[name]),
  };
}

/** Throws NotSimulatedError that names the first parameter the operation would otherwise ignore. */
export function checkParameters({ label, parameters }: Operation, input: object): void {
  for (const name in input) {
    if (parameters.has(name) || input[name as keyof typeof input] === undefined) continue;
    throw new NotSimulatedError(`${name} of ${label}`);
  }
}

const DYNAMODB_READS = /^(Get|BatchGet|Query|Scan|Describe|List)/;

function hopOf(service: string, operation: string): Hop | undefined {
  if (service === 'dynamodb') {
    if (operation.startsWith('Transact')) return 'dynamodbTransaction';
    return DYNAMODB_READS.test(operation) ? 'dynamodbRead' : 'dynamodbWrite';
  }
  if (service === 'lambda') return operation === 'Invoke' ? undefined : 'otherCall';
  if (operation === 'PutEvents') return 'putEvents';
  return service === 'sqs' ? 'sqsCall' : 'otherCall';
}
