const MAXIMUM_CHARACTERS = 200;

/** A value of somebody else's as a message tells it: JSON, cut where it is long; it may be nested too deep to be told. */
export function toldValue(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? 'undefined';
  } catch {
    return 'a value that is nested too deep';
  }
  return text.length <= MAXIMUM_CHARACTERS ? text : `${text.slice(0, MAXIMUM_CHARACTERS)}...`;
}

/** The same, but a text stands without quotes. */
export function toldText(value: unknown): string {
  return typeof value === 'string' ? value : toldValue(value);
}
