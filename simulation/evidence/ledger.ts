import type { Envelope } from '../../events/envelope.ts';
import type { OutboxEntry } from '../../functions/runtime/outbox.ts';
import { namesOf } from '../../lib/names.ts';
import { services } from '../../lib/services.ts';
import type { Act } from '../workload/act.ts';
import type { World } from '../world.ts';

/** A table's item as its stream shows it. */
export type Image = Readonly<Record<string, { S?: string; N?: string; L?: readonly unknown[] }>>;

/** A commit that a table's stream showed. */
export interface CommitSeen {
  table: string;
  key: string;
  atMs: number;
  image: Image;
}

/** An answer a client got. */
export interface Answered {
  act: Act;
  /** What was asked: the act itself, or what follows it. */
  request: 'place' | 'twin' | 'cancel' | 'cancel-again' | 'read' | 'stock' | 'price';
  status: number;
  body: Record<string, unknown>;
  /** When it was first asked; the answer is that of the last attempt. */
  askedMs: number;
  atMs: number;
  /** The version of the order that the client knew of, where it asked for one. */
  knownVersion: number | undefined;
}

/** An event as its commit holds it. */
export interface CommittedEvent extends OutboxEntry {
  cause: string;
  correlation: string;
  /** ISO 8601: the commit's own time. */
  at: string;
  /** Epoch milliseconds of the virtual clock, when the stream showed it. */
  atMs: number;
}

/** An event that reached the bus, the first time it did. */
export interface Published {
  event: Envelope;
  atMs: number;
  times: number;
}

/** Everything an invariant may look at: what was committed, published and answered, as it happens. */
export class Ledger {
  readonly answers: Answered[] = [];
  /** The orders that acts came to, by the acts' ids, as their clients were told. */
  readonly orderIds = new Map<string, string>();
  readonly commits: CommitSeen[] = [];
  /** By event id. */
  readonly published = new Map<string, Published>();
  /** Events by the order or SKU they are about, as they came first. */
  readonly bySubject = new Map<string, Published[]>();
  /** What the outboxes held, by event id. */
  readonly outboxes = new Map<string, CommittedEvent>();
  /** By table, the latest image of each item. */
  readonly items = new Map<string, Map<string, Image>>();
  /** Commits by key of the item, in the order they were made. */
  readonly byKey = new Map<string, CommitSeen[]>();
  readonly #watchers: LedgerWatcher[] = [];
  readonly #nowMs: () => number;
  readonly #write: (text: string) => void;

  /** `write` gets the text of each commit and of each answer. */
  constructor(world: World, write: (text: string) => void = () => {}) {
    this.#nowMs = () => world.cloud.scheduler.nowMs();
    this.#write = write;
    world.watch((event) => this.#hear(event));
    const { streams } = world.cloud.engines;
    for (const { service, table } of streamedTables()) {
      const tableName = namesOf(world.stage.name).table(service, table);
      this.items.set(table, new Map());
      streams.read(streams.ofTable(tableName)!, ({ keys, newImage }) => {
        if (newImage === undefined) this.#miss(table, keys);
        else this.#see(table, keys, newImage);
      });
    }
  }

  watch(watcher: LedgerWatcher): void {
    this.#watchers.push(watcher);
  }

  answer(answered: Omit<Answered, 'atMs'>): void {
    this.answers.push({ ...answered, atMs: this.#nowMs() });
    const { act, status, body } = answered;
    this.#write(`${act.id} ${status} ${JSON.stringify(body)}`);
    if (act.kind === 'place' && status === 202) this.orderIds.set(act.id, String(body['orderId']));
  }

  /** What was answered to an act's request, if it was by now. */
  answerTo(actId: string, request: Answered['request']): Answered | undefined {
    return this.answers.find((answer) => answer.act.id === actId && answer.request === request);
  }

  /** The latest image of an item, by the text of its key's values. */
  item(table: string, key: string): Image | undefined {
    return this.items.get(table)?.get(key);
  }

  #hear(event: Envelope): void {
    const known = this.published.get(event.eventId);
    if (known) known.times += 1;
    else {
      const published = { event, atMs: this.#nowMs(), times: 1 };
      this.published.set(event.eventId, published);
      const subject = event.metadata?.subject ?? '';
      const about = this.bySubject.get(subject);
      if (about) about.push(published);
      else this.bySubject.set(subject, [published]);
    }
    for (const watcher of this.#watchers) watcher.event?.(event, known === undefined);
  }

  #see(table: string, keys: string, newImage: string): void {
    this.#write(newImage);
    const image = JSON.parse(newImage) as Image;
    const key = keyText(JSON.parse(keys) as Image);
    const commit = { table, key, atMs: this.#nowMs(), image };
    this.commits.push(commit);
    this.items.get(table)?.set(key, image);
    const ofKey = this.byKey.get(key);
    if (ofKey) ofKey.push(commit);
    else this.byKey.set(key, [commit]);
    const outbox = image['outbox']?.S;
    if (outbox !== undefined && outbox !== '[]') this.#seeOutbox(outbox, image);
    for (const watcher of this.#watchers) watcher.commit?.(commit);
  }

  #miss(table: string, keys: string): void {
    const key = keyText(JSON.parse(keys) as Image);
    for (const watcher of this.#watchers) watcher.removal?.(table, key);
  }

  #seeOutbox(outbox: string, image: Image): void {
    const [cause, correlation] = [image['cause']?.S ?? '', image['correlation']?.S ?? ''];
    const commit = { cause, correlation, at: image['at']?.S ?? '', atMs: this.#nowMs() };
    for (const entry of JSON.parse(outbox) as OutboxEntry[]) {
      if (!this.outboxes.has(entry.id)) this.outboxes.set(entry.id, { ...entry, ...commit });
    }
  }
}

/** Is told of everything as it happens. */
export interface LedgerWatcher {
  /** `first`: it was not on the bus before. */
  event?(event: Envelope, first: boolean): void;
  commit?(commit: CommitSeen): void;
  /** An item is there no more. */
  removal?(table: string, key: string): void;
}

/** The values of a key, with slashes between them: `order#1/3`. */
function keyText(key: Image): string {
  return Object.values(key)
    .map(({ S, N }) => S ?? N)
    .join('/');
}

/** The tables whose streams have relays. */
export function streamedTables(): { service: string; table: string }[] {
  return services.flatMap(({ functions }) =>
    functions.flatMap(({ service, trigger }) =>
      trigger.kind === 'stream' ? [{ service, table: trigger.table }] : [],
    ),
  );
}
