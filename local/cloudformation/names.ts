import { createHash } from 'node:crypto';
import { regionalArn } from '../arn.ts';
import type { Surroundings } from '../surroundings.ts';
import { uuidOfName } from '../uuid.ts';

/** Names are cut so that they fit where 64 characters are the limit (functions, roles), as AWS does. */
const PART_LENGTH = 24;
const HASH_LENGTH = 12;

/** The physical name of a resource that has none of its own: stack, logical id and a hash of both. */
export function generatedName(stackName: string, logicalId: string): string {
  const parts = [stackName.slice(0, PART_LENGTH), logicalId.slice(0, PART_LENGTH)];
  const hash = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return [...parts, hash.slice(0, HASH_LENGTH).toUpperCase()].join('-');
}

/** What `AWS::StackId` gives: an ARN that ends in the same UUID each time. */
export function stackId(stackName: string, surroundings: Surroundings): string {
  const { region, account } = surroundings;
  const uuid = uuidOfName(`${account}/${region}/${stackName}`);
  return regionalArn(surroundings, 'cloudformation', `stack/${stackName}/${uuid}`);
}
