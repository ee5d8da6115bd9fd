import type { RandomSource } from './random.ts';

/** What takes time in a cloud. */
export type Hop =
  | 'dynamodbRead'
  | 'dynamodbWrite'
  | 'dynamodbTransaction'
  | 'putEvents'
  | 'sqsCall'
  | 'otherCall'
  /** From PutEvents to the target of a rule. */
  | 'busToTarget'
  /** From a message's arrival to the poller that takes it. */
  | 'sqsPoll'
  /** From a write to the poller of the table's stream. */
  | 'streamPoll'
  /** Around the handler, in an environment that is warm. */
  | 'lambdaWarm'
  /** Making an environment. */
  | 'lambdaCold'
  /** From an asynchronous invoke to the function. */
  | 'lambdaQueue'
  /** Through API Gateway, one way. */
  | 'apiGateway';

/** Per hop the milliseconds that are equally likely; none means no time at all. */
export type LatencyTables = Readonly<Partial<Record<Hop, readonly number[]>>>;

/** `none`: every answer in the same turn; `typical`: as seen in one AWS region; or one's own tables. */
export type LatencyProfile = 'none' | 'typical' | LatencyTables;

/** Twenty equally likely values each: the last is the slowest twentieth. */
const TYPICAL: LatencyTables = {
  dynamodbRead: [2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 6, 8, 14],
  dynamodbWrite: [3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 7, 7, 8, 11, 19],
  dynamodbTransaction: [
    8, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 16, 17, 18, 20, 23, 28, 45,
  ],
  putEvents: [9, 10, 11, 12, 12, 13, 13, 14, 14, 15, 16, 16, 17, 18, 20, 22, 25, 30, 40, 70],
  sqsCall: [4, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 9, 9, 10, 11, 12, 14, 17, 22, 40],
  otherCall: [8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 27, 30, 35, 42, 55, 90],
  busToTarget: [
    55, 65, 72, 78, 84, 90, 95, 100, 106, 112, 118, 125, 133, 142, 153, 168, 190, 225, 290, 450,
  ],
  sqsPoll: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 21, 25, 30, 38, 50, 80],
  streamPoll: [
    15, 28, 40, 52, 64, 76, 88, 100, 112, 124, 136, 148, 160, 172, 184, 196, 208, 222, 240, 275,
  ],
  lambdaWarm: [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 8, 15],
  lambdaCold: [
    210, 225, 235, 245, 252, 260, 266, 273, 280, 288, 296, 305, 315, 326, 340, 358, 382, 415, 470,
    620,
  ],
  lambdaQueue: [10, 12, 14, 16, 18, 20, 22, 25, 28, 31, 34, 38, 42, 47, 53, 60, 70, 85, 110, 180],
  apiGateway: [3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 8, 8, 9, 10, 12, 16, 28],
};

/** Draws how long each hop takes, from integer tables and the seeded source. */
export class Latency {
  readonly #tables: LatencyTables;
  readonly #random: RandomSource;

  constructor(profile: LatencyProfile, random: RandomSource) {
    this.#tables = profile === 'none' ? {} : profile === 'typical' ? TYPICAL : profile;
    this.#random = random;
  }

  /** Milliseconds for one hop; chance is used only if there is a choice, and if no `fraction` in [0, 1) is given. */
  drawMs(hop: Hop, fraction?: number): number {
    const table = this.#tables[hop];
    if (table === undefined) return 0;
    const chosen = Math.floor((fraction ?? this.#random.fraction()) * table.length);
    return table[chosen] ?? 0;
  }
}
