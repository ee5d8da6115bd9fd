/** Which page of a list is asked for. */
export interface PageRequest {
  /** Items at most. */
  limit: number;
  /** As the page before gave it; undefined for the first. */
  token: string | undefined;
  /** The error of the service for a token that it never gave. */
  invalidToken(): Error;
}

/** Some of a list's items, and the token of those that follow, if any do. */
export interface Page<Item> {
  items: Item[];
  token: string | undefined;
}

/**
 * One page of a list in the order of its keys, which are unique. A token holds the key it goes on after, so
 * that nothing is skipped or given twice while items come and go.
 */
export function pageOf<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  { limit, token, invalidToken }: PageRequest,
): Page<Item> {
  const after = token === undefined ? undefined : keyIn(token);
  if (token !== undefined && after === undefined) throw invalidToken();
  const keyed = [...items].map((item) => ({ key: keyOf(item), item }));
  const left = keyed.filter(({ key }) => after === undefined || key > after);
  left.sort((one, other) => (one.key < other.key ? -1 : 1));
  const page = left.slice(0, limit);
  const last = left.length > limit ? page.at(-1) : undefined;
  return { items: page.map(({ item }) => item), token: last && tokenAfter(last.key) };
}

function tokenAfter(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function keyIn(token: string): string | undefined {
  const key = Buffer.from(token, 'base64url').toString();
  return token !== '' && tokenAfter(key) === token ? key : undefined;
}
