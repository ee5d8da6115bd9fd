/**
 * A target's input that EventBridge would refuse or, at delivery, cannot take from an event; `path`
 * names the property.
 */
export class TargetInputError extends Error {
  override readonly name = 'TargetInputError';
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path} ${reason}`);
    this.path = path;
  }
}

/** Throws `TargetInputError` unless a text has 1 to `maximum` characters. */
export function requireLength(path: string, text: string, maximum: number): void {
  if (text.length < 1 || text.length > maximum) {
    throw new TargetInputError(path, `must have 1 to ${maximum} characters`);
  }
}

/** Throws `TargetInputError` unless a text is JSON. */
export function requireJson(path: string, text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new TargetInputError(path, `is not valid JSON: ${(error as Error).message}`);
  }
}
