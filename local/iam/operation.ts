import type { RandomSource } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Principal } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Iam } from './iam.ts';

/** Whose keys are whose, as far as IAM gives them out and takes them back. */
export interface KeyRing {
  /** From now on calls with this key are the principal's. */
  register(accessKeyId: string, principal: Principal): void;
  /** From now on calls with this key are nobody's. */
  revoke(accessKeyId: string): void;
}

/** What IAM's operations work on. */
export interface IamPlace {
  iam: Iam;
  scheduler: Pick<Scheduler, 'nowMs'>;
  random: RandomSource;
  surroundings: Surroundings;
  keys: KeyRing;
}

/** One operation of IAM: the parameters it honours, the resource its permission is on, and what it does. */
export interface IamOperation {
  parameters: readonly string[];
  /** Whether a user that names no user means itself. */
  ofCaller?: boolean;
  resource(input: never, place: IamPlace): string;
  run(input: never, place: IamPlace): object;
}

/** The ARN of something in IAM, which has no region. */
export function iamArn(
  { surroundings: { partition, account } }: Pick<IamPlace, 'surroundings'>,
  kind: 'role' | 'user' | 'policy',
  pathAndName: string,
): string {
  return `arn:${partition}:iam::${account}:${kind}${pathAndName}`;
}
