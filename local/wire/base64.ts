const CANONICAL = /^[A-Za-z0-9+/]*={0,2}$/;

/** Whether a text is base64 with its padding (RFC 4648, section 4). */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && CANONICAL.test(text);
}
