import type { CloudWatch } from './cloudwatch/cloudwatch.ts';
import type { Facts } from './facts.ts';
import type { Iam } from './iam/iam.ts';
import type { Interference } from './interference.ts';
import type { Latency } from './latency.ts';
import type { Meters } from './meters.ts';
import type { RandomSource } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { Surroundings } from './surroundings.ts';

/** What the services stand on: time, chance, place, permission, and whom to tell. */
export interface Foundation {
  scheduler: Scheduler;
  random: RandomSource;
  latency: Latency;
  surroundings: Surroundings;
  iam: Iam;
  cloudwatch: CloudWatch;
  meters: Meters;
  facts: Facts;
  /** Ends the run with an error that no function may swallow. */
  fail(error: unknown): void;
  /** Whether a call that IAM refuses ends the run, besides being refused. */
  strict: boolean;
  /** What goes wrong, where a simulation wants it; undefined: nothing. */
  interference?: Interference | undefined;
}
