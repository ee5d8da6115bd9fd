import { type PageRequest, pageOf } from '../page.ts';
import { addTags, MAX_TAGS } from '../tags.ts';
import { constraintError, invalidInput, validationError } from './iam-errors.ts';

/** What the API's model says of one text parameter. */
interface TextRule {
  maximum: number;
  minimum?: number;
  pattern?: RegExp;
  /** The pattern as the API writes it. */
  written?: string;
}

const NAME = { pattern: /^[\w+=,.@-]+$/, written: '[\\w+=,.@-]+' };

/** The rules of the parameters. IAM API Reference. */
export const RULES = {
  roleName: { ...NAME, maximum: 64 },
  userName: { ...NAME, maximum: 64 },
  policyName: { ...NAME, maximum: 128 },
  path: {
    maximum: 512,
    pattern: /^(\/|\/[\u0021-\u007e]+\/)$/,
    written: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
  },
  pathPrefix: {
    maximum: 512,
    pattern: /^\/[\u0021-\u007e]*$/,
    written: '\\u002F[\\u0021-\\u007F]*',
  },
  description: { maximum: 1000, minimum: 0 },
  policyArn: { maximum: 2048, minimum: 20 },
  policyDocument: { maximum: 131_072 },
  versionId: {
    maximum: 100,
    pattern: /^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/,
    written: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?',
  },
  accessKeyId: { maximum: 128, minimum: 16, pattern: /^\w+$/, written: '[\\w]+' },
} satisfies Record<string, TextRule>;

/** The value of a text parameter that must be there; throws ValidationError where it breaks its rule. */
export function required(
  member: string,
  value: string | undefined,
  rule: TextRule = RULES[member as keyof typeof RULES],
): string {
  if (value === undefined) throw constraintError(member, 'Member must not be null');
  const { maximum, minimum = 1, pattern, written } = rule;
  if (value.length > maximum) {
    throw constraintError(member, `Member must have length less than or equal to ${maximum}`);
  }
  if (value.length < minimum) {
    throw constraintError(member, `Member must have length greater than or equal to ${minimum}`);
  }
  if (pattern && !pattern.test(value)) {
    throw constraintError(member, `Member must satisfy regular expression pattern: ${written}`);
  }
  return value;
}

/** The value of a text parameter that need not be there. */
export function optional(
  member: keyof typeof RULES,
  value: string | undefined,
): string | undefined {
  return value === undefined ? undefined : required(member, value);
}

/** A whole number within its limits; `fallback` if it is not given. */
export function inRange(
  member: string,
  value: number | undefined,
  { minimum, maximum, fallback }: { minimum: number; maximum: number; fallback: number },
): number {
  if (value === undefined) return fallback;
  if (value < minimum) {
    throw constraintError(member, `Member must have value greater than or equal to ${minimum}`);
  }
  if (value > maximum) {
    throw constraintError(member, `Member must have value less than or equal to ${maximum}`);
  }
  return value;
}

const LARGEST_PAGE = 1000;
const DEFAULT_PAGE = 100;

/** What lists are asked with. */
export interface Paging {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** One page of a list, in the order of its keys, as the API answers it. */
export function paged<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  { Marker: token, MaxItems }: Paging,
): { items: Item[]; IsTruncated: boolean; Marker?: string } {
  const range = { minimum: 1, maximum: LARGEST_PAGE, fallback: DEFAULT_PAGE };
  const limit = inRange('maxItems', MaxItems, range);
  const invalidToken = (): Error => validationError(`Invalid Marker: ${token}`);
  const request: PageRequest = { limit, token, invalidToken };
  const page = pageOf(items, keyOf, request);
  if (page.token === undefined) return { items: page.items, IsTruncated: false };
  return { items: page.items, IsTruncated: true, Marker: page.token };
}

/** A tag as the API writes it. */
export interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

const TAG_TEXT = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
  written: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+',
};
const TAG_KEY = { ...TAG_TEXT, maximum: 128 };
const TAG_VALUE = { ...TAG_TEXT, maximum: 256, minimum: 0 };

/**
 * The tags of an input. Keys of roles and users are the same whatever their case; those of policies are not
 * (`bothCases`).
 */
export function tagsIn(tags: readonly Tag[] = [], bothCases = false): Map<string, string> {
  checkCount('tags', tags.length);
  const seen = new Set<string>();
  const found = new Map<string, string>();
  for (const [index, { Key, Value }] of tags.entries()) {
    const member = `tags.${index + 1}.member`;
    const key = required(`${member}.key`, Key, TAG_KEY);
    found.set(key, required(`${member}.value`, Value, TAG_VALUE));
    const same = bothCases ? key : key.toLowerCase();
    if (seen.has(same)) throw duplicateKeys(bothCases);
    seen.add(same);
  }
  return found;
}

/** The keys of an input that takes tags away. */
export function tagKeysIn(keys: readonly string[] = []): readonly string[] {
  checkCount('tagKeys', keys.length);
  const isWrong = (key: string): boolean =>
    key.length > TAG_KEY.maximum || key.length === 0 || !TAG_KEY.pattern.test(key);
  if (!keys.some(isWrong)) return keys;
  const rules = [
    'Member must have length less than or equal to 128',
    'Member must have length greater than or equal to 1',
    `Member must satisfy regular expression pattern: ${TAG_KEY.written}`,
    'Member must not be null',
  ];
  throw constraintError('tagKeys', `Member must satisfy constraint: [${rules.join(', ')}]`);
}

/** Tags as the API lists them, by their keys. */
export function tagList(tags: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** One page of tags, as the API lists them. */
export function tagPage(tags: ReadonlyMap<string, string>, input: Paging): object {
  const { items, ...page } = paged(tagList(tags), ({ Key }) => Key, input);
  return { Tags: items, ...page };
}

/** Adds tags to those there are; throws ValidationError where that makes too many. */
export function addTagsTo(
  tags: Map<string, string>,
  given: Iterable<readonly [string, string]>,
): void {
  addTags(tags, Object.fromEntries(given), () => tooMany('tags'));
}

function checkCount(member: string, count: number): void {
  if (count > MAX_TAGS) throw tooMany(member);
}

function tooMany(member: string): Error {
  return constraintError(member, `Member must have length less than or equal to ${MAX_TAGS}`);
}

function duplicateKeys(bothCases: boolean): Error {
  const note = bothCases ? '' : ' Please note that Tag keys are case insensitive.';
  return invalidInput(`Duplicate tag keys found.${note}`);
}
