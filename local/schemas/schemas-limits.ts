import { addTags, MAX_TAGS } from '../tags.ts';
import { schemasException } from './schemas-errors.ts';

/** Longest name of a registry, in characters; EventBridge quotas and API Reference, CreateRegistry. */
export const MAX_REGISTRY_NAME = 64;

/** Longest name of a schema, in characters; CreateSchema. */
export const MAX_SCHEMA_NAME = 385;

/** Longest description, in characters. */
export const MAX_DESCRIPTION = 256;

/** Items of a page at most, and unless the caller says less. */
export const MAX_PAGE = 100;

const NAMES = {
  registry: {
    longest: MAX_REGISTRY_NAME,
    pattern: /^[\w.-]+$/,
    characters: 'letters, digits, . - _',
  },
  schema: {
    longest: MAX_SCHEMA_NAME,
    pattern: /^[\w.@-]+$/,
    characters: 'letters, digits, . - _ @',
  },
};

/** Throws BadRequestException for a name that EventBridge Schemas would not take. */
export function checkName(kind: keyof typeof NAMES, name: string): void {
  const { longest, pattern, characters } = NAMES[kind];
  if (name.length > longest) refuse(`the name of a ${kind} has at most ${longest} characters`);
  if (!pattern.test(name)) refuse(`the name of a ${kind} is made of ${characters}`);
  if (kind === 'registry' && name.startsWith('aws.')) refuse('names that start with aws. are AWS');
}

/** Throws BadRequestException for a description that is too long. */
export function checkDescription(description: string | undefined): void {
  if ((description?.length ?? 0) <= MAX_DESCRIPTION) return;
  refuse(`a description has at most ${MAX_DESCRIPTION} characters`);
}

/** Adds tags to those of a registry or schema. Throws BadRequestException. */
export function putTags(
  tags: Map<string, string>,
  given: Readonly<Record<string, string>> | undefined,
): Map<string, string> {
  return addTags(tags, given, () => badRequest(`there are at most ${MAX_TAGS} tags`));
}

/** How many items a page has; throws BadRequestException outside 1 to MAX_PAGE. */
export function pageLimit(limit: number | undefined): number {
  if (limit === undefined) return MAX_PAGE;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    refuse(`Limit is between 1 and ${MAX_PAGE}`);
  }
  return limit;
}

function badRequest(reason: string): Error {
  return schemasException('BadRequestException', `Bad request: ${reason}.`);
}

function refuse(reason: string): never {
  throw badRequest(reason);
}
