import { NotSimulatedError } from '../errors.ts';
import { badRequest } from './api-gateway-errors.ts';

/** One change of a PATCH. API_PatchOperation. */
export interface PatchOperation {
  op?: string;
  path?: string;
  value?: string;
}

/** What a path of a PATCH changes; `name` is what stands for the `*` of the path. */
export interface Patch<State> {
  add?(state: State, value: string, name: string): State;
  replace?(state: State, value: string, name: string): State;
  remove?(state: State, name: string): State;
}

/** Changes by path, such as `/description` or `/variables/*`. */
export type Patches<State> = Readonly<Record<string, Patch<State>>>;

const OPERATIONS = ['add', 'remove', 'move', 'test', 'replace', 'copy'];

/**
 * `state` after changes in their order. Throws BadRequestException, and NotSimulatedError for paths that have
 * no effect here.
 */
export function patched<State>(
  state: State,
  operations: readonly PatchOperation[] = [],
  patches: Patches<State>,
): State {
  return operations.reduce((before, operation) => patchedOnce(before, operation, patches), state);
}

function patchedOnce<State>(
  state: State,
  { op = '', path = '', value }: PatchOperation,
  patches: Patches<State>,
): State {
  if (!OPERATIONS.includes(op)) throw wrongOperation(OPERATIONS);
  const found = findPatch(path, patches);
  if (!found) throw new NotSimulatedError(`patch path ${path}`);
  const { patch, name } = found;
  const takes = OPERATIONS.filter((operation) => operation in patch);
  if (!takes.includes(op)) throw wrongOperation(takes);
  if (op === 'remove') return patch.remove!(state, name);
  if (value === undefined) throw badRequest(`Invalid null or empty value in ${path}`);
  return (op === 'add' ? patch.add! : patch.replace!)(state, value, name);
}

function wrongOperation(takes: readonly string[]): Error {
  return badRequest(`Invalid patch operation specified. Must be one of: [${takes.join(', ')}]`);
}

function findPatch<State>(
  path: string,
  patches: Patches<State>,
): { patch: Patch<State>; name: string } | undefined {
  const exact = Object.hasOwn(patches, path) && patches[path];
  if (exact) return { patch: exact, name: '' };
  for (const [pattern, patch] of Object.entries(patches)) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined || !path.startsWith(before) || !path.endsWith(after)) continue;
    const name = path.slice(before.length, path.length - after.length);
    if (name !== '') return { patch, name };
  }
  return undefined;
}
