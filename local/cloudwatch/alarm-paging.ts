import { cloudWatchException, notInEnumeration } from './cloudwatch-errors.ts';

/** Alarms or history items of one page at most; API_DescribeAlarms, "MaxRecords". */
export const MAX_RECORDS = 100;

const ALARM_TYPES: readonly string[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];

/** Whether `AlarmTypes` asks for metric alarms, as there are no others here; throws ValidationException. */
export function asksForMetricAlarms(types: readonly string[] | undefined): boolean {
  for (const type of types ?? []) {
    if (!ALARM_TYPES.includes(type)) throw notInEnumeration(type, 'alarmTypes', ALARM_TYPES);
  }
  return types === undefined || types.includes('MetricAlarm');
}

/** How many records a page has; throws ValidationException outside 1 to MAX_RECORDS. */
export function recordLimit(given: number | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (Number.isInteger(given) && given >= 1 && given <= MAX_RECORDS) return given;
  const message = `The value ${given} for parameter MaxRecords must be between 1 and ${MAX_RECORDS}.`;
  throw cloudWatchException('ValidationException', message);
}
