import { pageOf as anyPageOf } from '../page.ts';
import { Violations } from './constraints.ts';
import { validationException } from './event-bridge-errors.ts';

/** Which page of a list is asked for. */
export interface PageRequest {
  Limit?: number | undefined;
  NextToken?: string | undefined;
}

/** Entries of a page; the API's greatest, and what it gives unless told. */
const PAGE = 100;

/** One page of a list in the order of its names, and the token for the next. Throws ValidationException. */
export function pageOf<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { Limit = PAGE, NextToken }: PageRequest,
): { page: Item[]; next: { NextToken?: string } } {
  new Violations().number('limit', Limit, [1, PAGE]).refuse();
  const { items: page, token } = anyPageOf(items, nameOf, {
    limit: Limit,
    token: NextToken,
    invalidToken: () => validationException('Parameter NextToken is not valid.'),
  });
  return { page, next: token === undefined ? {} : { NextToken: token } };
}
