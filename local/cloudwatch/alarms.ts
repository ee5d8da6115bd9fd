import type { Scheduler } from '../scheduler.ts';
import { Alarm, type AlarmSpec, type AlarmState } from './alarm.ts';
import { cloudWatchException } from './cloudwatch-errors.ts';
import type { SeriesFinder } from './metric-query.ts';

/** An alarm with what is kept beside it. */
export interface StoredAlarm {
  alarm: Alarm;
  /** When it was last put, in epoch milliseconds. */
  configuredMs: number;
  tags: Map<string, string>;
  /** Whether it would act; recorded, as no alarm acts here. */
  actionsEnabled: boolean;
}

/** One entry of the history of alarms. API_AlarmHistoryItem. */
export interface AlarmHistoryItem {
  /** Counted from 1, in the order of time. */
  number: number;
  alarmName: string;
  atMs: number;
  kind: 'ConfigurationUpdate' | 'StateUpdate';
  summary: string;
  data: object;
}

/** Entries that are kept of all alarms together; the oldest goes first. */
export const MAX_HISTORY_ITEMS = 1_000;

/** The alarms by name, and what became of them. */
export class Alarms {
  readonly #scheduler: Pick<Scheduler, 'nowMs'>;
  readonly #alarms = new Map<string, StoredAlarm>();
  readonly #history: AlarmHistoryItem[] = [];
  #lastNumber = 0;

  constructor(scheduler: Pick<Scheduler, 'nowMs'>) {
    this.#scheduler = scheduler;
  }

  all(): StoredAlarm[] {
    return [...this.#alarms.values()];
  }

  /** Oldest first. */
  get history(): readonly AlarmHistoryItem[] {
    return this.#history;
  }

  get(name: string): StoredAlarm | undefined {
    return this.#alarms.get(name);
  }

  /** Throws ResourceNotFound. */
  named(name: string): StoredAlarm {
    const stored = this.#alarms.get(name);
    if (stored) return stored;
    throw cloudWatchException('ResourceNotFound', `Alarm ${name} does not exist.`);
  }

  /** Adds an alarm, or replaces all but state and tags of the one with its name. */
  put(spec: AlarmSpec): void {
    const before = this.#alarms.get(spec.name);
    const alarm = new Alarm(spec, before?.alarm);
    const atMs = this.#scheduler.nowMs();
    const tags = before?.tags ?? new Map(Object.entries(spec.tags ?? {}));
    const actionsEnabled = spec.actionsEnabled ?? true;
    this.#alarms.set(spec.name, { alarm, configuredMs: atMs, tags, actionsEnabled });
    this.#note(spec.name, atMs, before ? 'Update' : 'Create');
  }

  /** Deletes all of them, or, if one does not exist, none. Throws ResourceNotFound. */
  delete(names: readonly string[]): void {
    for (const name of names) this.named(name);
    for (const name of names) {
      this.#alarms.delete(name);
      this.#note(name, this.#scheduler.nowMs(), 'Delete');
    }
  }

  /** Throws ResourceNotFound. */
  setState(name: string, state: AlarmState, reason: string): void {
    const { alarm } = this.named(name);
    const atMs = this.#scheduler.nowMs();
    this.#watch(alarm, atMs, () => alarm.setState(state, reason, atMs));
  }

  /** Looks at all of them at `atMs`, a full minute. */
  evaluate(atMs: number, find: SeriesFinder): void {
    for (const { alarm } of this.#alarms.values()) {
      this.#watch(alarm, atMs, () => alarm.evaluate(atMs, find));
    }
  }

  #watch(alarm: Alarm, atMs: number, change: () => void): void {
    const before = alarm.state;
    change();
    if (alarm.state === before) return;
    const { name, state, reason } = alarm.view();
    this.#add({
      alarmName: name,
      atMs,
      kind: 'StateUpdate',
      summary: `Alarm updated from ${before} to ${state}`,
      data: {
        version: '1.0',
        oldState: { stateValue: before },
        newState: { stateValue: state, stateReason: reason },
      },
    });
  }

  #note(alarmName: string, atMs: number, type: 'Create' | 'Update' | 'Delete'): void {
    const summary = `Alarm "${alarmName}" ${type.toLowerCase()}d`;
    const data = { version: '1.0', type };
    this.#add({ alarmName, atMs, kind: 'ConfigurationUpdate', summary, data });
  }

  #add(item: Omit<AlarmHistoryItem, 'number'>): void {
    this.#lastNumber += 1;
    this.#history.push({ number: this.#lastNumber, ...item });
    if (this.#history.length > MAX_HISTORY_ITEMS) this.#history.shift();
  }
}
