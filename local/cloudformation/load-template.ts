import { type Problem, problemsOf } from '../errors.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';
import type { Surroundings } from '../surroundings.ts';
import { creationOrder } from './dependencies.ts';
import { REFUSED } from './intrinsics.ts';
import { generatedName } from './names.ts';
import { occurrences, refusalOf } from './properties.ts';
import { type OtherStacks, Resolver, type Values } from './resolver.ts';
import type { StackTemplate, TemplateResource } from './template.ts';

/** What a template becomes, and all that it holds and the embedded cloud does not simulate. */
export interface LoadedTemplate {
  /** In the order they are created. */
  resources: readonly LoadedResource[];
  outputs: Values;
  exports: Values;
  problems: readonly Problem[];
}

/** What templates are loaded with. */
export interface LoadingContext {
  resourceTypes: ReadonlyMap<string, ResourceType>;
  surroundings: Surroundings;
  others: OtherStacks;
}

/** Resolves one template; nothing is created. Problems are collected, not thrown. */
export function loadTemplate(stack: StackTemplate, context: LoadingContext): LoadedTemplate {
  const resolver = new Resolver(stack, context.surroundings, context.others);
  checkSections(stack, resolver);
  const templates = stack.template.Resources ?? {};
  const { logicalIds, cycles } = creationOrder(templates);
  for (const cycle of cycles) {
    resolver.logicalId = cycle[0];
    resolver.refuse('DependsOn', `circular dependency ${cycle.join(' -> ')}`);
    for (const logicalId of cycle) resolver.add(logicalId, REFUSED);
  }
  const resources: LoadedResource[] = [];
  for (const logicalId of logicalIds) {
    resolver.logicalId = logicalId;
    const there = resolver.isThere(templates[logicalId]!.Condition, 'Condition');
    if (there === false) continue;
    const loader = { stackName: stack.name, logicalId, resolver, context };
    const resource = there === true ? loadResource(templates[logicalId]!, loader) : REFUSED;
    resolver.add(logicalId, resource);
    if (resource !== REFUSED) resources.push(resource);
  }
  resolver.logicalId = undefined;
  return { resources, ...loadOutputs(stack, resolver), problems: resolver.problems };
}

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
]);

/** The CDK's own rule asks for a recent bootstrap stack; there is none here to be old. */
const KNOWN_RULE = 'CheckBootstrapVersion';

function checkSections({ template }: StackTemplate, resolver: Resolver): void {
  for (const section of Object.keys(template)) {
    if (!SECTIONS.has(section)) resolver.refuse(section, `template section ${section}`);
  }
  for (const rule of Object.keys(template.Rules ?? {})) {
    if (rule !== KNOWN_RULE) resolver.refuse(`Rules.${rule}`, `rule ${rule}`);
  }
}

interface ResourceLoader {
  stackName: string;
  logicalId: string;
  resolver: Resolver;
  context: LoadingContext;
}

const RESOURCE_KEYS = new Set([
  'Type',
  'Properties',
  'Metadata',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
]);

function loadResource(
  template: TemplateResource,
  loader: ResourceLoader,
): LoadedResource | typeof REFUSED {
  const { resolver, context } = loader;
  const problemsBefore = resolver.problems.length;
  checkKeys(template, resolver);
  const known = context.resourceTypes.get(template.Type);
  if (!known) resolver.refuse('Type', `resource type ${template.Type}`);
  const properties = resolver.resolve(template.Properties ?? {}, 'Properties') as object;
  for (const occurrence of known ? occurrences(known, properties) : []) {
    const refused = refusalOf(occurrence, template.Type);
    if (refused !== undefined) resolver.refuse(`Properties.${occurrence.path}`, refused);
  }
  if (!known || resolver.problems.length > problemsBefore) return REFUSED;
  return identifyResource(known, properties as Record<string, unknown>, loader);
}

function checkKeys(template: TemplateResource, resolver: Resolver): void {
  for (const key of Object.keys(template)) {
    if (!RESOURCE_KEYS.has(key)) resolver.refuse(key, `resource key ${key}`);
  }
  for (const name of [template.DependsOn ?? []].flat()) {
    if (!resolver.isInTemplate(name)) resolver.refuse('DependsOn', `no resource ${name}`);
  }
}

function identifyResource(
  known: ResourceType,
  properties: Record<string, unknown>,
  { stackName, logicalId, resolver, context }: ResourceLoader,
): LoadedResource | typeof REFUSED {
  const resource = { stackName, logicalId, properties };
  let loaded: LoadedResource | typeof REFUSED = REFUSED;
  const problems = problemsOf(() => {
    const name = generatedName(stackName, logicalId);
    const identity = known.identify(resource, context.surroundings, name);
    const identified = { ...resource, type: known.type, ...identity };
    known.check?.(identified);
    loaded = identified;
  });
  for (const { path, what } of problems) resolver.refuse(path ?? 'Properties', what);
  return loaded;
}

function loadOutputs(
  { template }: StackTemplate,
  resolver: Resolver,
): { outputs: Values; exports: Values } {
  const outputs = new Map<string, string | typeof REFUSED>();
  const exports = new Map<string, string | typeof REFUSED>();
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    const path = `Outputs.${name}`;
    const there = resolver.isThere(output.Condition, `${path}.Condition`);
    if (there === false) continue;
    const value = there === REFUSED ? REFUSED : resolver.resolveText(output.Value, `${path}.Value`);
    outputs.set(name, value);
    if (!output.Export) continue;
    const exportName = resolver.resolveText(output.Export.Name, `${path}.Export.Name`);
    if (exportName !== REFUSED) exports.set(exportName, value);
  }
  return { outputs, exports };
}
