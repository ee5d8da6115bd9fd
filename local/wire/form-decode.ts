import { NotSimulatedError } from '../errors.ts';
import { isBase64 } from './base64.ts';
import type { FormNode } from './form.ts';
import type { Shape, Traits } from './shape.ts';
import { parseTimestamp } from './timestamp.ts';
import { malformedInput } from './wire-errors.ts';

/**
 * Decodes the parameters of AWS Query by a shape; `path` names the parameter. Throws MalformedInput, and
 * NotSimulatedError for a parameter that the model does not have. Smithy, "AWS query protocol".
 */
export function decodeForm(shape: Shape, node: FormNode, path = ''): unknown {
  switch (shape.kind) {
    case 'structure':
      return decodeStructure(shape, node, path);
    case 'list':
      return decodeList(shape, node, path);
    case 'map':
      return decodeMap(shape, node, path);
    default:
      return decodeScalar(shape, textOf(node, path), path);
  }
}

function decodeStructure(shape: Shape, node: FormNode, path: string): object {
  const result: Record<string, unknown> = {};
  const unread = new Set(node.children.keys());
  for (const [name, member] of shape.members) {
    const formName = member.traits.xmlName ?? name;
    const given = node.children.get(formName) ?? node.children.get(name);
    if (!given) continue;
    unread.delete(formName);
    unread.delete(name);
    result[name] = decodeForm(member, given, join(path, formName));
  }
  const [unknown] = unread;
  if (unknown === undefined) return result;
  throw new NotSimulatedError(`parameter ${join(path, unknown)}`);
}

/**
 * An empty list may be sent as a parameter without a value, and one of a single item, where items have no name of their
 * own, as that item: Amazon SQS API Reference, ReceiveMessage, with its `AttributeName=All`.
 */
function decodeList({ traits, element }: Shape, node: FormNode, path: string): unknown[] {
  if (isEmpty(node)) return [];
  const itemName = element.traits.xmlName ?? 'member';
  const holder = traits.xmlFlattened ? node : node.children.get(itemName);
  if (!holder) throw malformedInput(`Parameter ${path} is no list.`);
  if (holder.value !== undefined) return [decodeForm(element, holder, path)];
  return numbered(holder, path).map(([position, item]) =>
    decodeForm(element, item, join(path, position)),
  );
}

function decodeMap(shape: Shape, node: FormNode, path: string): object {
  const { traits, element, keyTraits } = shape;
  const holder = traits.xmlFlattened ? node : node.children.get('entry');
  const result: Record<string, unknown> = Object.create(null);
  if (isEmpty(node)) return {};
  if (!holder || holder.value !== undefined) throw malformedInput(`Parameter ${path} is no map.`);
  for (const [position, entry] of numbered(holder, path)) {
    const at = join(path, position);
    const key = entryPart(entry, nameOf(keyTraits, 'key'), at);
    const valueName = nameOf(element.traits, 'value');
    const value = entryPart(entry, valueName, at);
    result[textOf(key, at)] = decodeForm(element, value, join(at, valueName));
  }
  return { ...result };
}

/** Whether a parameter was given without a value. */
function isEmpty({ value, children }: FormNode): boolean {
  return value === '' && children.size === 0;
}

function nameOf({ xmlName }: Traits, otherwise: string): string {
  return xmlName ?? otherwise;
}

function entryPart(entry: FormNode, name: string, path: string): FormNode {
  const part = entry.children.get(name);
  if (part) return part;
  throw malformedInput(`Parameter ${join(path, name)} is missing.`);
}

/** The children in the order of their numbers. */
function numbered({ children }: FormNode, path: string): [position: string, FormNode][] {
  const entries = [...children];
  const wrong = entries.find(([position]) => !/^\d{1,6}$/.test(position));
  if (wrong) throw malformedInput(`Key ${join(path, wrong[0])} is no number of a list.`);
  return entries.sort(([left], [right]) => Number(left) - Number(right));
}

function textOf({ value, children }: FormNode, path: string): string {
  if (value !== undefined && children.size === 0) return value;
  throw malformedInput(`Unexpected complex element termination in ${path}`);
}

/** A text, as form, header, label and query parameter have it, by a shape; throws MalformedInput. */
export function decodeScalar(shape: Shape, text: string, path: string): unknown {
  const value = scalarOf(shape, text);
  if (value !== undefined) return value;
  throw malformedInput(`${text === '' ? 'An empty text' : text} is no ${shape.kind} (${path})`);
}

const INTEGER = /^[-+]?\d{1,15}$/;
const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

function scalarOf({ kind, format = 'date-time' }: Shape, text: string): unknown {
  switch (kind) {
    case 'integer':
    case 'long':
      return INTEGER.test(text) ? Number(text) : undefined;
    case 'double':
      return DECIMAL.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'boolean':
      return BOOLEANS.get(text.toLowerCase());
    case 'blob':
      return isBase64(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined;
    case 'timestamp':
      return parseTimestamp(text, format) ?? parseTimestamp(text, 'epoch-seconds');
    default:
      return text;
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
