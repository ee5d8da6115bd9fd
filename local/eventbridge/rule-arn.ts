import { regionalArn } from '../arn.ts';
import type { Surroundings } from '../surroundings.ts';
import { busNameOf, DEFAULT_BUS } from './bus-name.ts';

/** The ARN of a rule: that of the default bus does not name its bus. */
export function ruleArn(
  surroundings: Surroundings,
  busName: string | undefined,
  name: string,
): string {
  const bus = busNameOf(busName);
  const path = bus === DEFAULT_BUS ? name : `${bus}/${name}`;
  return regionalArn(surroundings, 'events', `rule/${path}`);
}
