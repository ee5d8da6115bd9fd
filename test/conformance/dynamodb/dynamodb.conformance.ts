import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamoDbLocal } from '../../engines/dynamodb-local.ts';
import type { Engine } from '../../engines/engine.ts';
import { compare, type Difference, describeDifference, findDifference } from '../agreement.ts';
import { controlOutcomes } from './control-plane.ts';
import { differences } from './differences.ts';
import { judged, type Met } from './judged.ts';
import { plantedFaults } from './planted.ts';
import { embedded, embeddedCall, reference, remoteCall } from './sides.ts';
import type { Step } from './step.ts';
import { sequences } from './steps.ts';
import { changeOutcomes } from './table-changes.ts';

/** Where the reference answers while the suite runs. */
const PORT = 4531;

/** Sequences of some sixteen commands; more, or others, by the environment. */
const RUNS = Number(process.env['CONFORMANCE_RUNS'] ?? 1_300);
const SEED = Number(process.env['CONFORMANCE_SEED'] ?? 20_261);

/** Sequences in which a planted fault has to show. */
const PLANTED_RUNS = 150;

let engine: Engine;

beforeAll(async () => {
  engine = await startDynamoDbLocal({ port: PORT, install: true });
});

afterAll(() => engine?.stop());

describe('the embedded DynamoDB', () => {
  it('answers as DynamoDB Local does, but for the judged differences', async ({ annotate }) => {
    const met: Met = new Map();
    let steps = 0;
    const [ours, theirs] = judged([embedded(), reference(engine.endpoint)], met);
    const counted = {
      name: ours.name,
      run: (sequence: readonly Step[]) => {
        steps += sequence.length;
        return ours.run(sequence);
      },
    };
    const sides = [counted, theirs] as const;
    const difference = await findDifference(sides, { steps: sequences, runs: RUNS, seed: SEED });
    expect(difference && describeDifference(difference, sides)).toBeUndefined();
    const often = differences.map(({ name }) => `${met.get(name) ?? 0} times ${name}`);
    await annotate(`${RUNS} sequences, ${steps} commands; ${often.join(', ')}`);
  });

  it('makes, changes and refuses tables as DynamoDB Local does, by the names of its errors', async () => {
    const ours = await controlOutcomes(embeddedCall());
    expect(ours).toEqual(await controlOutcomes(remoteCall(engine.endpoint)));
    const made = [...ours.values()].filter((outcome) => typeof outcome.made === 'object');
    expect(made.length).toBeGreaterThan(5);
    expect(made.length).toBeLessThan(ours.size / 2);
  });

  it('changes tables as DynamoDB Local does, and refuses to by the names of its errors', async () => {
    const ours = await changeOutcomes(embeddedCall());
    expect(ours).toEqual(await changeOutcomes(remoteCall(engine.endpoint)));
    const done = [...ours.values()].filter((outcome) => typeof outcome === 'object');
    expect(done.length).toBeGreaterThan(8);
    expect(done.length).toBeLessThan(ours.size);
  });

  it('has no other difference on the sequences that planted faults are sought on', async () => {
    const sides = judged([embedded(), reference(engine.endpoint)]);
    const difference = await differenceOnSome(sides);
    expect(difference && describeDifference(difference, sides)).toBeUndefined();
  });

  it.each(Object.entries(plantedFaults))('is found out when it %s', async (_name, wrap) => {
    const sides = judged([embedded(wrap), reference(engine.endpoint)]);
    expect(await differenceOnSome(sides)).toMatchObject({ index: expect.any(Number) });
  });
});

async function differenceOnSome(
  sides: ReturnType<typeof judged>,
): Promise<Difference<Step> | undefined> {
  for (const sequence of fc.sample(sequences, { numRuns: PLANTED_RUNS, seed: SEED })) {
    const difference = await compare(sides, sequence);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
