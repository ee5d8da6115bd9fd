import { NotSimulatedError } from '../errors.ts';
import {
  type CompiledQuery,
  compileQuery,
  type MetricQuery,
  type SeriesFinder,
} from './metric-query.ts';
import { MAX_MINUTES, MINUTE_MS } from './metric-series.ts';

/** The states of an alarm; CloudWatch User Guide, "Alarm evaluation". */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What periods without data count as: the values of an alarm's `TreatMissingData`. */
export type MissingData = 'missing' | 'notBreaching' | 'breaching' | 'ignore';

/** An alarm as its template, or PutMetricAlarm, gives it. */
export interface AlarmSpec {
  name: string;
  arn: string;
  description?: string;
  queries: readonly MetricQuery[];
  /** The query whose values are compared. */
  returnedId: string;
  /** Such as `GreaterThanOrEqualToThreshold`. */
  comparison: string;
  threshold: number;
  evaluationPeriods: number;
  datapointsToAlarm?: number;
  missingData?: string;
  /** ARNs that CloudWatch would act on; recorded, never called. */
  actions: readonly string[];
  /** The same on the way to OK. */
  okActions?: readonly string[];
  /** The same on the way to INSUFFICIENT_DATA. */
  insufficientDataActions?: readonly string[];
  /** Whether it would act at all; recorded. */
  actionsEnabled?: boolean;
  tags?: Readonly<Record<string, string>>;
}

/** An alarm as it stands. */
export interface AlarmView {
  name: string;
  description: string | undefined;
  state: AlarmState;
  /** Why it is in that state. */
  reason: string;
  /** Since when, in epoch milliseconds; undefined before the first evaluation. */
  sinceMs: number | undefined;
  /** How often it went into ALARM. */
  alarmCount: number;
  actions: readonly string[];
}

/** Periods that are looked at beyond the evaluation periods, to find datapoints where some are missing. */
const EXTRA_PERIODS = 2;

/**
 * A metric alarm: M of N datapoints that breach the threshold.
 * CloudWatch User Guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data".
 */
export class Alarm {
  readonly spec: AlarmSpec;
  readonly #query: CompiledQuery;
  readonly #breaches: (value: number) => boolean;
  readonly #missingData: MissingData;
  readonly #needed: number;
  #state: AlarmState = 'INSUFFICIENT_DATA';
  #values: readonly number[] = [];
  #sinceMs: number | undefined;
  #alarmCount = 0;
  /** What SetAlarmState said; until the next change. */
  #givenReason: string | undefined;

  /** Throws NotSimulatedError for what is not simulated of the spec. `before` is the alarm it takes the place of. */
  constructor(spec: AlarmSpec, before?: Alarm) {
    const { comparison, threshold, evaluationPeriods, datapointsToAlarm, missingData } = spec;
    this.spec = spec;
    this.#query = compileQuery(spec.queries, spec.returnedId);
    this.#breaches = breachTest(comparison, threshold);
    this.#needed = datapointsToAlarm ?? evaluationPeriods;
    // CloudWatch does so whatever the alarm says.
    const ofTables = this.#query.metrics.some(({ namespace }) => namespace === 'AWS/DynamoDB');
    this.#missingData = ofTables ? 'ignore' : knownMissingData(missingData);
    refuseLongRange(evaluationPeriods * this.#query.periodMs);
    if (before) this.#continue(before);
  }

  get state(): AlarmState {
    return this.#state;
  }

  /** Since when it is in its state, in epoch milliseconds; undefined before the first evaluation. */
  get sinceMs(): number | undefined {
    return this.#sinceMs;
  }

  /** Looks at the periods that ended by `atMs`, a full minute. */
  evaluate(atMs: number, find: SeriesFinder): void {
    const values = this.#latestValues(atMs, find);
    this.#values = values;
    this.#enter(this.#judge(values), atMs);
  }

  /** Puts it into a state until the next evaluation finds another. */
  setState(state: AlarmState, reason: string, atMs: number): void {
    this.#enter(state, atMs);
    this.#givenReason = reason;
  }

  #enter(state: AlarmState, atMs: number): void {
    if (state === this.#state && this.#sinceMs !== undefined) return;
    if (state !== this.#state) this.#givenReason = undefined;
    this.#sinceMs = atMs;
    if (state === 'ALARM') this.#alarmCount += 1;
    this.#state = state;
  }

  #continue(before: Alarm): void {
    this.#state = before.#state;
    this.#values = before.#values;
    this.#sinceMs = before.#sinceMs;
    this.#alarmCount = before.#alarmCount;
    this.#givenReason = before.#givenReason;
  }

  view(): AlarmView {
    const { name, description, actions } = this.spec;
    return {
      name,
      description,
      state: this.#state,
      reason: this.#reason(),
      sinceMs: this.#sinceMs,
      alarmCount: this.#alarmCount,
      actions,
    };
  }

  #reason(): string {
    if (this.#givenReason !== undefined) return this.#givenReason;
    if (this.#sinceMs === undefined) return 'not evaluated yet';
    const { comparison, threshold } = this.spec;
    const breaching = this.#values.filter(this.#breaches).length;
    const datapoints = `${breaching} of ${this.#values.length} datapoints [${this.#values.join(', ')}]`;
    return `${datapoints} breach ${comparison} ${threshold}`;
  }

  /** Newest first: as many real datapoints as are evaluated, if the range holds so many. */
  #latestValues(atMs: number, find: SeriesFinder): number[] {
    const { evaluationPeriods } = this.spec;
    const values: number[] = [];
    for (let back = 1; back <= evaluationPeriods + EXTRA_PERIODS; back += 1) {
      const value = this.#query.valueAt(atMs - back * this.#query.periodMs, find);
      if (value !== undefined) values.push(value);
      if (values.length === evaluationPeriods) break;
    }
    return values;
  }

  #judge(values: readonly number[]): AlarmState {
    const breaching = values.filter(this.#breaches).length;
    const missing = this.spec.evaluationPeriods - values.length;
    if (breaching >= this.#needed) return 'ALARM';
    if (missing === 0) return 'OK';
    return WHERE_SOME_ARE_MISSING[this.#missingData]({
      state: this.#state,
      reachable: breaching + missing >= this.#needed,
      onlyBreaches: breaching === values.length,
      none: values.length === 0,
    });
  }
}

interface Incomplete {
  state: AlarmState;
  /** Whether there were enough if the missing ones breached too. */
  reachable: boolean;
  onlyBreaches: boolean;
  none: boolean;
}

const WHERE_SOME_ARE_MISSING: Readonly<Record<MissingData, (known: Incomplete) => AlarmState>> = {
  notBreaching: () => 'OK',
  breaching: ({ reachable }) => (reachable ? 'ALARM' : 'OK'),
  ignore: ({ onlyBreaches, state }) => (onlyBreaches ? state : 'OK'),
  missing: ({ none, onlyBreaches }) => {
    if (none) return 'INSUFFICIENT_DATA';
    return onlyBreaches ? 'ALARM' : 'OK';
  },
};

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

function refuseLongRange(rangeMs: number): void {
  if (rangeMs <= MAX_MINUTES * MINUTE_MS) return;
  throw new NotSimulatedError(`an alarm over ${rangeMs / MINUTE_MS} minutes`);
}

function breachTest(comparison: string, threshold: number): (value: number) => boolean {
  const compare = COMPARISONS[comparison];
  if (!compare) throw new NotSimulatedError(`comparison ${comparison}`);
  return (value) => compare(value, threshold);
}

function knownMissingData(value = 'missing'): MissingData {
  if (!(value in WHERE_SOME_ARE_MISSING))
    throw new NotSimulatedError(`missing data treated as ${value}`);
  return value as MissingData;
}
