import { compileDays, type DayTest } from './cron-days.ts';
import { parseCronField } from './cron-field.ts';
import { InvalidScheduleError } from './invalid-schedule-error.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const LAST_YEAR = 2199;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Cron {
  /** Minutes of the day, ascending. */
  times: readonly number[];
  isDay: DayTest;
  months: ReadonlySet<number>;
  years: ReadonlySet<number>;
}

/**
 * Compiles the six fields of a cron expression: minutes, hours, day of month, month, day of week, year. The
 * result gives the next time after an instant, in epoch milliseconds. Throws InvalidScheduleError.
 */
export function compileCron(
  expression: string,
  fields: string,
): (afterMs: number) => number | undefined {
  const cron = parse(expression, fields);
  return (afterMs) => {
    // The next full minute at the earliest.
    const fromMs = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
    const midnightMs = Math.floor(fromMs / DAY_MS) * DAY_MS;
    const minuteOfDay = (fromMs - midnightMs) / MINUTE_MS;
    if (matchesDay(cron, midnightMs)) {
      const time = cron.times.find((candidate) => candidate >= minuteOfDay);
      if (time !== undefined) return midnightMs + time * MINUTE_MS;
    }
    return nextDay(cron, midnightMs);
  };
}

function parse(expression: string, fields: string): Cron {
  const parts = fields.trim().split(/\s+/);
  if (parts.length !== 6) throw new InvalidScheduleError(expression, 'it needs six fields');
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  try {
    const minutes = [...parseCronField(minute, { minimum: 0, maximum: 59 })];
    const hours = [...parseCronField(hour, { minimum: 0, maximum: 23 })];
    const times = hours.flatMap((h) => minutes.map((m) => h * 60 + m));
    return {
      times: times.sort((left, right) => left - right),
      isDay: compileDays(dayOfMonth, dayOfWeek),
      months: parseCronField(month, { minimum: 1, maximum: 12, names: MONTHS }),
      years: parseCronField(year, { minimum: 1970, maximum: LAST_YEAR }),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidScheduleError(expression, error.message);
  }
}

function nextDay(cron: Cron, midnightMs: number): number | undefined {
  let dayMs = midnightMs + DAY_MS;
  while (new Date(dayMs).getUTCFullYear() <= LAST_YEAR) {
    if (matchesDay(cron, dayMs)) return dayMs + cron.times[0]! * MINUTE_MS;
    dayMs += DAY_MS;
  }
  return undefined;
}

function matchesDay({ years, months, isDay }: Cron, midnightMs: number): boolean {
  const date = new Date(midnightMs);
  return years.has(date.getUTCFullYear()) && months.has(date.getUTCMonth() + 1) && isDay(date);
}
