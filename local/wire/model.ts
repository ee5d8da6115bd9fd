import { type Shape, shapeOf } from './shape.ts';

/** One operation of a service's model. */
export interface OperationModel {
  name: string;
  input: Shape;
  output: Shape;
  /** Where REST has it; undefined for the other protocols. */
  http: readonly [method: string, uri: string, status: number] | undefined;
}

/** What the SDK's package knows of a service. */
export interface Model {
  operations: ReadonlyMap<string, OperationModel>;
  /** The shapes of its errors, by name. */
  errors: ReadonlyMap<string, Shape>;
}

/** The first member of an operation's schema, and of an error's. */
const OPERATION = 9;
const ERROR = -3;

type OperationSchema = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: { http?: OperationModel['http'] } | 0,
  input: unknown,
  output: unknown,
];

/** Reads the schemas that the SDK's package of a service exports. */
export function modelOf(sdk: object): Model {
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, Shape>();
  for (const exported of Object.values(sdk)) {
    if (!Array.isArray(exported)) continue;
    if (exported[0] === OPERATION) {
      const operation = new SchemaOperation(exported as never);
      operations.set(operation.name, operation);
    } else if (exported[0] === ERROR) errors.set(exported[2], shapeOf(exported));
  }
  return { operations, errors };
}

/** Most operations are never called: their shapes are read when they are. */
class SchemaOperation implements OperationModel {
  readonly name: string;
  readonly http: OperationModel['http'];
  readonly #schema: OperationSchema;

  constructor(schema: OperationSchema) {
    this.#schema = schema;
    const [, , name, traits] = schema;
    this.name = name;
    this.http = traits === 0 ? undefined : traits.http;
  }

  get input(): Shape {
    return shapeOf(this.#schema[4]);
  }

  get output(): Shape {
    return shapeOf(this.#schema[5]);
  }
}
