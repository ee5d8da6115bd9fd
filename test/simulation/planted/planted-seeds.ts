import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PlantedOutcome, PlantedSeed } from './net-worker.ts';

/** A thread that runs seeds of the platform with bugs in it, one after the other. */
export class PlantedSeeds {
  readonly #worker = new Worker(new URL('./net-worker.ts', import.meta.url));

  /** Runs one seed until its first violation. A bug may break the run altogether: that is found as well. */
  async run(seed: PlantedSeed): Promise<PlantedOutcome> {
    this.#worker.postMessage(seed);
    const [outcome] = (await once(this.#worker, 'message')) as [PlantedOutcome];
    return outcome;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
