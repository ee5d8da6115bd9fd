import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../engines/engine.ts';
import { startMiniStack } from '../../engines/ministack.ts';
import type { Side } from '../agreement.ts';
import { expectAgreement, expectDifference } from './comparing.ts';
import { controlSequences } from './control-sequences.ts';
import { miniStack } from './differences.ts';
import { mistaken, planted } from './planted.ts';
import { fifoSequences, standardSequences } from './sequences.ts';
import { miniStackShapes as shapes, withWaits } from './shapes.ts';
import { embedded, remote } from './sides.ts';
import type { Step } from './step.ts';

const PORT = 4522;

/** Sequences of some dozen steps each. */
const RUNS = 60;
/** Sequences that wait for real seconds. */
const TIMED_RUNS = 5;
/** Steps that a planted mistake has to shrink to: four make and fill the queues, two count what is left. */
const FEW_STEPS = 12;

let engine: Engine;
let sides: [Side<Step>, Side<Step>];
beforeAll(async () => {
  engine = await startMiniStack({ port: PORT, install: true });
  const theirs = remote(miniStack.reference, engine.endpoint, miniStack.differences);
  sides = [embedded(miniStack.differences), theirs];
});
afterAll(() => engine?.stop());
afterEach(() => vi.restoreAllMocks());

const sequences = {
  standard: standardSequences(shapes.standard),
  fifo: fifoSequences(shapes.fifo[0]!),
  control: controlSequences(shapes.control),
};

describe('the embedded cloud and MiniStack', () => {
  it(`agree on ${RUNS} sequences of messages through a standard queue`, () =>
    expectAgreement(sides, sequences.standard, RUNS));

  it(`agree on ${RUNS} sequences each of messages through a FIFO queue`, async () => {
    for (const shape of shapes.fifo) await expectAgreement(sides, fifoSequences(shape), RUNS);
  });

  it(`agree on ${RUNS} sequences of calls on queues themselves`, () =>
    expectAgreement(sides, sequences.control, RUNS));

  it(`agree on when messages appear again, in ${TIMED_RUNS} sequences each`, async () => {
    const [fifo] = shapes.fifo;
    await expectAgreement(sides, standardSequences(withWaits(shapes.standard)), TIMED_RUNS);
    await expectAgreement(sides, fifoSequences(withWaits(fifo!)), TIMED_RUNS);
  });
});

describe('the comparison with MiniStack', () => {
  it.each(planted)('finds $name, in few steps', async (mistake) => {
    mistake.plant?.();
    const [ours, theirs] = sides;
    const mistakenSides = [mistaken(ours, mistake), theirs] as const;
    const steps = await expectDifference(mistakenSides, sequences[mistake.shows], RUNS);
    expect(steps.length).toBeLessThanOrEqual(FEW_STEPS);
  });
});
