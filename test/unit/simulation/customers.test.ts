import { describe, expect, it } from 'vitest';
import { sandboxCards } from '../../../functions/payments/sandbox-cards.ts';
import { cancelsAt, cardTokenFor } from '../../../simulation/run/customers.ts';

const lines = Array.from({ length: 1_000 }, (_, index) => index + 1);

/** How often each value comes up in a thousand lines. */
function counts(choose: (line: number) => string | undefined): Record<string, number> {
  const groups = Object.groupBy(lines, (line) => choose(line) ?? 'never');
  return Object.fromEntries(Object.entries(groups).map(([name, of]) => [name, of!.length]));
}

describe('the card of a line', () => {
  it('is an ordinary one but for a few of each kind, in every thousand lines alike', () => {
    const expected = {
      tok_visa: 950,
      tok_declined: 20,
      tok_capture_refused: 10,
      tok_slow: 10,
      tok_authorise_lost: 5,
      tok_capture_lost: 5,
    };
    expect(counts(cardTokenFor)).toEqual(expected);
    expect(counts((line) => cardTokenFor(line + 1_000))).toEqual(expected);
  });

  it('follows from the number of the line alone', () => {
    expect(cardTokenFor(7)).toBe('tok_declined');
    expect(lines.map(cardTokenFor)).toEqual(lines.map(cardTokenFor));
    expect(lines.map((line) => cardTokenFor(line + 200))).toEqual(lines.map(cardTokenFor));
  });

  it('is one that the sandbox knows, where it is not an ordinary one', () => {
    const known = new Set(['tok_visa', ...Object.keys(sandboxCards)]);
    expect(lines.map(cardTokenFor).filter((token) => !known.has(token))).toEqual([]);
  });
});

describe('the customer of a line', () => {
  it('cancels now and then: as often before the confirmation as after it', () => {
    expect(counts(cancelsAt)).toEqual({ never: 950, placed: 25, confirmed: 25 });
  });

  it('does so whenever the file is run', () => {
    expect(cancelsAt(13)).toBe('placed');
    expect(cancelsAt(27)).toBe('confirmed');
    expect(lines.map((line) => cancelsAt(line + 40))).toEqual(lines.map(cancelsAt));
  });
});
