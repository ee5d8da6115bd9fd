/** What Node.js has of the proposal "JSON.parse source text access", which the types do not know yet. */
interface ExactJson {
  parse(text: string, revive: (key: string, value: unknown, context: Source) => unknown): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}

/** How a value is spelt; absent for objects and lists. */
interface Source {
  source?: string;
}

const exactJson = JSON as unknown as ExactJson;

/**
 * Parses JSON so that `JSON.stringify` of any part of it spells each number as the text does: 9007199254740993 and
 * 1.10 stay what they are, which as doubles they do not.
 */
export function parseExactly(text: string): Record<string, unknown> {
  return exactJson.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? exactJson.rawJSON(source)
      : value,
  ) as Record<string, unknown>;
}

/** Whether a value of `parseExactly` is a number in its own spelling, though it is an object. */
export function isExactNumber(value: object): boolean {
  return exactJson.isRawJSON(value);
}
