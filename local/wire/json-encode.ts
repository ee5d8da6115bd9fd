import type { Shape } from './shape.ts';
import { formatTimestamp } from './timestamp.ts';

/** Gives a member of an output the form that JSON has. */
export type Encoder = (value: unknown) => unknown;

const encoders = new WeakMap<Shape, Encoder>();

/** The encoder of a shape, made once; members that the model does not have are left out. */
export function jsonEncoder(shape: Shape): Encoder {
  let encoder = encoders.get(shape);
  if (!encoder) {
    encoder = makeEncoder(shape);
    encoders.set(shape, encoder);
  }
  return encoder;
}

function makeEncoder(shape: Shape): Encoder {
  switch (shape.kind) {
    case 'structure':
      return structureEncoder(shape);
    case 'list':
      return listEncoder(shape);
    case 'map':
      return mapEncoder(shape);
    case 'blob':
      return encodeBlob;
    case 'timestamp':
      return ((value: Date) => formatTimestamp(value, shape.format ?? 'epoch-seconds')) as Encoder;
    default:
      return (value) => value;
  }
}

/** Walks the members of the model or of the value, whichever are fewer. */
function structureEncoder(shape: Shape): Encoder {
  const members = new Map<string, { wireName: string; encode: Encoder }>();
  return (value) => {
    if (members.size === 0) {
      for (const [name, member] of shape.members) {
        const wireName = member.traits.jsonName ?? name;
        members.set(name, { wireName, encode: jsonEncoder(member) });
      }
    }
    const encoded: Record<string, unknown> = {};
    const given = value as Record<string, unknown>;
    for (const name in given) {
      const member = members.get(name);
      const inner = given[name];
      if (member && inner !== undefined && inner !== null) {
        encoded[member.wireName] = member.encode(inner);
      }
    }
    return encoded;
  };
}

function listEncoder(shape: Shape): Encoder {
  let encode: Encoder | undefined;
  return (value) => {
    encode ??= jsonEncoder(shape.element);
    return (value as readonly unknown[]).map(encode);
  };
}

function mapEncoder(shape: Shape): Encoder {
  let encode: Encoder | undefined;
  return (value) => {
    encode ??= jsonEncoder(shape.element);
    const given = value as Record<string, unknown>;
    const encoded: Record<string, unknown> = {};
    for (const name in given) {
      const inner = given[name];
      if (inner === undefined || inner === null) continue;
      if (name === '__proto__') define(encoded, name, encode(inner));
      else encoded[name] = encode(inner);
    }
    return encoded;
  };
}

function define(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, enumerable: true, writable: true });
}

function encodeBlob(value: unknown): string {
  if (typeof value === 'string') return Buffer.from(value).toString('base64');
  const { buffer, byteOffset, byteLength } = value as Uint8Array;
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
