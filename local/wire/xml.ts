import type { Shape } from './shape.ts';
import { formatTimestamp } from './timestamp.ts';

/** One element with its text or its elements. */
export function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

/** Writes a value by its shape, as the inside of an element; undefined members are left out. */
export function encodeXml(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
      return encodeStructure(shape, value as Record<string, unknown>);
    case 'list':
    case 'map':
      return elementsOf(shape, value)
        .map((content) => element(itemNameOf(shape), content))
        .join('');
    default:
      return escapeText(scalarText(shape, value));
  }
}

/** A flattened list or map has no element of its own: its items stand where it would. */
function encodeStructure(shape: Shape, value: Record<string, unknown>): string {
  let text = '';
  for (const [name, member] of shape.members) {
    const given = value[name];
    if (given === undefined || given === null) continue;
    const xmlName = member.traits.xmlName ?? name;
    text += member.traits.xmlFlattened
      ? elementsOf(member, given)
          .map((content) => element(xmlName, content))
          .join('')
      : element(xmlName, encodeXml(member, given));
  }
  return text;
}

function itemNameOf({ kind, element: item }: Shape): string {
  return kind === 'map' ? 'entry' : (item.traits.xmlName ?? 'member');
}

/** The contents of the elements of a list or map. */
function elementsOf(shape: Shape, value: unknown): string[] {
  const { kind, element: item } = shape;
  if (kind === 'list') return (value as unknown[]).map((one) => encodeXml(item, one));
  const keyName = shape.keyTraits.xmlName ?? 'key';
  const valueName = item.traits.xmlName ?? 'value';
  return Object.entries(value as object)
    .filter(([, one]) => one !== undefined)
    .map(
      ([key, one]) => element(keyName, escapeText(key)) + element(valueName, encodeXml(item, one)),
    );
}

function scalarText({ kind, format = 'date-time' }: Shape, value: unknown): string {
  if (kind === 'timestamp') return String(formatTimestamp(value as Date, format));
  if (kind === 'blob') return Buffer.from(value as Uint8Array).toString('base64');
  return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** What is no character of XML 1.0, escaped or not. */
const UNSPEAKABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** A text that XML gives back as it was, but for what XML cannot hold: that becomes U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replaceAll(UNSPEAKABLE, '\uFFFD')
    .replaceAll(/[&<>"\r]/g, (character) => ESCAPES[character]!);
}
