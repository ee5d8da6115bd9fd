/** What a list is reduced by. */
export interface Trial<Item> {
  /** What is left of these items if they will do, perhaps fewer than were given; undefined if they will not. */
  attempt(items: readonly Item[]): Promise<readonly Item[] | undefined>;
  /** Asked before each attempt. */
  isOver(): boolean;
}

/**
 * Leaves out parts of a list, halves first and then ever smaller ones, until no single item can be spared or it is
 * over (ddmin: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 */
export async function minimise<Item>(
  items: readonly Item[],
  trial: Trial<Item>,
): Promise<readonly Item[]> {
  let left = items;
  let parts = 2;
  while (left.length > 0 && !trial.isOver()) {
    const length = Math.ceil(left.length / Math.min(parts, left.length));
    const rest = await withoutOne(left, length, trial);
    if (rest) {
      left = rest;
      parts = Math.max(2, parts - 1);
    } else if (length === 1) return left;
    else parts *= 2;
  }
  return left;
}

/** What is left without the first part of this length that can be spared. */
async function withoutOne<Item>(
  items: readonly Item[],
  length: number,
  { attempt, isOver }: Trial<Item>,
): Promise<readonly Item[] | undefined> {
  for (let from = 0; from < items.length && !isOver(); from += length) {
    const rest = await attempt([...items.slice(0, from), ...items.slice(from + length)]);
    if (rest) return rest;
  }
  return undefined;
}
