/**
 * What the customers of the file do besides buying. It follows from the number of the line, so that
 * every run of a file sees the same declines and cancellations.
 */

/** Lines whose card does something else than pay, by the remainder of the line's number. */
const cards: readonly { every: number; at: number; token: string }[] = [
  { every: 50, at: 7, token: 'tok_declined' },
  { every: 100, at: 31, token: 'tok_capture_refused' },
  { every: 100, at: 83, token: 'tok_slow' },
  { every: 200, at: 105, token: 'tok_authorise_lost' },
  { every: 200, at: 155, token: 'tok_capture_lost' },
];

/** The card of the order on `line`. */
export function cardTokenFor(line: number): string {
  return cards.find(({ every, at }) => line % every === at)?.token ?? 'tok_visa';
}

/** When the customer of the order on `line` cancels it: at once, when it is confirmed, or never. */
export function cancelsAt(line: number): 'placed' | 'confirmed' | undefined {
  if (line % 40 === 13) return 'placed';
  return line % 40 === 27 ? 'confirmed' : undefined;
}
