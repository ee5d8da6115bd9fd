import type { Scheduler } from '../scheduler.ts';
import type { DynamoDb } from './dynamodb.ts';

/** AWS deletes expired items "within a few days"; here they go at the next full sweep. */
const SWEEP_INTERVAL_MS = 60 * 60_000;

/** Deletes expired items in the background from now on. Amazon DynamoDB Developer Guide, "Time to Live". */
export function startExpirySweep(engine: DynamoDb, scheduler: Scheduler): void {
  const sweep = (): void => {
    engine.expire();
    startExpirySweep(engine, scheduler);
  };
  scheduler.after(SWEEP_INTERVAL_MS, sweep, 'background');
}
