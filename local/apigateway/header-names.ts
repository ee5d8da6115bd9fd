/** Request headers that API Gateway passes on to nobody. */
const DROPPED = new Set([
  // Valid in HTTP, and no name for a property.
  '__proto__',
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** Response headers of a function that reach the client as `x-amzn-remapped-...`. */
const REMAPPED = new Set(['connection', 'content-length', 'date', 'server', 'www-authenticate']);

/** Names kept; a client that makes up ever new ones starts over. */
const MAX_NAMES = 1_000;

const eventNames = new Map<string, string | undefined>();

/**
 * The name a header has in the event, from its name in lower case: `Idempotency-Key`. API Gateway keeps the
 * case of the client, and clients differ, so a function that looks for lower case alone must fail here.
 * Undefined for headers that are dropped. API Gateway Developer Guide, "Important notes".
 */
export function eventHeaderName(name: string): string | undefined {
  if (eventNames.has(name)) return eventNames.get(name);
  const dropped = DROPPED.has(name);
  const inEvent = dropped
    ? undefined
    : name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
  if (eventNames.size >= MAX_NAMES) eventNames.clear();
  eventNames.set(name, inEvent);
  return inEvent;
}

/** The name, in lower case, under which a function's response header reaches the client; undefined if it does not. */
export function responseHeaderName(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'transfer-encoding' || lower === '__proto__') return undefined;
  return REMAPPED.has(lower) ? `x-amzn-remapped-${lower}` : lower;
}
