import type { Service } from '../../../../local/service.ts';
import { World } from '../cloud/world.ts';

export const MINUTE_MS = 60_000;

/** A world, its CloudWatch as a service, and a way to call it. */
export function cloudWatchClient() {
  const world = new World();
  const service: Service = world.composed.services.find(({ name }) => name === 'cloudwatch')!;
  const send = (command: object): Promise<Record<string, unknown>> => world.client.send(command);
  return { world, service, send };
}

/** One member of each item of a list. */
export function membersOf(list: unknown, member: string): unknown[] {
  return (list as Record<string, unknown>[]).map((item) => item[member]);
}
