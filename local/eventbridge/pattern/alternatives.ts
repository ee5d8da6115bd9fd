import { type Condition, compileCondition } from './condition.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';
import type { PatternNode } from './pattern-node.ts';

/** The conditions of a pattern by dotted field name; all must hold. */
export type Conjunction = ReadonlyMap<string, Condition>;

/** Most fields in one alternative, as in event-ruler. */
const maximumFields = 256;

/**
 * Most alternatives that the `$or` of a pattern may multiply to; AWS's page gives 1,000
 * combinations.
 */
const maximumAlternatives = 1000;

/**
 * Multiplies the `$or` of a pattern out into alternatives, of which one must match. A pattern that
 * is wrong when `$or` is read as "or" (fewer than two objects, a reserved name inside) is read
 * again with `$or` as a field's name, and in that reading event-ruler knows an older
 * `anything-but`. Throws `InvalidPatternError` when neither reading is valid.
 */
export function readAlternatives(node: PatternNode): readonly Conjunction[] {
  try {
    return new PatternReader('or').read(node);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    try {
      return new PatternReader('field').read(node);
    } catch {
      throw error;
    }
  }
}

/**
 * Where the reader is: the names of the fields around it, the path for a message, and whether an
 * `$or` is.
 */
interface Place {
  readonly names: readonly string[];
  readonly path: string;
  readonly insideOr: boolean;
}

class PatternReader {
  readonly #orMeans: 'or' | 'field';
  #alternatives: Map<string, Condition>[] = [new Map()];

  constructor(orMeans: 'or' | 'field') {
    this.#orMeans = orMeans;
  }

  read(node: PatternNode): readonly Conjunction[] {
    this.#readObject(node, { names: [], path: '', insideOr: false });
    if (this.#alternatives.some((fields) => fields.size > maximumFields)) {
      throw new InvalidPatternError('', `it has more than ${maximumFields} fields`);
    }
    return this.#alternatives;
  }

  #readObject(node: PatternNode, place: Place): void {
    if (node.kind !== 'object')
      throw new InvalidPatternError(place.path, 'Filter is not an object');
    if (node.entries.length === 0) {
      throw new InvalidPatternError(place.path, 'Empty objects are not allowed');
    }
    for (const entry of node.entries) {
      const inner = {
        names: [...place.names, entry.name],
        path: dotted(place.path, entry.name),
        insideOr: place.insideOr,
      };
      if (entry.name === '$or' && this.#orMeans === 'or') {
        this.#readOr(entry.node, { ...inner, names: place.names, insideOr: true });
      } else if (place.insideOr && reservedInsideOr.has(entry.name)) {
        throw new InvalidPatternError(inner.path, `"${entry.name}" is reserved inside $or`);
      } else {
        this.#readField(entry.node, inner);
      }
    }
  }

  #readField(node: PatternNode, place: Place): void {
    if (node.kind === 'object') {
      this.#readObject(node, place);
    } else if (node.kind === 'array') {
      if (this.#orMeans === 'field') node.items.forEach(refuseNewerAnythingBut(place.path));
      const condition = compileCondition(node.items, place.path);
      // A field that is named twice has its last condition, even where an $or overrides what stands
      // outside of it.
      const name = dotted(place.names.slice(0, -1).join('.'), place.names.at(-1) ?? '');
      for (const fields of this.#alternatives) fields.set(name, condition);
    } else {
      const name = place.path.slice(place.path.lastIndexOf('.') + 1);
      const reason = `"${name}" must be an object or an array`;
      throw new InvalidPatternError(place.path, reason);
    }
  }

  #readOr(node: PatternNode, place: Place): void {
    if (node.kind !== 'array' || node.items.length < 2) {
      throw new InvalidPatternError(place.path, 'it must be a list of two or more objects');
    }
    const before = this.#alternatives;
    const multiplied: Map<string, Condition>[] = [];
    node.items.forEach((item, index) => {
      this.#alternatives = before.map((fields) => new Map(fields));
      this.#readObject(item, { ...place, path: `${place.path}[${index}]` });
      multiplied.push(...this.#alternatives);
      if (multiplied.length > maximumAlternatives) {
        throw new InvalidPatternError(place.path, `more than ${maximumAlternatives} combinations`);
      }
    });
    this.#alternatives = multiplied;
  }
}

function dotted(before: string, name: string): string {
  return before === '' ? name : `${before}.${name}`;
}

/**
 * The `anything-but` that event-ruler knows where `$or` is a field's name lacks wildcards and lists
 * of affixes.
 */
function refuseNewerAnythingBut(path: string): (item: PatternNode, index: number) => void {
  return (item, index) => {
    const [entry] = item.kind === 'object' ? item.entries : [];
    if (entry?.name !== 'anything-but' || entry.node.kind !== 'object') return;
    const [inner] = entry.node.entries;
    const isList = inner?.node.kind === 'array' && inner.name !== 'equals-ignore-case';
    if (isList || inner?.name === 'wildcard') {
      throw new InvalidPatternError(
        `${path}[${index}].anything-but.${inner.name}`,
        'it is not known in a pattern that has a field named $or',
      );
    }
  };
}

/**
 * Names that no field inside `$or` may have, as event-ruler reserves them for operators of today
 * and tomorrow.
 */
const reservedInsideOr: ReadonlySet<string> = new Set([
  'exactly',
  'equals-ignore-case',
  'prefix',
  'suffix',
  'anything-but',
  'exists',
  'wildcard',
  'numeric',
  'cidr',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'regex',
  'not-wildcard',
  'not-equals-ignore-case',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
  'ip-address-in-range',
  'ip-address-not-in-range',
]);
