import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { canonicalNumber } from '../../../local/dynamodb/number.ts';
import { allKeys, type KeyType, type Shape, shapes } from './shapes.ts';
import type { Step } from './step.ts';
import { attributes, type Item } from './values.ts';

/** One action of a step on one item, or all of a step that has no actions. */
export interface Part {
  TableName?: string;
  Key?: Item;
  Item?: Item;
  IndexName?: string;
  Select?: string;
  ReturnValues?: string;
  ConditionExpression?: string;
  FilterExpression?: string;
  KeyConditionExpression?: string;
  ProjectionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
}

/** The actions of a transaction or batch in their order; of other steps, their input. */
export function partsOf({ input }: Step): Part[] {
  const { TransactItems, RequestItems } = input as {
    TransactItems?: Record<string, Part>[];
    RequestItems?: Record<string, Record<string, Part>[] | { Keys: Item[] }>;
  };
  if (TransactItems !== undefined) return TransactItems.flatMap((item) => Object.values(item));
  if (RequestItems === undefined) return [input as Part];
  return Object.entries(RequestItems).flatMap(([TableName, requests]) => {
    if (Array.isArray(requests)) {
      return requests.flatMap((request) =>
        Object.values(request).map((part) => ({ TableName, ...part })),
      );
    }
    const { Keys, ...rest } = requests;
    return Keys.map((Key) => ({ TableName, Key, ...rest }));
  });
}

/** Whether a key, or the key in an item, is not as its table has it. */
export function hasWrongKey(part: Part): boolean {
  const shape = shapeOf(part);
  const given = part.Key ?? part.Item;
  if (shape === undefined || given === undefined) return false;
  const keys = ownKeys(shape);
  const spare = part.Key !== undefined && Object.keys(given).length !== keys.length;
  return spare || keys.some(([name, type]) => !fits(given[name], type));
}

/** Whether an item has the key of an index in a way it cannot, or an update may bring it there. */
export function hasWrongIndexKey(part: Part): boolean {
  return indexKeys(shapeOf(part)).some(([name, type]) => {
    const value = part.Item?.[name];
    return (value !== undefined && !fits(value, type)) || mentions(part.UpdateExpression, name);
  });
}

/** Whether an update names an attribute of the table's own key. */
export function updatesKey(part: Part): boolean {
  const shape = shapeOf(part);
  return (
    shape !== undefined && ownKeys(shape).some(([name]) => mentions(part.UpdateExpression, name))
  );
}

/** Whether an expression has a path into the key of the table or of an index. */
export function looksIntoKey(part: Part): boolean {
  const shape = shapeOf(part);
  const names = [...(shape ? ownKeys(shape) : []), ...indexKeys(shape)].map(([name]) => name);
  const texts = expressionsOf(part).join(' ');
  return names.some((name) => new RegExp(`(^|[^\\w])${name}\\s*[.[]`).test(texts));
}

/** Whether a value is none that can be stored, or an update may make a number that is too large. */
export function hasWrongValue(part: Part): boolean {
  const { Item = {}, Key = {}, ExpressionAttributeValues: values = {} } = part;
  const given = [Item, Key, values].flatMap((map) => Object.values(map));
  return given.some(isWrong) || /\bADD\b| [+-] /.test(part.UpdateExpression ?? '');
}

/** Whether two actions of a step are on one item; `spelt` if their keys are the same text too. */
export function hasTwins(step: Step, spelt: 'in any way' | 'otherwise'): boolean {
  const keys = partsOf(step).map((part) => keyTexts(part));
  return keys.some(([exact, canonical], at) =>
    keys.slice(0, at).some(([otherExact, other]) => {
      return canonical === other && (spelt === 'in any way' || exact !== otherExact);
    }),
  );
}

/** The message for an index key of the wrong type, where the update may have made just that of it. */
export function makesIndexKey(part: Part, message: string): boolean {
  const told = /Index Key (\S+) Expected: (\w+) Actual: (\w+) IndexName: (\S+)/.exec(message);
  if (told === null || part.UpdateExpression === undefined) return false;
  const [, name, expected, actual, index] = told as unknown as string[];
  const found = shapeOf(part)?.indexes.find((one) => one.name === index && one.kind === 'local');
  if (found?.range?.[0] !== name || found?.range?.[1] !== expected) return false;
  const set = new RegExp(`#?\\b${name} = (:\\w+)(?= ,| [A-Z]|$)`).exec(part.UpdateExpression);
  if (set === null) return mentions(part.UpdateExpression, name!);
  const value = part.ExpressionAttributeValues?.[set[1]!];
  return value !== undefined && actual !== expected && Object.hasOwn(value, actual!);
}

/** Whether a filter names an attribute that the global index it is used on does not project. */
export function filtersUnprojected(part: Part): boolean {
  const shape = shapeOf(part);
  const index = shape?.indexes.find(({ name }) => name === part.IndexName);
  if (!shape || index?.kind !== 'global' || index.projection.ProjectionType === 'ALL') return false;
  const keys = [...ownKeys(shape), ...allKeys(index)];
  const shown = new Set(keys.map(([name]) => name));
  for (const name of index.projection.NonKeyAttributes ?? []) shown.add(name);
  return attributes.some((name) => !shown.has(name) && mentions(part.FilterExpression, name));
}

/** Whether a part has an expression or setting. */
export function has(...names: readonly (keyof Part)[]): (part: Part) => boolean {
  return (part) => names.some((name) => part[name] !== undefined);
}

function shapeOf({ TableName }: Part): Shape | undefined {
  return shapes.find(({ name }) => name === TableName);
}

function ownKeys({ hash, range }: Shape): (readonly [string, KeyType])[] {
  return range === undefined ? [hash] : [hash, range];
}

function indexKeys(shape: Shape | undefined): (readonly [string, KeyType])[] {
  const own = new Set(shape && ownKeys(shape).map(([name]) => name));
  const keys = shape?.indexes.flatMap(allKeys) ?? [];
  return keys.filter(([name]) => !own.has(name));
}

function expressionsOf(part: Part): string[] {
  return Object.entries(part).flatMap(([name, text]) =>
    name.endsWith('Expression') ? [text] : [],
  );
}

function mentions(text: string | undefined, name: string): boolean {
  return text !== undefined && new RegExp(`(^|[^\\w:])${name}\\b`).test(text);
}

function fits(value: AttributeValue | undefined, type: KeyType): boolean {
  if (value?.[type] === undefined || Object.keys(value).length !== 1) return false;
  return value[type].length !== 0 && !isWrong(value);
}

function isWrong(value: AttributeValue): boolean {
  const [[type, content], ...others] = Object.entries(value) as [[string, unknown], ...unknown[]];
  if (others.length > 0) return true;
  if (type === 'N') return canonical(String(content)) === undefined;
  if (type === 'NULL') return content !== true;
  if (type === 'L') return (content as AttributeValue[]).some(isWrong);
  if (type === 'M') return Object.values(content as Item).some(isWrong);
  return type.endsWith('S') && type.length === 2 && isWrongSet(type, content as unknown[]);
}

function isWrongSet(type: string, elements: readonly unknown[]): boolean {
  const texts = elements.map((one) => (type === 'NS' ? canonical(String(one)) : String(one)));
  return texts.includes(undefined) || new Set(texts).size !== texts.length || texts.length === 0;
}

/** A number in its one spelling; undefined if it is none. */
function canonical(text: string): string | undefined {
  try {
    return canonicalNumber(text);
  } catch {
    // No number: that is the evidence.
    return undefined;
  }
}

/** An item's key as it is spelt, and with its numbers in one spelling. */
function keyTexts(part: Part): [exact: string, canonical: string] {
  const shape = shapeOf(part);
  const given = part.Key ?? part.Item ?? {};
  const values = shape === undefined ? [] : ownKeys(shape).map(([name]) => given[name]);
  const numbered = values.map((value) => (value?.N ? { N: canonical(value.N) } : value));
  return [JSON.stringify([part.TableName, values]), JSON.stringify([part.TableName, numbered])];
}
