/** A mistake that a matcher could make, as a change of what the right one is asked. */
export interface Planted {
  name: string;
  /** The pattern that the mistaken matcher seems to read; both are JSON text. */
  pattern?: (pattern: string) => string;
  /** The event that it seems to read. */
  event?: (event: string, pattern: string) => string;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Mistakes that the comparison has to find, or it finds none. */
export const planted: readonly Planted[] = [
  { name: 'prefix read as suffix', pattern: (text) => text.replaceAll('"prefix":', '"suffix":') },
  { name: '> read as >=', pattern: (text) => text.replaceAll('">",', '">=",') },
  {
    name: 'a block of addresses that is twice as large',
    pattern: (text) =>
      text.replace(/("cidr":"[^"/]*)\/(\d+)/g, (_all, address, mask) =>
        mask === '0' ? `${address}/0` : `${address}/${mask - 1}`,
      ),
  },
  {
    name: '$or read as "and"',
    pattern: (text) =>
      text.replace(/"\$or":\[\{(.*)\}\]/g, (_all, all) => all.replaceAll('},{', ',')),
  },
  {
    name: 'exists: false failing where the node is an object',
    event: (text, pattern) =>
      pattern.includes('"exists":false') ? JSON.stringify(presentObjects(JSON.parse(text))) : text,
  },
  {
    name: 'anything-but passing every array',
    event: (text, pattern) =>
      pattern.includes('"anything-but"') ? JSON.stringify(withStranger(JSON.parse(text))) : text,
  },
  {
    name: 'values taken from different elements of an array',
    event: (text) => JSON.stringify(merged(JSON.parse(text))),
  },
];

/** Each object below the top becomes a value as well. */
function presentObjects(value: Json): Json {
  if (Array.isArray(value)) return value.map(presentObjects);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => {
    const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return [name, isObject ? ['an object', presentObjects(inner)] : presentObjects(inner)];
  });
  return Object.fromEntries(entries);
}

/** Each array of values gets one more, that no operator names. */
function withStranger(value: Json): Json {
  if (Array.isArray(value)) return [...value.map(withStranger), '\u2603'];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withStranger(inner)]);
  return Object.fromEntries(entries) as Json;
}

/** Each array of objects becomes one object, whose fields have all the values. */
function merged(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) {
    const entries = Object.entries(value).map(([name, inner]) => [name, merged(inner)]);
    return Object.fromEntries(entries) as Json;
  }
  const fields = new Map<string, Json[]>();
  const rest: Json[] = [];
  for (const element of value.map(merged)) {
    if (typeof element !== 'object' || element === null || Array.isArray(element)) {
      rest.push(element);
      continue;
    }
    for (const [name, inner] of Object.entries(element)) {
      fields.set(name, [...(fields.get(name) ?? []), ...(Array.isArray(inner) ? inner : [inner])]);
    }
  }
  return fields.size === 0 ? rest : [...rest, Object.fromEntries(fields)];
}
