import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { virtualTime } from '../../../local/scheduler.ts';
import { bringUp, type Synthesis, synthesize } from '../../../simulation/world.ts';

describe('a world of bundles', () => {
  it('is refused on virtual time, which cannot wait for threads', async () => {
    const bundles = { code: 'bundles' } as Synthesis;
    const options = { time: virtualTime(0), seed: 1, latency: 'none' } as const;
    await expect(bringUp(bundles, options)).rejects.toThrow('use flowingTime');
  });
});

describe('a synthesis', () => {
  it('leaves no folder behind where the app cannot be built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orderly-test-'));
    vi.stubEnv('TMPDIR', folder);
    const broken = {
      get name(): never {
        throw new Error('a service without a name');
      },
    };
    await expect(synthesize({ extraServices: [broken as never] })).rejects.toThrow('a name');
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
