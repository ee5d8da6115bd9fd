/** Tags of one resource at most, whatever the service. */
export const MAX_TAGS = 50;

/** Adds tags to those of a resource, which are none at first; throws `tooMany` beyond MAX_TAGS, and adds none then. */
export function addTags(
  tags: Map<string, string>,
  given: Readonly<Record<string, string>> | undefined,
  tooMany: () => Error,
): Map<string, string> {
  const added = Object.entries(given ?? {});
  if (new Set([...tags.keys(), ...added.map(([name]) => name)]).size > MAX_TAGS) throw tooMany();
  for (const [name, value] of added) tags.set(name, value);
  return tags;
}
