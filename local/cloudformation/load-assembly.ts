import type { Engines } from '../engines.ts';
import { NotSimulatedError, type Problem } from '../errors.ts';
import { AccessDeniedError } from '../iam/access-denied-error.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';
import type { Surroundings } from '../surroundings.ts';
import { REFUSED } from './intrinsics.ts';
import { loadTemplate } from './load-template.ts';
import type { Values } from './resolver.ts';
import type { StackTemplate } from './template.ts';

/** Where to load to; with `stacks`, only these and what they depend on are loaded. */
export interface LoadOptions extends Surroundings {
  stacks?: readonly string[];
}

/** A stack whose template has been resolved. */
export interface LoadedStack {
  name: string;
  /** In the order they are created. */
  resources: readonly LoadedResource[];
  outputs: Readonly<Record<string, string>>;
}

/**
 * Resolves the templates of stacks, in the order given; nothing is created. Throws NotSimulatedError with
 * all that is not simulated.
 */
export function loadStacks(
  templates: readonly StackTemplate[],
  resourceTypes: readonly ResourceType[],
  surroundings: Surroundings,
): LoadedStack[] {
  const problems: Problem[] = [];
  const exports = new Map<string, string | typeof REFUSED>();
  const outputs = new Map<string, Values>();
  const context = { resourceTypes: byName(resourceTypes), surroundings };
  const stacks = templates.map((template) => {
    const loaded = loadTemplate(template, { ...context, others: { exports, outputs } });
    problems.push(...loaded.problems);
    outputs.set(template.name, loaded.outputs);
    for (const [name, value] of loaded.exports) {
      const what = `export ${name}, which another stack has`;
      if (exports.has(name)) problems.push({ template: template.name, path: 'Outputs', what });
      exports.set(name, value);
    }
    return { name: template.name, resources: loaded.resources, outputs: textsOf(loaded.outputs) };
  });
  if (problems.length > 0) throw new NotSimulatedError(problems);
  return stacks;
}

/** Creates resources in the order given. What they refuse is collected into one NotSimulatedError. */
export function createResources(
  resources: readonly LoadedResource[],
  resourceTypes: readonly ResourceType[],
  engines: Engines,
): void {
  const types = byName(resourceTypes);
  const problems: Problem[] = [];
  for (const resource of resources) {
    const { stackName: template, logicalId } = resource;
    try {
      types.get(resource.type)?.create?.(resource, engines);
    } catch (error) {
      if (error instanceof NotSimulatedError) {
        problems.push(...error.problems.map((problem) => ({ template, logicalId, ...problem })));
      } else if (problems.length === 0) throw located(error, resource);
      else break;
    }
  }
  if (problems.length > 0) throw new NotSimulatedError(problems);
}

/** Throws AccessDenied for the first resource that lacks a grant which AWS would miss when it is first needed. */
export function verifyGrants(
  resources: readonly LoadedResource[],
  resourceTypes: readonly ResourceType[],
  engines: Engines,
): void {
  const types = byName(resourceTypes);
  for (const resource of resources) types.get(resource.type)?.verifyGrants?.(resource, engines);
}

function textsOf(values: Values): Record<string, string> {
  return Object.fromEntries([...values].filter((entry) => entry[1] !== REFUSED)) as Record<
    string,
    string
  >;
}

function byName(resourceTypes: readonly ResourceType[]): ReadonlyMap<string, ResourceType> {
  return new Map(resourceTypes.map((resourceType) => [resourceType.type, resourceType]));
}

/** Says which resource could not be created; a denied access says more by itself. */
function located(error: unknown, { stackName, logicalId }: LoadedResource): unknown {
  if (!(error instanceof Error) || error instanceof AccessDeniedError) return error;
  const where = new Error(`${stackName} / ${logicalId}: ${error.message}`, { cause: error });
  where.name = error.name;
  return where;
}
