import * as z from 'zod/mini';
import { type Envelope, envelopeFields } from './envelope.ts';

/** What a contract file states. `Schema` describes `data`; everything else is derived from this value. */
export interface ContractDefinition<Schema extends z.ZodMiniType> {
  /** Past tense, PascalCase; the EventBridge `detail-type`. */
  name: string;
  /** Raised on every change of the schema; the registry keeps each version published. */
  version: number;
  /** The one service that may publish it, without the `orderly.` prefix. */
  producer: string;
  description: string;
  /** Zod schema of `data`. No dates, bigints or transforms: it must survive JSON both ways. */
  schema: Schema;
  /** Dotted paths within `data` that are masked in logs and views. */
  pii: readonly string[];
  /** Values of `data` that documentation and tests use; each must satisfy the schema. */
  examples: readonly [z.infer<Schema>, ...z.infer<Schema>[]];
  /** The id of the aggregate the event is about. */
  subject: (data: z.infer<Schema>) => string;
  /** How to read older versions: `upcasts[n]` makes version n + 1's data of version n's. */
  upcasts?: Upcasts;
}

/** From a version to the step that makes the next version's `data` of its own. */
export type Upcasts = Readonly<Record<number, (data: unknown) => unknown>>;

/** An event's contract: one value used by producer, consumer, infrastructure, registry and docs. */
export interface Contract<Data = unknown> {
  readonly name: string;
  readonly version: number;
  readonly producer: string;
  /** EventBridge `source`, such as `orderly.ordering`. */
  readonly source: string;
  readonly description: string;
  readonly pii: readonly string[];
  readonly examples: readonly [Data, ...Data[]];
  /** Zod schema of the whole envelope, `data` included. */
  readonly envelope: z.ZodMiniType<Envelope<Data>>;
  /** Zod schema of `data` alone. */
  readonly data: z.ZodMiniType<Data>;
  readonly upcasts: Upcasts;
  subject(data: Data): string;
  /** Whether a validated event is one of this contract. */
  is(event: Envelope): event is Envelope<Data>;
}

/** The type of an event of one contract. */
export type EventOf<C> = C extends Contract<infer Data> ? Envelope<Data> : never;

/** The type of the `data` of one contract's events. */
export type DataOf<C> = C extends Contract<infer Data> ? Data : never;

/** Makes a contract of its definition. One per file, listed in `events/index.ts`. */
export function defineEvent<Schema extends z.ZodMiniType>(
  definition: ContractDefinition<Schema>,
): Contract<z.infer<Schema>> {
  const { name, version, producer, description, schema, pii, examples, subject } = definition;
  const source = `orderly.${producer}`;
  const envelope = z.object({
    ...envelopeFields,
    eventType: z.literal(name),
    eventVersion: z.literal(version),
    source: z.literal(source),
    data: schema,
  });
  return {
    name,
    version,
    producer,
    source,
    description,
    pii,
    examples,
    data: schema as z.ZodMiniType<z.infer<Schema>>,
    envelope: envelope as unknown as z.ZodMiniType<Envelope<z.infer<Schema>>>,
    subject,
    upcasts: definition.upcasts ?? {},
    is: (event): event is Envelope<z.infer<Schema>> => event.eventType === name,
  };
}
