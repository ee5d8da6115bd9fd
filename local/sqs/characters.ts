/** Characters a message may not have: those outside the XML 1.0 set. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const ALLOWED = '#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]';

/** Why SQS refuses a text for one of its characters; undefined if it has none such. API Reference, SendMessage. */
export function forbiddenCharacter(text: string, place: string): string | undefined {
  const [found] = FORBIDDEN.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = found.codePointAt(0)!.toString(16).toUpperCase();
  return `Invalid binary character '#x${code}' was found in the ${place}, the set of allowed characters is ${ALLOWED}`;
}
