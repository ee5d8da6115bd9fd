import type { MetricSeries } from '../cloudwatch/metric-series.ts';
import type { StreamRecord } from '../dynamodb/stream.ts';
import {
  partitionHash,
  type StreamReader,
  type TableStream,
  type TableStreams,
} from '../dynamodb/table-streams.ts';
import type { EventMatcher } from '../eventbridge/pattern.ts';
import type { Foundation } from '../foundation.ts';
import { compileFilters } from './filter-criteria.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { MappingSettings } from './mapping-settings.ts';
import type { StreamFailureDestination } from './stream-failure.ts';
import { StreamLane } from './stream-lane.ts';

/** What a stream's mapping may filter on. */
const FILTER_KEYS = [
  'awsRegion',
  'dynamodb',
  'eventID',
  'eventName',
  'eventSource',
  'eventSourceARN',
  'eventVersion',
  'userIdentity',
];

/** What the lanes of one mapping share. */
export interface StreamMappingWorld {
  settings: MappingSettings;
  stream: TableStream;
  target: LambdaFunction;
  foundation: Foundation;
  matches: EventMatcher | undefined;
  destination: StreamFailureDestination | undefined;
  /** How long records waited, in milliseconds. */
  iteratorAge: MetricSeries;
}

/** What a mapping is made from. */
export type StreamMappingPlan = Omit<StreamMappingWorld, 'matches' | 'iteratorAge'>;

/**
 * The pollers between a table's stream and a function: one lane for each shard, or for each of the
 * `ParallelizationFactor` parts of a shard, by partition key. AWS Lambda Developer Guide, "Using AWS Lambda
 * with Amazon DynamoDB".
 */
export class StreamMapping {
  readonly #world: StreamMappingWorld;
  readonly #lanes = new Map<string, StreamLane>();
  #enabled: boolean;
  /** Ends the reading. */
  #leave: (() => void) | undefined;

  constructor(world: StreamMappingPlan) {
    const { settings } = world;
    const matches = compileFilters(settings.filters, FILTER_KEYS);
    this.#world = { ...world, matches, iteratorAge: iteratorAgeOf(world) };
    this.#enabled = settings.enabled;
  }

  /** Reads its stream from now on. */
  begin(streams: TableStreams): void {
    const take: StreamReader = (record, shard) => this.take(record, shard);
    this.#leave = streams.read(this.#world.stream, take);
  }

  /** Goes on with other settings, or to another function. */
  configure(plan: StreamMappingPlan): void {
    const matches = compileFilters(plan.settings.filters, FILTER_KEYS);
    Object.assign(this.#world, plan, { matches, iteratorAge: iteratorAgeOf(plan) });
    if (plan.settings.enabled) this.enable();
    else this.disable();
  }

  /** Takes a record that was written to a shard. */
  take(record: StreamRecord, shard: number): void {
    const { parallelizationFactor } = this.#world.settings;
    const part =
      parallelizationFactor === 1
        ? 0
        : Math.floor(partitionHash(record.keys) / 65_536) % parallelizationFactor;
    this.#lane(shard, part).push(record);
  }

  /** Reads on where it stopped. */
  enable(): void {
    this.#enabled = true;
    for (const lane of this.#lanes.values()) lane.resume();
  }

  /** Stops reading; records wait, and expire after a day. */
  disable(): void {
    this.#enabled = false;
    for (const lane of this.#lanes.values()) lane.pause();
  }

  /** Reads no more, and forgets what it has read. */
  end(): void {
    this.#leave?.();
    this.disable();
    this.#lanes.clear();
  }

  #lane(shard: number, part: number): StreamLane {
    const key = `${shard}/${part}`;
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = new StreamLane(`shardId-0000000000000000000${shard}-${part}`, this.#world);
      if (!this.#enabled) lane.pause();
      this.#lanes.set(key, lane);
    }
    return lane;
  }
}

function iteratorAgeOf({ target, foundation }: StreamMappingPlan): MetricSeries {
  const dimensions = { FunctionName: target.name };
  const metric = { namespace: 'AWS/Lambda', name: 'IteratorAge', dimensions };
  return foundation.cloudwatch.series(metric, 'Milliseconds');
}
