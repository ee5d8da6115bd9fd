/** Levels of objects and arrays within one another. Amazon EventBridge API Reference, PutEvents. */
const MAXIMUM_LEVELS = 1_100;

/** Characters of a JSON text that is one level too deep: each level opens and closes. */
const FEWEST_CHARACTERS = 2 * (MAXIMUM_LEVELS + 1);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
/** The one bit in which a bracket differs from its brace. */
const BRACE_BIT = 0x20;

/** Whether a JSON text that can be parsed has more levels than EventBridge takes. */
export function isTooDeep(json: string): boolean {
  if (json.length < FEWEST_CHARACTERS) return false;
  let levels = 0;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    const brace = character | BRACE_BIT;
    if (character === QUOTE) at = endOfText(json, at);
    else if (brace === CLOSING_BRACE) levels -= 1;
    else if (brace === OPENING_BRACE) levels += 1;
    if (levels > MAXIMUM_LEVELS) return true;
  }
  return false;
}

/** Where the text ends whose opening quote is at `start`. */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}
