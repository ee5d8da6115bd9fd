import type { Call } from './step.ts';

/** Where an engine has its queues. */
export interface Place {
  account: string;
  region: string;
}

/** What an answer says that later steps may name. */
interface Learned {
  Messages?: { MessageId?: string; ReceiptHandle?: string }[];
  TaskHandle?: string;
}

/** A handle no engine ever gave. */
const NO_HANDLE = 'nonsense';

const SYMBOL = /\$(name|url|arn|handle|prefix|task)(?:\(([^)]*)\))?/g;
const BYTES = /^\$bytes\((.*)\)$/;

/** The names of one run on one engine: from symbols to what the engine calls it, and back. */
export class Symbols {
  readonly #prefix: string;
  readonly #place: Place;
  /** By queue, then by message: the handle of its latest receive. */
  readonly #handles = new Map<string, Map<string, string>>();
  readonly #everyHandle = new Set<string>();
  readonly #numbers = new Map<string, string>();
  #task = NO_HANDLE;

  /** `prefix` sets the names of this run's queues apart. */
  constructor(prefix: string, place: Place) {
    this.#prefix = prefix;
    this.#place = place;
  }

  /** The input with every symbol replaced. */
  resolve(value: unknown): unknown {
    if (typeof value === 'string') return this.#resolveText(value);
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, item]) => [key, this.resolve(item)]);
    return Object.fromEntries(entries);
  }

  /** Keeps what later steps may name. */
  learn({ input }: Call, { Messages = [], TaskHandle }: Learned): void {
    const queue = /\$url\(([^)]*)\)/.exec(String(input['QueueUrl']))?.[1] ?? '';
    const handles = this.#handles.get(queue) ?? new Map<string, string>();
    this.#handles.set(queue, handles);
    for (const { MessageId = '', ReceiptHandle = '' } of Messages) {
      handles.set(MessageId, ReceiptHandle);
      this.#everyHandle.add(ReceiptHandle);
    }
    if (TaskHandle !== undefined) this.#task = TaskHandle;
  }

  /** A text of the engine with its names replaced by symbols. */
  abstract(text: string): string {
    const { account, region } = this.#place;
    let abstracted = text.replaceAll(/https?:\/\/[^/\s"]+\/\d{12}\//g, '$url:');
    abstracted = abstracted.replaceAll(`arn:aws:sqs:${region}:${account}:`, '$arn:');
    for (const handle of this.#everyHandle) {
      abstracted = abstracted.replaceAll(handle, '$handle');
    }
    return abstracted.replaceAll(this.#prefix, '');
  }

  /** The same number for the same id of the engine, in the order they are first met. */
  number(kind: string, id: string): string {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = `$${kind}(${this.#numbers.size})`;
    this.#numbers.set(id, number);
    return number;
  }

  #resolveText(text: string): string | Uint8Array {
    const bytes = BYTES.exec(text);
    if (bytes) return Buffer.from(bytes[1] ?? '');
    return text.replaceAll(SYMBOL, (_whole, kind: string, given = '') => this.#named(kind, given));
  }

  #named(kind: string, given: string): string {
    const { account, region } = this.#place;
    const name = `${this.#prefix}${given}`;
    if (kind === 'prefix') return this.#prefix;
    if (kind === 'name') return name;
    if (kind === 'arn') return `arn:aws:sqs:${region}:${account}:${name}`;
    if (kind === 'url') return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    return kind === 'task' ? this.#task : this.#handle(given);
  }

  #handle(given: string): string {
    const [queue = '', index = ''] = given.split(',');
    const handles = [...(this.#handles.get(queue)?.values() ?? [])];
    return handles[Number(index) % handles.length] ?? NO_HANDLE;
  }
}
