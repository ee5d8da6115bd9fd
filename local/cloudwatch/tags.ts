import { addTags, MAX_TAGS } from '../tags.ts';
import { cloudWatchException } from './cloudwatch-errors.ts';

/** One tag as templates and calls give it. */
export interface Tag {
  Key?: string;
  Value?: string;
}

/** Adds tags to those of an alarm or dashboard. Throws InvalidParameterValueException. */
export function putTags(tags: Map<string, string>, given: readonly Tag[]): Map<string, string> {
  return addTags(tags, byName(given), () =>
    cloudWatchException(
      'InvalidParameterValueException',
      `A resource has at most ${MAX_TAGS} tags.`,
    ),
  );
}

/** The tags of a new alarm or dashboard by name. Throws InvalidParameterValueException. */
export function newTags(given: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(putTags(new Map(), given));
}

function byName(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
