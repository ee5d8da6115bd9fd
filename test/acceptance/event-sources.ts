import {
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { namesOf } from '../../lib/names.ts';
import { failWith } from './steps.ts';
import type { Target } from './target.ts';

/** The longest that switching an event source may take: minutes on AWS. */
const SWITCH_LIMIT_MS = 300_000;

/** Switches the event sources of a consumer on or off, and waits until they are: on AWS that takes a while. */
export async function switchEventSources(
  target: Pick<Target, 'clients' | 'stage' | 'nowMs' | 'pause' | 'lookAgainMs'>,
  { service, name }: { service: string; name: string },
  on: boolean,
): Promise<void> {
  const { lambda } = target.clients;
  const FunctionName = namesOf(target.stage.name).function(service, name);
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const deadlineMs = target.nowMs() + SWITCH_LIMIT_MS;
  for (const { UUID } of EventSourceMappings) {
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: on }));
    for (;;) {
      const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
      if (State === (on ? 'Enabled' : 'Disabled')) break;
      if (target.nowMs() > deadlineMs) throw new Error(`${FunctionName} is still ${State}`);
      await target.pause(target.lookAgainMs);
    }
  }
}

/** Does the work while consumers of a service are switched off; they are switched on again, whatever becomes of it. */
export async function withoutConsumers<T>(
  target: Pick<Target, 'switchConsumer'>,
  service: string,
  names: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const [name, ...others] = names;
  if (name === undefined) return work();
  const switchOn = () => target.switchConsumer(service, name, true);
  let result: T;
  try {
    await target.switchConsumer(service, name, false);
    result = await withoutConsumers(target, service, others, work);
  } catch (error) {
    return failWith(error, switchOn);
  }
  await switchOn();
  return result;
}
