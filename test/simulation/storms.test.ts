import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planText } from '../../simulation/shrink/plan.ts';
import { simulate } from './simulate-command.ts';

/** Node starts, synthesizes the stacks and makes a hundred thousand calls; a busy machine takes its time. */
const TIMEOUT_MS = 120_000;

/** The bus is out of service for a while, and among the cards is one with an outage of the gateway. */
const OUTAGES = planText({ seed: 22, orders: 12, bites: ['bus-outage all'] });

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orderly-test-'));
  await writeFile(join(folder, 'outages.json'), OUTAGES);
});

afterAll(() => rm(folder, { recursive: true }));

const run = (bug?: string) =>
  simulate(['--plan', 'outages.json', '--json'], { folder, ...(bug ? { bug } : {}) });

describe('in an outage', { timeout: TIMEOUT_MS }, () => {
  it('the platform waits longer and longer before it tries again', async () => {
    const { code, json } = await run();
    expect(json()).toMatchObject({
      violations: [],
      faults: { 'bus-outage': 1, 'gateway-outage': 1 },
    });
    expect(code).toBe(0);
  });

  it.each(['sweep-without-pause', 'relay-without-pause'])('a storm is found: %s', async (bug) => {
    const { code, json } = await run(bug);
    expect(code).toBe(1);
    expect(json().violations.map(({ invariant }) => invariant)).toContain('no-retry-storm');
  });
});
