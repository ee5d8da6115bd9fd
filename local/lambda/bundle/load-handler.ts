import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WorkerPlan } from './messages.ts';

/** A function as Node's runtime calls it. */
export type RuntimeHandler = (
  event: unknown,
  context: object,
  callback: (error?: unknown, result?: unknown) => void,
) => unknown;

const EXTENSIONS = ['.js', '.mjs', '.cjs'];
const CALLBACK_PARAMETERS = 3;

/** An error of the runtime itself, named as Lambda names it. */
export function runtimeError(name: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name: `Runtime.${name}` });
}

/**
 * Loads the code in a folder and finds its handler. Rejects with what Lambda's runtime for Node.js reports:
 * MalformedHandlerName, ImportModuleError, UserCodeSyntaxError, HandlerNotFound or CallbackHandlerDeprecated.
 */
export async function loadHandler(plan: WorkerPlan): Promise<RuntimeHandler> {
  const { folder, handler } = plan;
  const [path, names] = partsOf(handler);
  const exported = await importFrom(join(folder, path), handler);
  const found = names.reduce<unknown>((value, name) => (value as never)?.[name], exported);
  if (typeof found !== 'function') {
    const what = found === undefined ? 'undefined or not exported' : 'not a function';
    throw runtimeError('HandlerNotFound', `${handler} is ${what}`);
  }
  if (found.length >= CALLBACK_PARAMETERS && !plan.takesCallbacks) {
    throw runtimeError(
      'CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    );
  }
  return found as RuntimeHandler;
}

/** `folder/file.name.name`: the file without its ending, and the way to the function in its exports. */
function partsOf(handler: string): [path: string, names: string[]] {
  const start = handler.lastIndexOf('/') + 1;
  const [file = '', ...names] = handler.slice(start).split('.');
  if (handler.includes('..') || file === '' || names.length === 0 || names.includes('')) {
    throw runtimeError('MalformedHandlerName', `'${handler}' is not a valid handler name.`);
  }
  return [handler.slice(0, start) + file, names];
}

async function importFrom(base: string, handler: string): Promise<unknown> {
  const file = EXTENSIONS.map((extension) => base + extension).find((name) => existsSync(name));
  if (file === undefined) {
    const module = handler.slice(0, handler.indexOf('.'));
    throw runtimeError('ImportModuleError', `Error: Cannot find module '${module}'`);
  }
  try {
    return file.endsWith('.mjs')
      ? await import(pathToFileURL(file).href)
      : createRequire(file)(file);
  } catch (error) {
    throw importError(error);
  }
}

/** A module that is missing and a syntax that is wrong have names of their own; other errors are the code's. */
function importError(error: unknown): unknown {
  const { code } = (error ?? {}) as { code?: string };
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return runtimeError('ImportModuleError', String(error), error);
  }
  if (error instanceof SyntaxError) {
    return runtimeError('UserCodeSyntaxError', String(error), error);
  }
  return error;
}
