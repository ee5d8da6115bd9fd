import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Foundation } from '../foundation.ts';
import { MAX_BYTES_PER_CHARACTER } from '../utf8.ts';
import { uuid } from '../uuid.ts';
import { type BusEvent, eventTime } from './bus-event.ts';
import { validationException } from './event-bridge-errors.ts';
import type { EventBus } from './event-bus.ts';
import { isTooDeep } from './nesting.ts';

const MAXIMUM_ENTRIES = 10;
const MAXIMUM_BYTES = 1_048_576;
/** What the time of an entry counts, given or not. */
const TIME_BYTES = 14;
const MAXIMUM_SOURCE_CHARACTERS = 256;
const MAXIMUM_DETAIL_TYPE_CHARACTERS = 128;

/** An event that AWS would accept, and that is gone: a run ends with it, for its producer would never know. */
export class LostEventError extends Error {
  override readonly name = 'LostEventError';

  constructor(busName: string, { source, detailType, id }: BusEvent) {
    super(
      `event bus ${busName} does not exist: PutEvents accepts ${detailType} of ${source} (${id}), and it is gone`,
    );
  }
}

/** Puts the entries of one call on their buses; those refused say why. Amazon EventBridge API Reference, PutEvents. */
export class EventPutter {
  readonly #foundation: Foundation;
  readonly #exists: (bus: EventBus) => boolean;
  readonly #tail: string;
  #second = Number.NaN;
  #secondText = '';

  /** `exists` tells whether a bus is there, or only stands for one that an entry names. */
  constructor(foundation: Foundation, exists: (bus: EventBus) => boolean) {
    this.#foundation = foundation;
    this.#exists = exists;
    this.#tail = `","region":"${foundation.surroundings.region}","resources":`;
  }

  put(
    { Entries: entries = [] }: PutEventsRequest,
    entryBus: (name: string | undefined) => EventBus,
    traceHeader: string | undefined,
  ): object {
    checkEntries(entries);
    const results: PutEventsResultEntry[] = [];
    let failed = 0;
    for (const entry of entries) {
      const result = this.#putOne(entry, entryBus(entry.EventBusName), traceHeader);
      if (result.ErrorCode !== undefined) failed += 1;
      results.push(result);
    }
    return { FailedEntryCount: failed, Entries: results };
  }

  #putOne(
    entry: PutEventsRequestEntry,
    bus: EventBus,
    traceHeader: string | undefined,
  ): PutEventsResultEntry {
    const detail = parseDetail(entry.Detail);
    const refusal = refusalOf(entry, detail);
    if (refusal) return refusal;
    const event = this.#event(entry, detail as object, bus, entry.TraceHeader ?? traceHeader);
    bus.publish(event);
    if (!this.#exists(bus)) this.#foundation.fail(new LostEventError(bus.name, event));
    return { EventId: event.id };
  }

  #event(
    entry: PutEventsRequestEntry,
    detail: object,
    bus: EventBus,
    traceHeader: string | undefined,
  ): BusEvent {
    const { random, scheduler, surroundings } = this.#foundation;
    const { Source: source = '', DetailType: detailType = '', Time, Resources = [] } = entry;
    const { account, region } = surroundings;
    const ingestedMs = scheduler.nowMs();
    const id = uuid(random);
    const time = this.#time(Time?.getTime() ?? ingestedMs);
    const { head } = bus.kind(source, detailType);
    const resources = Resources.length === 0 ? '[]' : JSON.stringify(Resources);
    return {
      id,
      source,
      detailType,
      text: `{"version":"0","id":"${id}${head}${time}${this.#tail}${resources},"detail":${entry.Detail}}`,
      parsed: {
        version: '0',
        id,
        'detail-type': detailType,
        source,
        account,
        time,
        region,
        resources: Resources,
        detail,
      },
      traceHeader,
      ingestedMs,
    };
  }

  /** Many events share a second, and its text. */
  #time(atMs: number): string {
    const second = Math.floor(atMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = eventTime(atMs);
    }
    return this.#secondText;
  }
}

function checkEntries(entries: readonly PutEventsRequestEntry[]): void {
  if (entries.length === 0 || entries.length > MAXIMUM_ENTRIES) {
    const bound =
      entries.length === 0
        ? 'greater than or equal to 1'
        : `less than or equal to ${MAXIMUM_ENTRIES}`;
    throw validationException(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  let characters = 0;
  for (const { Detail } of entries) characters += (Detail?.length ?? 0) + 1024;
  if (characters * MAX_BYTES_PER_CHARACTER <= MAXIMUM_BYTES) return;
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes <= MAXIMUM_BYTES) return;
  throw validationException('Total size of the entries in the request is over the limit.');
}

/** EventBridge User Guide, "Calculating PutEvents event entry size". */
function entryBytes({ Source, DetailType, Detail, Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source ?? '', DetailType ?? '', Detail ?? '', ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), TIME_BYTES);
}

function refusalOf(
  { Source, DetailType, Detail }: PutEventsRequestEntry,
  detail: unknown,
): PutEventsResultEntry | undefined {
  if (!Source) return required('Source');
  if (!DetailType) return required('DetailType');
  if (!Detail) return required('Detail');
  if (Source.length > MAXIMUM_SOURCE_CHARACTERS)
    return tooLong('Source', MAXIMUM_SOURCE_CHARACTERS);
  if (DetailType.length > MAXIMUM_DETAIL_TYPE_CHARACTERS) {
    return tooLong('DetailType', MAXIMUM_DETAIL_TYPE_CHARACTERS);
  }
  if (Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: 'Not authorized for the source.' };
  }
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return undefined;
}

function required(name: string): PutEventsResultEntry {
  return invalid(name, `${name} is a required argument.`);
}

function tooLong(name: string, characters: number): PutEventsResultEntry {
  return invalid(name, `${name} must be less than or equal to ${characters} characters.`);
}

function invalid(name: string, reason: string): PutEventsResultEntry {
  return {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}`,
  };
}

/** Undefined for what is no JSON, or is nested beyond what EventBridge takes. */
function parseDetail(detail = ''): unknown {
  try {
    const parsed: unknown = JSON.parse(detail);
    return isTooDeep(detail) ? undefined : parsed;
  } catch {
    // The entry is refused as malformed.
    return undefined;
  }
}
