import { hash } from 'node:crypto';
import type { MessageAttributes } from './message.ts';

const STRING_VALUE = 1;
const BINARY_VALUE = 2;

/** MD5 of a body, in hexadecimal. */
export function bodyDigest(body: string): string {
  return hash('md5', body, 'hex');
}

/**
 * MD5 of a message's attributes, in hexadecimal, as clients check it: by name, each part after its length.
 * Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes".
 */
export function attributesDigest(attributes: MessageAttributes): string {
  const parts: Uint8Array[] = [];
  const add = (value: string | Uint8Array): void => {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.byteLength);
    parts.push(length, bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name]!;
    add(name);
    add(DataType);
    parts.push(Buffer.from([BinaryValue ? BINARY_VALUE : STRING_VALUE]));
    add(BinaryValue ?? StringValue ?? '');
  }
  return hash('md5', Buffer.concat(parts), 'hex');
}
