import type { MetricSeries } from '../cloudwatch/metric-series.ts';
import type { StreamRecord } from '../dynamodb/stream.ts';
import { partitionHash, type TableStream } from '../dynamodb/table-streams.ts';
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

/**
 * The pollers between a table's stream and a function: one lane for each shard, or for each of the
 * `ParallelizationFactor` parts of a shard, by partition key. AWS Lambda Developer Guide, "Using AWS Lambda
 * with Amazon DynamoDB".
 */
export class StreamMapping {
  readonly settings: MappingSettings;
  readonly #world: StreamMappingWorld;
  readonly #lanes = new Map<string, StreamLane>();
  #enabled: boolean;

  constructor(world: Omit<StreamMappingWorld, 'matches' | 'iteratorAge'>) {
    const { settings, target, foundation } = world;
    this.settings = settings;
    const matches = compileFilters(settings.filters, FILTER_KEYS);
    const dimensions = { FunctionName: target.name };
    const metric = { namespace: 'AWS/Lambda', name: 'IteratorAge', dimensions };
    const iteratorAge = foundation.cloudwatch.series(metric, 'Milliseconds');
    this.#world = { ...world, matches, iteratorAge };
    this.#enabled = world.settings.enabled;
  }

  /** Takes a record that was written to a shard. */
  take(record: StreamRecord, shard: number): void {
    const { parallelizationFactor } = this.settings;
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
