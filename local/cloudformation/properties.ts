import type { Fidelity, ResourceType } from '../resource.ts';
import { REFUSED } from './intrinsics.ts';

/** A property that occurs, and how far it is honoured; `undefined` for one that is not known. */
export interface Occurrence {
  /** With list indices, such as `Targets[0].RetryPolicy`. */
  path: string;
  /** As a resource type lists it, such as `Targets.RetryPolicy`. */
  name: string;
  value: unknown;
  fidelity: Fidelity | undefined;
}

/** Every listed or unknown property that occurs in `properties`, nested ones included. */
export function occurrences(type: ResourceType, properties: object): Occurrence[] {
  const found: Occurrence[] = [];
  let tree = trees.get(type);
  if (!tree) {
    tree = treeOf(type.properties);
    trees.set(type, tree);
  }
  collect({ node: tree, path: '', name: '' }, properties, found);
  return found;
}

/** Why the embedded cloud cannot take this property or value; undefined if it can. */
export function refusalOf({ name, value, fidelity }: Occurrence, type: string): string | undefined {
  if (fidelity === undefined) return `property ${name} of ${type}`;
  if (typeof fidelity === 'string' || value === REFUSED) return undefined;
  const { only } = fidelity;
  const isListed = (one: unknown): boolean => only.some((allowed) => same(allowed, one));
  if (isListed(value) || (Array.isArray(value) && value.every(isListed))) return undefined;
  const allowed = only.map((one) => JSON.stringify(one)).join(', ');
  return `value ${JSON.stringify(value)} of property ${name} of ${type} (only ${allowed})`;
}

/** Listed properties by name; a node without children covers all below it. */
interface Node {
  fidelity?: Fidelity;
  children: Map<string, Node>;
}

const trees = new WeakMap<ResourceType, Node>();

function treeOf(properties: ResourceType['properties']): Node {
  const root: Node = { children: new Map() };
  for (const [name, fidelity] of Object.entries(properties)) {
    let node = root;
    for (const part of name.split('.')) {
      const child: Node = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.fidelity = fidelity;
  }
  return root;
}

interface Place {
  node: Node;
  path: string;
  name: string;
}

function collect({ node, path, name }: Place, value: unknown, found: Occurrence[]): void {
  const isObject = typeof value === 'object' && value !== null;
  if (value === REFUSED && node.fidelity === undefined) return;
  if (node.fidelity !== undefined || !isObject) {
    found.push({ path, name, value, fidelity: node.fidelity });
  }
  if (!isObject || node.children.size === 0) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      collectItem({ node, path: `${path}[${index}]`, name }, item, found);
    }
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const child = node.children.get(key) ?? UNKNOWN;
    const place = { node: child, path: join(path, key), name: join(name, key) };
    if (child === UNKNOWN) found.push({ ...place, value: item, fidelity: undefined });
    else collect(place, item, found);
  }
}

/** A list's own fidelity has been recorded with the list. */
function collectItem(place: Place, item: unknown, found: Occurrence[]): void {
  collect({ ...place, node: { children: place.node.children } }, item, found);
}

const UNKNOWN: Node = { children: new Map() };

function join(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}

/** CloudFormation takes `"true"` for `true` and `"5"` for `5`. */
function same(left: unknown, right: unknown): boolean {
  const isScalar = typeof left !== 'object' && typeof right !== 'object';
  return isScalar ? String(left) === String(right) : JSON.stringify(left) === JSON.stringify(right);
}
