import { addTags, MAX_TAGS } from '../tags.ts';
import { badRequest } from './api-gateway-errors.ts';

/** Adds tags to those of an API or stage, which are none at first. Throws BadRequestException. */
export function putTags(
  tags: Map<string, string>,
  given: Readonly<Record<string, string>> | undefined,
): Map<string, string> {
  return addTags(tags, given, () => badRequest(`A resource has at most ${MAX_TAGS} tags`));
}
