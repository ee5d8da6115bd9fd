import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventRuler, startEventRuler } from '../../engines/event-ruler.ts';
import { describeDifference, findDifference } from '../agreement.ts';
import { differences } from './differences.ts';
import { ourAnswer } from './our-answer.ts';
import { planted } from './planted.ts';
import { published } from './published.ts';
import { type Question, question } from './questions.ts';
import { embeddedSide, rulerSide, Tally, theirAnswer } from './sides.ts';

/** Pairs of a pattern and an event that are compared. */
const PAIRS = 100_000;
/** Pairs in which a planted mistake has to show. */
const PAIRS_TO_FIND = 20_000;
/** Characters of pattern and event together, that a difference has to shrink to. */
const SMALL = 120;

/** How often event-ruler is asked the same: one of its defects shows in about half of its machines. */
const ASKED = 50;
/** The same seed, the same pairs. */
const SEED = 1;

let ruler: EventRuler;
beforeAll(async () => {
  ruler = await startEventRuler({ install: true });
});
afterAll(() => ruler.stop());

/** One pair a sequence: pairs have nothing to do with each other. */
const steps = fc.tuple(question);

describe('event patterns', () => {
  it(`match as event-ruler matches in ${PAIRS} generated pairs, but for the known differences`, async () => {
    const tally = new Tally();
    const sides = [rulerSide(ruler, tally), embeddedSide()] as const;
    const difference = await findDifference<Question>(sides, { steps, runs: PAIRS, seed: SEED });
    expect(difference && describeDifference(difference, sides)).toBeUndefined();
    say({ answers: Object.fromEntries(tally.answers) });
    say({ 'known differences': Object.fromEntries(tally.known) });
    expect(tally.answers.get('matches')).toBeGreaterThan(PAIRS / 10);
    expect(tally.answers.get('does not match')).toBeGreaterThan(PAIRS / 10);
    expect(tally.answers.get('refused')).toBeGreaterThan(PAIRS / 100);
  });

  it.each(published)('$pattern and $event: $answer, on both sides', async (fact) => {
    const [outcome] = await rulerSide(ruler).run([fact]);
    expect({ ours: ourAnswer(fact), theirs: outcome?.['answer'] }).toEqual({
      ours: fact.answer,
      theirs: fact.answer,
    });
  });

  it.each(differences)('differ where this is known: $name', ({ example, explains }) => {
    expect(ourAnswer(example.question)).toBe(example.ours);
    expect(explains(example.question, example)).toBe(true);
  });

  it.each(differences)('differ from event-ruler still: $name', async ({ example }) => {
    const { pattern, event } = example.question;
    const asked = Array.from({ length: ASKED }, () => theirAnswer(ruler, { pattern, event }));
    expect(await Promise.all(asked)).toContain(example.theirs);
  });
});

describe('the comparison with event-ruler', () => {
  it.each(['9007199254740993', '1e400', '5e-324', '12345678901234567'])(
    'takes %s in an event for no excuse where the two differ on something else',
    (number) => {
      const question = { pattern: '{"a":["x"]}', event: `{"a":"x","b":${number}}` };
      const answers = { ours: 'matches', theirs: 'does not match' } as const;
      const excuses = differences.filter(({ explains }) => explains(question, answers));
      expect(excuses.map(({ name }) => name)).toEqual([]);
    },
  );

  it.each(planted)('finds $name, and shrinks it', async (mistake) => {
    const sides = [rulerSide(ruler), embeddedSide(mistake)] as const;
    const search = { steps, runs: PAIRS_TO_FIND, seed: SEED };
    const difference = await findDifference<Question>(sides, search);
    const { pattern, event } = difference?.steps[0] ?? { pattern: '', event: '' };
    say({ [mistake.name]: { pattern, event } });
    expect(difference).toBeDefined();
    expect(pattern.length + event.length).toBeLessThan(SMALL);
  });
});

/** For the person who reads the run. */
function say(found: object): void {
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
