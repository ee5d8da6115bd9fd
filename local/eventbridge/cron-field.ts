/** The values of one field of a cron expression. */
export interface CronRange {
  minimum: number;
  maximum: number;
  /** Names of the values from `minimum` on. */
  names?: readonly string[];
}

/**
 * Reads a field made of `*`, values, `a-b` ranges, `x/n` steps and lists of them. Throws RangeError with what
 * is wrong.
 */
export function parseCronField(field: string, range: CronRange): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [span = '', step, ...rest] = part.split('/');
    if (rest.length > 0) throw new RangeError(`${part} has two steps`);
    const [first, last] = spanOf(span, range, step !== undefined);
    const increment = step === undefined ? 1 : Number(step);
    if (step !== undefined && !/^\d+$/.test(step)) throw new RangeError(`${part} is no step`);
    if (increment < 1 || increment > range.maximum) {
      throw new RangeError(`${part} has a step beyond 1-${range.maximum}`);
    }
    for (let value = first; value <= last; value += increment) values.add(value);
  }
  return values;
}

/** One value by number or name. Throws RangeError. */
export function cronValue(text: string, { minimum, maximum, names = [] }: CronRange): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + minimum : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw new RangeError(`${text === '' ? 'an empty value' : text} is not in ${minimum}-${maximum}`);
}

function spanOf(span: string, range: CronRange, stepped: boolean): [first: number, last: number] {
  if (span === '*') return [range.minimum, range.maximum];
  const [from = '', to, ...more] = span.split('-');
  if (more.length > 0) throw new RangeError(`${span} has two ends`);
  const first = cronValue(from, range);
  if (to === undefined) return [first, stepped ? range.maximum : first];
  const last = cronValue(to, range);
  if (last < first) throw new RangeError(`${span} runs backwards`);
  return [first, last];
}
