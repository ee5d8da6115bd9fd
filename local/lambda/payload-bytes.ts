/** The bytes of an answer, with the method the SDK adds to read them as text. */
export class PayloadBytes extends Uint8Array {
  static fromText(text: string): PayloadBytes {
    const { buffer, byteOffset, byteLength } = Buffer.from(text);
    return new PayloadBytes(buffer, byteOffset, byteLength);
  }

  /** The text, or the bytes in another of Node's encodings. */
  transformToString(encoding: BufferEncoding = 'utf-8'): string {
    return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString(encoding);
  }
}
