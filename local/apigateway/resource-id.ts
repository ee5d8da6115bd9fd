import { createHash } from 'node:crypto';
import type { ResourceType } from '../resource.ts';

/** An id as API Gateway makes them (letters and digits in lower case), stable for a name. */
export function resourceId(name: string, length: 6 | 10): string {
  const digits = createHash('sha256').update(name).digest('hex');
  return BigInt(`0x${digits}`).toString(36).slice(-length);
}

/** Identifies a resource by a short id that `Ref` and this attribute give. */
export function byResourceId(attribute: string): ResourceType['identify'] {
  return (_resource, _surroundings, generatedName) => {
    const id = resourceId(generatedName, 6);
    return { ref: id, attributes: { [attribute]: id } };
  };
}

/** The id of the root resource of the API with that id. */
export function rootOf(apiId: string): string {
  return resourceId(`${apiId}/`, 10);
}
