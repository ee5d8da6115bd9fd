import type { EventRuler } from '../../engines/event-ruler.ts';
import type { Outcome, Side } from '../agreement.ts';
import { differences } from './differences.ts';
import { type Answer, ourAnswer } from './our-answer.ts';
import type { Planted } from './planted.ts';
import type { Question } from './questions.ts';

/** How often each known difference was met, and each answer given. */
export class Tally {
  readonly known = new Map<string, number>();
  readonly answers = new Map<Answer, number>();

  add(counts: Map<unknown, number>, key: unknown): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}

/** The embedded cloud's matcher; with a mistake planted in it where one is given. */
export function embeddedSide(planted?: Planted): Side<Question> {
  const answer = planted ? withMistake(planted) : ourAnswer;
  return {
    name: planted ? `the embedded cloud with ${planted.name}` : 'the embedded cloud',
    run: async (steps) => steps.map((step): Outcome => ({ answer: answer(step) })),
  };
}

/** event-ruler, with what is known of it put right. */
export function rulerSide(ruler: EventRuler, tally = new Tally()): Side<Question> {
  return {
    name: 'event-ruler',
    run: (steps) =>
      Promise.all(
        steps.map(async (step): Promise<Outcome> => {
          const theirs = await theirAnswer(ruler, step);
          const ours = ourAnswer(step);
          tally.add(tally.answers, ours);
          if (theirs === ours) return { answer: theirs };
          const known = differences.find(({ explains }) => explains(step, { ours, theirs }));
          if (!known) return { answer: theirs };
          tally.add(tally.known, known.name);
          return { answer: ours };
        }),
      ),
  };
}

/** What event-ruler says, whatever is known of it. */
export async function theirAnswer(
  ruler: EventRuler,
  { pattern, event }: Question,
): Promise<Answer> {
  const judgement = await ruler.judge(pattern, [event]);
  if ('refused' in judgement) return 'refused';
  const [match] = judgement.matches;
  if (typeof match !== 'boolean') throw new Error(`event-ruler fails on ${event}: ${match}`);
  return match ? 'matches' : 'does not match';
}

function withMistake({ pattern: changePattern, event: changeEvent }: Planted) {
  return (question: Question): Answer => {
    const { pattern, event } = question;
    return ourAnswer({
      pattern: changePattern?.(pattern) ?? pattern,
      event: changeEvent?.(event, pattern) ?? event,
    });
  };
}
