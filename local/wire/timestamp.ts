import type { TimestampFormat } from './shape.ts';

/** RFC 3339, with or without seconds. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[-+]\d\d:\d\d)$/;
/** RFC 9110, "IMF-fixdate". */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** An instant as JSON or text has it; undefined if it is none. */
export function parseTimestamp(value: unknown, format: TimestampFormat): Date | undefined {
  const ms = format === 'epoch-seconds' ? epochMs(value) : dateMs(textOf(value));
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Writes an instant; seconds are a number. */
export function formatTimestamp(date: Date, format: TimestampFormat): number | string {
  if (format === 'epoch-seconds') return date.getTime() / 1000;
  return format === 'http-date' ? date.toUTCString() : date.toISOString().replace('.000Z', 'Z');
}

function epochMs(value: unknown): number {
  if (typeof value === 'number') return Math.round(value * 1000);
  return /^-?\d+(\.\d+)?$/.test(textOf(value)) ? Math.round(Number(value) * 1000) : Number.NaN;
}

/** `Date.parse` alone would take any text that looks like a date. */
function dateMs(text: string): number {
  return DATE_TIME.test(text) || HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
