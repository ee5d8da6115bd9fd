import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Engine, MissingEngineError } from '../../engines/engine.ts';
import { startLocalStack } from '../../engines/localstack.ts';
import type { Side } from '../agreement.ts';
import { expectAgreement } from './comparing.ts';
import { controlSequences } from './control-sequences.ts';
import { localStack } from './differences.ts';
import { fifoSequences, standardSequences } from './sequences.ts';
import { localStackShapes as shapes, withWaits } from './shapes.ts';
import { embedded, remote } from './sides.ts';
import type { Step } from './step.ts';

const PORT = 4521;

/** What LocalStack leaves out unless it is told, so that tests of others need not wait. */
const environment = {
  SQS_DELAY_PURGE_RETRY: '1',
  SQS_DELAY_RECENTLY_DELETED: '1',
  SQS_ENABLE_MESSAGE_RETENTION_PERIOD: '1',
};

/** Sequences of some dozen steps each. */
const RUNS = 60;
/** Sequences that wait for real seconds. */
const TIMED_RUNS = 5;

let engine: Engine | undefined;
let missing = '';
let sides: [Side<Step>, Side<Step>];
beforeAll(async () => {
  try {
    engine = await startLocalStack({ port: PORT, environment });
  } catch (error) {
    if (!(error instanceof MissingEngineError)) throw error;
    missing = error.message;
    return;
  }
  const theirs = remote(localStack.reference, engine.endpoint, localStack.differences);
  sides = [embedded(localStack.differences), theirs];
});
afterAll(() => engine?.stop());

describe('the embedded cloud and LocalStack', () => {
  it(`agree on ${RUNS} sequences of messages through a standard queue`, async ({ skip }) => {
    skip(missing !== '', missing);
    await expectAgreement(sides, standardSequences(shapes.standard), RUNS);
  });

  it(`agree on ${RUNS} sequences each of messages through a FIFO queue`, async ({ skip }) => {
    skip(missing !== '', missing);
    for (const shape of shapes.fifo) await expectAgreement(sides, fifoSequences(shape), RUNS);
  });

  it(`agree on ${RUNS} sequences of calls on queues themselves`, async ({ skip }) => {
    skip(missing !== '', missing);
    await expectAgreement(sides, controlSequences(shapes.control), RUNS);
  });

  it(`agree on when messages appear again, in ${TIMED_RUNS} sequences each`, async ({ skip }) => {
    skip(missing !== '', missing);
    const [fifo] = shapes.fifo;
    await expectAgreement(sides, standardSequences(withWaits(shapes.standard)), TIMED_RUNS);
    await expectAgreement(sides, fifoSequences(withWaits(fifo!)), TIMED_RUNS);
  });
});
