import { NotSimulatedError } from '../errors.ts';
import { busNameOf, isArn } from './bus-name.ts';
import type { Deliverer } from './delivery.ts';
import type { EventBridge } from './event-bridge.ts';
import { EventBus } from './event-bus.ts';

/**
 * A bus without rules, for events to one that does not exist: AWS accepts them, and they are gone. Throws
 * NotSimulatedError for the bus of another place.
 */
export function absentBus(
  nameOrArn: string | undefined,
  bridge: EventBridge,
  deliverer: Deliverer,
): EventBus {
  const name = busNameOf(nameOrArn);
  const arn = bridge.arn(`event-bus/${name}`);
  if (isArn(nameOrArn) && nameOrArn !== arn) {
    throw new NotSimulatedError(`the bus of another account or region, ${nameOrArn}`);
  }
  return new EventBus(name, arn, bridge.foundation, deliverer);
}
