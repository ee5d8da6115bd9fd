import { NotSimulatedError } from '../errors.ts';
import { isBase64 } from './base64.ts';
import type { Shape } from './shape.ts';
import { parseTimestamp } from './timestamp.ts';
import { serializationException } from './wire-errors.ts';

/** Gives a parsed JSON value the form that the SDK's commands have. */
export type Decoder = (value: unknown) => unknown;

const decoders = new WeakMap<Shape, Decoder>();

/**
 * The decoder of a shape, made once: it checks every type, and turns base64 and instants into bytes and
 * Dates, in the parsed value itself. It throws SerializationException in the words of AWS's front ends, and
 * NotSimulatedError for a member that the model does not have.
 */
export function jsonDecoder(shape: Shape): Decoder {
  let decoder = decoders.get(shape);
  if (!decoder) {
    decoder = makeDecoder(shape);
    decoders.set(shape, decoder);
  }
  return decoder;
}

/** Decodes the whole of a request; what is nested too deeply for the stack is refused. */
export function decodeJson(shape: Shape, value: unknown): unknown {
  try {
    return jsonDecoder(shape)(value);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const error = serializationException('The request is nested too deeply.');
    throw Object.assign(error, { cause });
  }
}

/** Parses a body; throws SerializationException. An empty one is an empty structure. */
export function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(serializationException(), { cause });
  }
}

function makeDecoder(shape: Shape): Decoder {
  switch (shape.kind) {
    case 'structure':
      return structureDecoder(shape);
    case 'list':
      return listDecoder(shape);
    case 'map':
      return mapDecoder(shape);
    case 'blob':
      return decodeBlob;
    case 'timestamp':
      return timestampDecoder(shape);
    case 'string':
      return (value) => (typeof value === 'string' ? value : mistaken(value, 'String'));
    case 'integer':
      return (value) => (typeof value === 'number' ? wholeOf(value) : mistaken(value, 'Integer'));
    case 'long':
      return (value) => (typeof value === 'number' ? Math.trunc(value) : mistaken(value, 'Long'));
    case 'double':
      return (value) => (typeof value === 'number' ? value : mistaken(value, 'Double'));
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : mistaken(value, 'Boolean'));
    default:
      return (value) => value;
  }
}

function structureDecoder(shape: Shape): Decoder {
  const members = new Map<string, Decoder>();
  let ready = false;
  return (value) => {
    if (!ready) {
      for (const [name, member] of shape.members) {
        members.set(member.traits.jsonName ?? name, jsonDecoder(member));
      }
      ready = true;
    }
    if (!isObject(value)) return mistaken(value, shape.name);
    decodeMembers(value, members, shape);
    return renamed(value, shape);
  };
}

function decodeMembers(
  value: Record<string, unknown>,
  members: ReadonlyMap<string, Decoder>,
  { name: shapeName }: Shape,
): void {
  for (const name in value) {
    const given = value[name];
    const decode = members.get(name);
    if (given === null) delete value[name];
    else if (decode) replace(value, name, given, decode);
    else if (name !== '__type') throw new NotSimulatedError(`member ${name} of ${shapeName}`);
  }
}

/** Gives members that JSON names otherwise the names that the SDK has. */
function renamed(value: Record<string, unknown>, { members }: Shape): Record<string, unknown> {
  if (!hasOtherNames(members)) return value;
  const result: Record<string, unknown> = {};
  for (const [name, { traits }] of members) {
    const given = value[traits.jsonName ?? name];
    if (given !== undefined) result[name] = given;
  }
  return result;
}

const otherNames = new WeakMap<object, boolean>();

function hasOtherNames(members: ReadonlyMap<string, Shape>): boolean {
  let other = otherNames.get(members);
  if (other === undefined) {
    other = [...members.values()].some(({ traits }) => traits.jsonName !== undefined);
    otherNames.set(members, other);
  }
  return other;
}

function listDecoder(shape: Shape): Decoder {
  let decode: Decoder | undefined;
  const isSparse = shape.traits.sparse !== undefined;
  return (value) => {
    decode ??= jsonDecoder(shape.element);
    if (!Array.isArray(value)) return mistaken(value, 'List');
    for (let index = 0; index < value.length; index += 1) {
      const given = value[index];
      if (given !== null) value[index] = decode(given);
      else if (!isSparse) throw serializationException('A list may not hold null.');
    }
    return value;
  };
}

function mapDecoder(shape: Shape): Decoder {
  let decode: Decoder | undefined;
  const isSparse = shape.traits.sparse !== undefined;
  return (value) => {
    decode ??= jsonDecoder(shape.element);
    if (!isObject(value)) return mistaken(value, 'Map');
    for (const name in value) {
      const given = value[name];
      if (given !== null) replace(value, name, given, decode);
      else if (!isSparse) throw serializationException('A map may not hold null.');
    }
    return value;
  };
}

/** Strings are what they were, and most values are strings: they are not written again. */
function replace(
  holder: Record<string, unknown>,
  name: string,
  given: unknown,
  decode: Decoder,
): void {
  const decoded = decode(given);
  if (decoded !== given) holder[name] = decoded;
}

/** What an integer of AWS's front ends can be. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/** AWS's front ends take any number for an integer: they cut off its fraction, and keep it within what one can be. */
function wholeOf(value: number): number {
  return Math.trunc(Math.min(LARGEST_INTEGER, Math.max(-LARGEST_INTEGER - 1, value)));
}

function decodeBlob(value: unknown): unknown {
  if (typeof value !== 'string') {
    throw serializationException('only base64-encoded strings are convertible to bytes');
  }
  if (!isBase64(value)) throw serializationException('Invalid Base64 text.');
  return new Uint8Array(Buffer.from(value, 'base64'));
}

function timestampDecoder({ format = 'epoch-seconds' }: Shape): Decoder {
  return (value) => {
    const date = parseTimestamp(value, format);
    if (date) return date;
    return mistaken(value, 'Timestamp');
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Throws what AWS's front ends say of a value that is not of the type `wanted`. */
function mistaken(value: unknown, wanted: string): never {
  if (Array.isArray(value)) throw serializationException(`Unrecognized collection type ${wanted}`);
  if (typeof value === 'object') {
    throw serializationException('Start of structure or map found where not expected.');
  }
  if (['Map', 'List'].includes(wanted) || !SCALARS.has(wanted)) {
    throw serializationException('Unexpected field type');
  }
  throw serializationException(`${tokenOf(value)} cannot be converted to ${wanted}`);
}

const SCALARS = new Set(['String', 'Integer', 'Long', 'Double', 'Boolean', 'Timestamp']);

function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof value === 'string') return 'STRING_VALUE';
  return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
}
