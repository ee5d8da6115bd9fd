import type { Envelope } from '../../events/envelope.ts';
import { parseTarget } from '../../local/apigateway/http.ts';
import { flowingTime, virtualTime } from '../../local/scheduler.ts';
import {
  bringUp,
  createWorld,
  type Synthesis,
  type SynthesisOptions,
  type World,
  type WorldOptions,
} from '../../simulation/world.ts';
import { switchEventSources } from './event-sources.ts';
import type { Clients, Target, TargetRequest, TargetResponse } from './target.ts';

/** Where virtual time begins in every test. */
export const START_MS = Date.UTC(2026, 0, 1);

const onVirtualTime = (): WorldOptions => ({
  time: virtualTime(START_MS),
  seed: 1,
  latency: 'typical',
});

/** The embedded cloud in this process, on virtual time: the platform deployed anew for each suite. */
export class EmbeddedTarget implements Target {
  readonly world: World;
  readonly events: Envelope[] = [];
  readonly keyPrefix = 'key';
  readonly lookAgainMs = 5;

  private constructor(world: World) {
    this.world = world;
    world.watch((event) => this.events.push(event));
  }

  static async start(
    options: Partial<WorldOptions> & SynthesisOptions = {},
  ): Promise<EmbeddedTarget> {
    return new EmbeddedTarget(await createWorld({ ...onVirtualTime(), ...options }));
  }

  /** With the bundles that are deployed, in threads; hours of waiting take no time all the same. */
  static startBundles(extraServices: SynthesisOptions['extraServices']): Promise<EmbeddedTarget> {
    const time = flowingTime(START_MS, () => Date.now());
    return EmbeddedTarget.start({ code: 'bundles', time, extraServices });
  }

  static async bringUp(
    synthesis: Synthesis,
    options: Partial<WorldOptions> = {},
  ): Promise<EmbeddedTarget> {
    return new EmbeddedTarget(await bringUp(synthesis, { ...onVirtualTime(), ...options }));
  }

  get stage(): Target['stage'] {
    return this.world.stage;
  }

  get tokens(): Target['tokens'] {
    return this.world.tokens;
  }

  /** One client answers the commands of all services. */
  get clients(): Clients {
    const { client } = this.world;
    return {
      dynamodb: client,
      eventbridge: client,
      lambda: client as Clients['lambda'],
      sqs: client,
    };
  }

  nowMs(): number {
    return this.world.cloud.scheduler.nowMs();
  }

  pause(durationMs: number): Promise<void> {
    return this.world.cloud.scheduler.sleep(durationMs);
  }

  outside<T>(work: Promise<T>): Promise<T> {
    return this.world.cloud.scheduler.outside(work);
  }

  async request({ path, ...request }: TargetRequest): Promise<TargetResponse> {
    return this.world.cloud.request({ ...request, ...parseTarget(path) });
  }

  settle(): Promise<void> {
    return this.world.cloud.drain();
  }

  switchConsumer(service: string, name: string, on: boolean): Promise<void> {
    return switchEventSources(this, { service, name }, on);
  }

  lacks(): undefined {
    return undefined;
  }

  stop(): Promise<void> {
    return this.world.stop();
  }
}
