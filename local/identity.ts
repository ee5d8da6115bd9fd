import type { ResourceType } from './resource.ts';

type Identify = ResourceType['identify'];

/** Identifies a resource that has no name of its own: `Ref` and `Id` give the generated one. */
export const byGeneratedId: Identify = (_resource, _surroundings, generatedName) => ({
  ref: generatedName,
  attributes: { Id: generatedName },
});

/** Identifies a resource that only `Ref` tells of, by the generated name. */
export const byGeneratedName: Identify = (_resource, _surroundings, generatedName) => ({
  ref: generatedName,
  attributes: {},
});

/** Identifies a resource that only `Ref` tells of, by this property or, without it, the generated name. */
export function byName(property: string): Identify {
  return ({ properties }, _surroundings, generatedName) => ({
    ref: String(properties[property] ?? generatedName),
    attributes: {},
  });
}
