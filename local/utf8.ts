/** UTF-8 takes at most this many bytes for one character (UTF-16 unit) of a string. */
export const MAX_BYTES_PER_CHARACTER = 3;

/** Whether a text takes at most `bytes` in UTF-8; they are counted only if its length does not settle it. */
export function fitsBytes(text: string | Buffer, bytes: number): boolean {
  return text.length * MAX_BYTES_PER_CHARACTER <= bytes || Buffer.byteLength(text) <= bytes;
}
