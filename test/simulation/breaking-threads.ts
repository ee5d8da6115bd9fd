import { parentPort } from 'node:worker_threads';

/** `node --import` of it breaks each thread of a campaign that gets seed 2, and ends each that gets seed 3. */
parentPort?.on('message', ({ seed }: { seed: number }) => {
  if (seed === 2) throw new Error('out of luck');
  if (seed === 3) process.exit(9);
});
