import { services } from '../../lib/services.ts';
import type { Synthesis, SynthesisOptions, World, WorldOptions } from '../../simulation/world.ts';
import { EmbeddedTarget } from '../acceptance/embedded-target.ts';
import { Platform } from '../acceptance/platform.ts';

/** The platform on the embedded cloud, with all that only the embedded cloud can tell of it. */
export class EmbeddedPlatform extends Platform<EmbeddedTarget> {
  static async create(
    options: Partial<WorldOptions> & SynthesisOptions = {},
  ): Promise<EmbeddedPlatform> {
    return new EmbeddedPlatform(await EmbeddedTarget.start(options), options.extraServices);
  }

  static async bringUp(synthesis: Synthesis): Promise<EmbeddedPlatform> {
    return new EmbeddedPlatform(await EmbeddedTarget.bringUp(synthesis));
  }

  get world(): World {
    return this.target.world;
  }

  /** Sends each consumer a message that it can only set aside. */
  async poisonEveryConsumer(): Promise<void> {
    for (const { service, name, trigger } of services.flatMap(({ functions }) => functions)) {
      if (trigger.kind === 'events') await this.sendToQueue(service, name, 'poison');
    }
  }

  /** Lets virtual time pass; rejects with what ends the run meanwhile. */
  sleep(durationMs: number): Promise<void> {
    const { scheduler } = this.world.cloud;
    return scheduler.orFailure(scheduler.sleep(durationMs));
  }
}
