import { compileCron } from './cron-expression.ts';
import { InvalidScheduleError } from './invalid-schedule-error.ts';

/** When a schedule is next due after an instant, both epoch milliseconds; undefined if never again. */
export type NextTime = (afterMs: number) => number | undefined;

const RATE = /^rate\((\d+) (minutes?|hours?|days?)\)$/;
const CRON = /^cron\((.*)\)$/;

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Compiles `rate(...)`, counted from the instant asked for, or `cron(...)`, in UTC. Throws
 * InvalidScheduleError. Amazon EventBridge User Guide, "Schedule expression types".
 */
export function compileSchedule(expression: string): NextTime {
  const rate = RATE.exec(expression);
  if (rate) return compileRate(expression, Number(rate[1]), rate[2]!);
  const cron = CRON.exec(expression);
  if (cron) return compileCron(expression, cron[1]!);
  throw new InvalidScheduleError(expression, 'it is neither rate(...) nor cron(...)');
}

function compileRate(expression: string, count: number, unit: string): NextTime {
  if (count < 1) throw new InvalidScheduleError(expression, 'the value must be positive');
  if ((count === 1) === unit.endsWith('s')) {
    throw new InvalidScheduleError(expression, 'the unit is singular for 1, and plural otherwise');
  }
  const intervalMs = count * UNIT_MS[unit.replace(/s$/, '')]!;
  return (afterMs) => afterMs + intervalMs;
}
