/** What the shop of every seed sells: two SKUs that everybody wants, one that costs nothing, and a few others. */
export const catalogue: readonly { sku: string; amount: number; weight: number }[] = [
  { sku: 'HOT-1', amount: 1_999, weight: 6 },
  { sku: 'HOT-2', amount: 4_950, weight: 4 },
  { sku: 'FREE-1', amount: 0, weight: 2 },
  { sku: 'RARE-1', amount: 12_500, weight: 1 },
  { sku: 'PLAIN-1', amount: 250, weight: 3 },
  { sku: 'PLAIN-2', amount: 999, weight: 3 },
  { sku: 'PLAIN-3', amount: 30_000, weight: 2 },
];

/** Customers; the first of them orders most. */
export const customers: readonly { name: string; weight: number }[] = [
  { name: 'anna', weight: 6 },
  { name: 'ben', weight: 2 },
  { name: 'chloe', weight: 2 },
  { name: 'dev', weight: 1 },
  { name: 'eve', weight: 1 },
];

/** Cards by how often they are used; most pay. */
export const cards: readonly { token: string; weight: number }[] = [
  { token: 'tok_visa', weight: 70 },
  { token: 'tok_declined', weight: 6 },
  { token: 'tok_capture_refused', weight: 5 },
  { token: 'tok_slow', weight: 5 },
  { token: 'tok_authorise_lost', weight: 5 },
  { token: 'tok_capture_lost', weight: 5 },
  { token: 'tok_outage', weight: 1 },
];

/** One of a weighted list, by a fraction in [0, 1). */
export function pick<Item extends { weight: number }>(
  items: readonly Item[],
  fraction: number,
): Item {
  let left = fraction * items.reduce((sum, { weight }) => sum + weight, 0);
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return items.at(-1)!;
}
