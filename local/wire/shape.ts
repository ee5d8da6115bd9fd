import { NormalizedSchema } from '@smithy/core/schema';

/** What a value on the wire is, by the SDK's schemas. */
export type ShapeKind =
  | 'structure'
  | 'list'
  | 'map'
  | 'string'
  | 'integer'
  | 'long'
  | 'double'
  | 'boolean'
  | 'blob'
  | 'timestamp'
  | 'document'
  | 'unit';

/** How an instant is written. */
export type TimestampFormat = 'epoch-seconds' | 'date-time' | 'http-date';

/** The traits of a member that say where and how it is sent. */
export interface Traits {
  httpLabel?: unknown;
  httpPayload?: unknown;
  httpResponseCode?: unknown;
  httpQueryParams?: unknown;
  httpHeader?: string;
  httpQuery?: string;
  httpPrefixHeaders?: string;
  jsonName?: string;
  xmlName?: string;
  xmlFlattened?: unknown;
  sparse?: unknown;
  awsQueryError?: readonly [code: string, status: number];
  httpError?: number;
}

/** One shape of a service's model: what the SDK's schema says, read once. */
export interface Shape {
  kind: ShapeKind;
  /** Such as `PutItemInput`. */
  name: string;
  traits: Traits;
  /** Of a timestamp that says so itself. */
  format: TimestampFormat | undefined;
  /** Of a structure, by the member's name. */
  readonly members: ReadonlyMap<string, Shape>;
  /** Of a list or map. */
  readonly element: Shape;
  /** Of a map: the traits of its keys. */
  readonly keyTraits: Traits;
}

/** The numbers that schemas have for an instant. */
const TIMESTAMP_FORMATS: Readonly<Record<number, TimestampFormat>> = {
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
};

/** The schemas call all numbers alike. These members, and lists of them, are doubles; every other number is whole. */
const DOUBLES = new Set([
  ...['Value', 'Values', 'Counts', 'SampleCount', 'Sum', 'Minimum', 'Maximum', 'Threshold'],
  ...['TargetValue', 'AdditionalVersionWeights', 'rateLimit', 'percentTraffic'],
]);

/** These are longs: instants in milliseconds. */
const LONGS = new Set(['timestamp', 'startTime', 'endTime']);

/** Reads a schema; shapes refer to themselves, so what is inside is read when it is asked for. */
export function shapeOf(ref: unknown): Shape {
  return shapeOfSchema(NormalizedSchema.of(ref as never));
}

const known = new WeakMap<object, Shape>();

function shapeOfSchema(schema: NormalizedSchema): Shape {
  let shape = known.get(schema);
  if (!shape) {
    shape = new SchemaShape(schema);
    known.set(schema, shape);
  }
  return shape;
}

class SchemaShape implements Shape {
  readonly kind: ShapeKind;
  readonly name: string;
  readonly traits: Traits;
  readonly format: TimestampFormat | undefined;
  readonly #schema: NormalizedSchema;
  #members: ReadonlyMap<string, Shape> | undefined;
  #element: Shape | undefined;

  /** `holder` is the name of the list or map whose elements are like this. */
  constructor(schema: NormalizedSchema, holder?: string) {
    this.#schema = schema;
    const name = schema.getName() ?? schema.getMemberName();
    this.kind = kindOf(schema, holder ?? name);
    this.name = name ?? this.kind;
    this.traits = schema.getMergedTraits() as Traits;
    this.format = TIMESTAMP_FORMATS[schema.getSchema() as number];
  }

  get members(): ReadonlyMap<string, Shape> {
    this.#members ??= new Map(
      [...this.#schema.structIterator()].map(([name, member]) => [name, shapeOfSchema(member)]),
    );
    return this.#members;
  }

  get element(): Shape {
    if (!this.#element) {
      const schema = this.#schema.getValueSchema();
      const isNumber = schema.isNumericSchema();
      this.#element = isNumber ? new SchemaShape(schema, this.name) : shapeOfSchema(schema);
    }
    return this.#element;
  }

  get keyTraits(): Traits {
    return this.#schema.getKeySchema().getMergedTraits() as Traits;
  }
}

const TESTS: readonly [ShapeKind, (schema: NormalizedSchema) => boolean][] = [
  ['unit', (schema) => schema.isUnitSchema()],
  ['structure', (schema) => schema.isStructSchema()],
  ['list', (schema) => schema.isListSchema()],
  ['map', (schema) => schema.isMapSchema()],
  ['string', (schema) => schema.isStringSchema()],
  ['blob', (schema) => schema.isBlobSchema()],
  ['timestamp', (schema) => schema.isTimestampSchema()],
  ['boolean', (schema) => schema.isBooleanSchema()],
  ['document', (schema) => schema.isDocumentSchema()],
];

function kindOf(schema: NormalizedSchema, name: string | undefined): ShapeKind {
  if (schema.isNumericSchema()) return numberKind(name ?? '');
  const found = TESTS.find(([, is]) => is(schema));
  if (found) return found[0];
  throw new TypeError(`the schema ${schema.getName(true)} is of a kind that no service had so far`);
}

function numberKind(name: string): ShapeKind {
  if (DOUBLES.has(name)) return 'double';
  return LONGS.has(name) ? 'long' : 'integer';
}
