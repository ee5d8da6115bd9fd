/** RFC 3339, section 5.6, with seconds that may be left out: an instant, not a time of some zone. */
const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;

const MINUTE_MS = 60_000;

/**
 * The epoch milliseconds of an instant such as `2026-11-21T10:00:00Z` or `2026-11-21T11:00+01:00`; undefined for
 * anything else: a day that does not exist, an instant without its zone, a leap second.
 */
export function parseInstant(text: string): number | undefined {
  const parts = INSTANT.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0'));
  const [sign, offsetHours, offsetMinutes] = [
    parts[8],
    Number(parts[9] ?? 0),
    Number(parts[10] ?? 0),
  ];
  const localMs = Date.UTC(year!, month! - 1, day!, hour!, minute!, second, milliseconds);
  // What does not exist, a leap second too, turns into another minute.
  const isReal = new Date(localMs).toISOString().slice(0, 16) === text.slice(0, 16);
  if (!isReal || offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offsetMs = (offsetHours * 60 + offsetMinutes) * MINUTE_MS;
  return sign === '-' ? localMs + offsetMs : localMs - offsetMs;
}
