import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  loadHandler,
  type RuntimeHandler,
} from '../../../../../local/lambda/bundle/load-handler.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Loads a handler from a folder with one file. */
function load(
  text: string,
  { handler = 'index.handler', file = 'index.js', takesCallbacks = false } = {},
): Promise<RuntimeHandler> {
  const folder = mkdtempSync(join(tmpdir(), 'handler-'));
  folders.push(folder);
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  return loadHandler({ folder, handler, takesCallbacks, nowMs: 0 });
}

describe('a handler', () => {
  it.each([
    ['exports.handler = () => 1', {}],
    ['exports.handler = () => 1', { file: 'index.cjs' }],
    ['export const handler = () => 1', { file: 'index.mjs' }],
    ['exports.handler = () => 1', { file: 'src/main.js', handler: 'src/main.handler' }],
    ['exports.orders = { place: () => 1 }', { handler: 'index.orders.place' }],
  ])('is found in %j, %j', async (text, where) => {
    const handler = await load(text, where);
    expect(handler({}, {}, () => {})).toBe(1);
  });

  it.each([
    ['require("./missing")', 'ImportModuleError', "Cannot find module './missing'"],
    ['exports.handler = (', 'UserCodeSyntaxError', 'SyntaxError'],
    ['exports.other = 1', 'HandlerNotFound', 'index.handler is undefined or not exported'],
    ['exports.handler = 1', 'HandlerNotFound', 'index.handler is not a function'],
  ])('of %j is refused as the runtime refuses it', async (text, name, message) => {
    await expect(load(text)).rejects.toMatchObject({
      name: `Runtime.${name}`,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['none.handler', 'ImportModuleError'],
    ['../index.handler', 'MalformedHandlerName'],
    ['index', 'MalformedHandlerName'],
    ['index.', 'MalformedHandlerName'],
  ])('named %s cannot be', async (handler, name) => {
    const loading = load('exports.handler = () => 1', { handler });
    await expect(loading).rejects.toMatchObject({ name: `Runtime.${name}` });
  });

  it('rejects with the error that its module throws', async () => {
    await expect(load('throw new RangeError("no start")')).rejects.toThrow('no start');
  });

  it('may call back only where the runtime still lets it', async () => {
    const text = 'exports.handler = (event, context, callback) => callback()';
    await expect(load(text)).rejects.toMatchObject({ name: 'Runtime.CallbackHandlerDeprecated' });
    await expect(load(text, { takesCallbacks: true })).resolves.toBeTypeOf('function');
  });
});
