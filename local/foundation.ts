import type { CloudWatch } from './cloudwatch/cloudwatch.ts';
import type { Facts } from './facts.ts';
import type { Iam } from './iam/iam.ts';
import type { Interference } from './interference.ts';
import type { Latency } from './latency.ts';
import type { Meters } from './meters.ts';
import type { RandomSource } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * How a cloud takes a broken promise: a mistake of its own, a call that is not simulated, a refusal of IAM. In a `run`
 * it is loud and ends the run. A `server` writes it to its log and goes on: nothing that a client, a message, a
 * function or a template says may end it.
 */
export type Conduct = 'run' | 'server';

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
  /** Ends a run with an error that no function may swallow; a server writes it to its log. */
  fail(error: unknown): void;
  /** What goes wrong, where a simulation wants it; undefined: nothing. */
  interference?: Interference | undefined;
}
