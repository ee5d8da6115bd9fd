import { isExactNumber } from './exact-json.ts';
import { requireLength, TargetInputError } from './target-input-error.ts';

/** Reads what a path selects from an event, `undefined` where that is nothing. */
export type PathReader = (event: Record<string, unknown>) => unknown;

/** Most characters of a JSON path. */
const maximumPathLength = 256;

/**
 * Compiles a JSON path of those that EventBridge knows: `$`, `.name`, `[0]`, and `.*` or `[*]`,
 * with which the result is a list. Throws `TargetInputError` with the property that the path stands
 * in.
 */
export function compileJsonPath(property: string, path: string): PathReader {
  requireLength(property, path, maximumPathLength);
  if (!/^\$(\.[\w/-]+|\.\*|\[\d+\]|\[\*\])*$/.test(path)) {
    throw new TargetInputError(property, `is not a JSON path that EventBridge knows: ${path}`);
  }
  const steps = (path.slice(1).match(/\.[^.[]+|\[[^\]]+\]/g) ?? []).map(toStep);
  if (!steps.includes(everyChild)) return (event) => steps.reduce(takeStep, event as unknown);
  return (event) => steps.reduce(takeStepFromAll, [event] as readonly unknown[]);
}

const everyChild = Symbol('every child');

/** The name of a field, the index of an element, or every child. */
type Step = string | number | typeof everyChild;

function toStep(text: string): Step {
  if (text === '.*' || text === '[*]') return everyChild;
  return text.startsWith('.') ? text.slice(1) : Number(text.slice(1, -1));
}

function takeStep(value: unknown, step: Step): unknown {
  if (!isTree(value) || step === everyChild) return undefined;
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
  if (Array.isArray(value) || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string, unknown>)[step];
}

function takeStepFromAll(values: readonly unknown[], step: Step): readonly unknown[] {
  if (step === everyChild) return values.flatMap(childrenOf);
  return values.map((value) => takeStep(value, step)).filter((value) => value !== undefined);
}

function childrenOf(value: unknown): unknown[] {
  return isTree(value) ? Object.values(value) : [];
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isExactNumber(value);
}
