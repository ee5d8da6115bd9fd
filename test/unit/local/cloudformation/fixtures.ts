import { loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import type { Template } from '../../../../local/cloudformation/template.ts';
import { type Problem, problemsOf } from '../../../../local/errors.ts';
import type { LoadedResource, ResourceType } from '../../../../local/resource.ts';
import { surroundings } from '../surroundings.ts';

/** A resource type that takes any `Value`, and a few properties of each fidelity. */
export const thing: ResourceType = {
  type: 'Test::Thing',
  properties: {
    Name: 'simulated',
    Value: 'simulated',
    Note: 'recorded',
    Mode: { only: ['FAST', 'SAFE'] },
    Size: { only: [5, true] },
    'Items.Id': 'simulated',
    'Items.Note': 'recorded',
    'Items.Depth.Level': 'simulated',
    Policy: 'simulated',
    'Policy.Count': 'simulated',
  },
  identify: ({ properties }, { region }, generatedName) => {
    const name = String(properties['Name'] ?? generatedName);
    return { ref: name, attributes: { Arn: `arn:thing:${region}:${name}`, 'Part.Id': '7' } };
  },
};

/** Loads one template as the stack `orders`; throws what loading throws. */
export function load(template: Template, resourceTypes: readonly ResourceType[] = [thing]) {
  return loadStacks([{ name: 'orders', template }], resourceTypes, surroundings)[0]!;
}

/** The problems a template is refused with. */
export function problemsIn(
  template: object,
  resourceTypes: readonly ResourceType[] = [thing],
): readonly Problem[] {
  return problemsOf(() => void load(template, resourceTypes));
}

/** What a value becomes as a property, in a template with more sections and resources. */
export function resolved(value: unknown, template: Template = {}): unknown {
  const Subject = { Type: 'Test::Thing', Properties: { Value: value } };
  const { resources } = load({ ...template, Resources: { ...template.Resources, Subject } });
  return byId(resources, 'Subject').properties['Value'];
}

/** The resource with a logical id. */
export function byId(resources: readonly LoadedResource[], logicalId: string): LoadedResource {
  const found = resources.find((resource) => resource.logicalId === logicalId);
  if (!found) throw new Error(`no resource ${logicalId}`);
  return found;
}
