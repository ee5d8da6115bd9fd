import type { StageConfig } from '../../lib/config.ts';
import { namesOf } from '../../lib/names.ts';
import type { Service } from '../../lib/service.ts';
import { services } from '../../lib/services.ts';
import type { Cloud } from '../../local/cloud.ts';
import { startHttpServer } from '../../local/http-server.ts';
import { realTime } from '../../local/scheduler.ts';
import { bringUp, synthesize, type World } from '../../simulation/world.ts';
import { apisIn, type DeployedStage } from './deploy.ts';
import type { Place } from './environment.ts';
import { eachStep, failWith } from './steps.ts';

/** The embedded cloud that runs in real time behind AWS's API, with the platform on it. */
export interface ServedCloud extends Pick<DeployedStage, 'apis' | 'remove'> {
  place: Place;
  stage: StageConfig;
}

/** What is brought up: changes to the local stage, and services beside the platform's own. */
export interface ServedOptions {
  stage: Partial<StageConfig>;
  extraServices: readonly Service[];
}

/** Brings the platform up in this process and serves it on a free port of this machine. */
export async function serveCloud(options: ServedOptions): Promise<ServedCloud> {
  const starting = Promise.withResolvers<Cloud>();
  // Requests that wait for it are told; without any there is nobody to tell.
  starting.promise.catch(() => {});
  const server = await startHttpServer(
    async (request) => (await starting.promise).handle(request),
    0,
  );
  const endpoint = `http://127.0.0.1:${server.port}`;
  try {
    const world = await bringUpAt(endpoint, options);
    starting.resolve(world.cloud);
    const place = { endpoint, region: 'us-east-1' };
    const remove = () => eachStep(() => world.stop(), server.close);
    return { place, stage: world.stage, apis: apisOf(world, options, place), remove };
  } catch (error) {
    starting.reject(error);
    return failWith(error, server.close);
  }
}

async function bringUpAt(
  endpoint: string,
  { stage, extraServices }: ServedOptions,
): Promise<World> {
  const synthesis = await synthesize({ stage, extraServices });
  try {
    const time = realTime(() => Date.now());
    return await bringUp(synthesis, { time, seed: 1, latency: 'none', endpoint });
  } finally {
    await synthesis.discard();
  }
}

function apisOf({ cloud, stage }: World, { extraServices }: ServedOptions, place: Place) {
  const deployed = [...services, ...extraServices];
  const outputs = Object.fromEntries(
    deployed.map(({ name }) => {
      const stack = namesOf(stage.name).stack(name);
      return [stack, cloud.outputs(stack)];
    }),
  );
  return apisIn(outputs, deployed, stage, place);
}
