import { defineConfig } from 'vitest/config';
import { plantedBug } from './test/simulation/planted/vite-plugin.ts';

const MINUTE_MS = 60_000;

/** What talks to engines outside this process takes its time, one file after the other. */
const outside = {
  testTimeout: 10 * MINUTE_MS,
  hookTimeout: 10 * MINUTE_MS,
  fileParallelism: false,
};

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        // For npm run net, which asks whether the tests find a bug.
        plugins: plantedBug(process.env['ORDERLY_PLANTED']),
        test: {
          name: 'here',
          include: ['test/**/*.test.ts'],
          // No module holds state: loading all of them anew for each file would take longer than the tests.
          isolate: false,
          setupFiles: ['test/support/restore.ts'],
          // Only to end what hangs: a busy machine must not fail a test.
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 3 * MINUTE_MS,
          maxWorkers: 2,
        },
      },
      { test: { ...outside, name: 'acceptance', include: ['test/acceptance/**/*.test.ts'] } },
      {
        test: {
          ...outside,
          name: 'conformance',
          include: ['test/conformance/**/*.conformance.ts'],
        },
      },
    ],
  },
});
