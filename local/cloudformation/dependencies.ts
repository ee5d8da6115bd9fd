import { attributeReference, SUB_PLACEHOLDER } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';

/** The order in which resources can be created, and the cycles that stand in the way. */
export interface CreationOrder {
  /** Logical ids, each after those it depends on; in a template's order otherwise. */
  logicalIds: string[];
  /** Each as the logical ids on its way round, the first again at the end. */
  cycles: string[][];
}

/** Orders resources by `DependsOn`, `Ref`, `Fn::GetAtt` and `Fn::Sub`. */
export function creationOrder(
  resources: Readonly<Record<string, TemplateResource>>,
): CreationOrder {
  const logicalIds: string[] = [];
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const visit = (logicalId: string, way: readonly string[]): void => {
    if (finished.has(logicalId)) return;
    if (way.includes(logicalId)) {
      cycles.push([...way.slice(way.indexOf(logicalId)), logicalId]);
      return;
    }
    const resource = resources[logicalId]!;
    const names = new Set([resource.DependsOn ?? []].flat());
    addReferences(resource.Properties, names);
    for (const name of names) {
      if (Object.hasOwn(resources, name)) visit(name, [...way, logicalId]);
    }
    finished.add(logicalId);
    logicalIds.push(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
  return { logicalIds, cycles };
}

/** Adds every name that `value` refers to, in either branch of an `Fn::If` too. */
function addReferences(value: unknown, names: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, argument] of Object.entries(value)) {
    if (key === 'Ref' && typeof argument === 'string') names.add(argument);
    else if (key === 'Fn::GetAtt') addAttribute(argument, names);
    else if (key === 'Fn::Sub') addPlaceholders(argument, names);
    addReferences(argument, names);
  }
}

function addAttribute(argument: unknown, names: Set<string>): void {
  const isText = typeof argument === 'string';
  const isTexts = Array.isArray(argument) && argument.every((part) => typeof part === 'string');
  if (isText || isTexts) names.add(attributeReference(argument)[0]);
}

function addPlaceholders(argument: unknown, names: Set<string>): void {
  const text = [argument].flat()[0];
  if (typeof text !== 'string') return;
  for (const [, escaped, name] of text.matchAll(SUB_PLACEHOLDER)) {
    if (!escaped) names.add(name!.split('.')[0]!);
  }
}
