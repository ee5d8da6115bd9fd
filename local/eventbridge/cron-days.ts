import { type CronRange, cronValue, parseCronField } from './cron-field.ts';

/** Whether a cron expression names a day (midnight, UTC). */
export type DayTest = (date: Date) => boolean;

const OF_MONTH: CronRange = { minimum: 1, maximum: 31 };
const OF_WEEK: CronRange = {
  minimum: 1,
  maximum: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};
const SATURDAY = 7;
const SUNDAY = 1;

/**
 * Compiles the two fields for days, of which one must be `?`: with `L` (last), `W` (nearest weekday) and `#`
 * (which one of the month). Throws RangeError with what is wrong.
 */
export function compileDays(dayOfMonth: string, dayOfWeek: string): DayTest {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new RangeError('exactly one of day of month and day of week must be ?');
  }
  return dayOfWeek === '?' ? compileDayOfMonth(dayOfMonth) : compileDayOfWeek(dayOfWeek);
}

function compileDayOfMonth(field: string): DayTest {
  if (field === 'L') return (date) => date.getUTCDate() === daysInMonth(date);
  if (field === 'LW')
    return (date) => date.getUTCDate() === nearestWeekday(date, daysInMonth(date));
  const weekday = /^(\d+)W$/.exec(field);
  if (weekday) {
    const wanted = cronValue(weekday[1]!, OF_MONTH);
    return (date) =>
      wanted <= daysInMonth(date) && date.getUTCDate() === nearestWeekday(date, wanted);
  }
  const days = parseCronField(field, OF_MONTH);
  return (date) => days.has(date.getUTCDate());
}

function compileDayOfWeek(field: string): DayTest {
  if (field === 'L') return (date) => dayOfWeek(date) === SATURDAY;
  const last = /^(\w+)L$/.exec(field);
  if (last) {
    const wanted = cronValue(last[1]!, OF_WEEK);
    return (date) => dayOfWeek(date) === wanted && date.getUTCDate() + 7 > daysInMonth(date);
  }
  const nth = /^(\w+)#(\d)$/.exec(field);
  if (nth) {
    const wanted = cronValue(nth[1]!, OF_WEEK);
    const which = cronValue(nth[2]!, { minimum: 1, maximum: 5 });
    return (date) => dayOfWeek(date) === wanted && Math.ceil(date.getUTCDate() / 7) === which;
  }
  const days = parseCronField(field, OF_WEEK);
  return (date) => days.has(dayOfWeek(date));
}

/** 1 is Sunday. */
function dayOfWeek(date: Date): number {
  return date.getUTCDay() + 1;
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday nearest to a day, within its month. */
function nearestWeekday(date: Date, day: number): number {
  const weekday = dayOfWeek(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)));
  if (weekday === SATURDAY) return day === 1 ? day + 2 : day - 1;
  if (weekday === SUNDAY) return day === daysInMonth(date) ? day - 2 : day + 1;
  return day;
}
