import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import reserveStock from '../../functions/inventory/reserve-stock.ts';
import health from '../../functions/ordering/health.ts';
import relay from '../../functions/ordering/relay.ts';
import authorise from '../../functions/platform/authorise.ts';
import { bundleFunctions } from '../../lib/bundling.ts';
import type { Service } from '../../lib/service.ts';

const cache = mkdtempSync(join(tmpdir(), 'orderly-bundling-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const definitions = [health, relay, reserveStock, authorise];
const some: Service = { name: 'some', description: '', tables: {}, functions: definitions };
const bundles = await bundleFunctions([some], cache);
const directoryOf = (definition: (typeof definitions)[number]) => bundles.get(definition)!;
const textOf = (definition: (typeof definitions)[number]) =>
  readFileSync(join(directoryOf(definition), 'index.js'), 'utf8');

describe('a bundled function', () => {
  it('is a folder with one file, its source map left beside the code', () => {
    for (const definition of definitions) {
      const directory = directoryOf(definition);
      const code = join(cache, relative(cache, directory).split('/')[0]!, 'code');
      const map = join(dirname(code), 'maps', relative(code, directory), 'index.js.map');
      expect(readdirSync(directory)).toEqual(['index.js']);
      expect(textOf(definition)).not.toContain('sourceMappingURL');
      expect(existsSync(map)).toBe(true);
    }
  });

  it('runs as Lambda runs it', async () => {
    const { handler } = createRequire(import.meta.url)(join(directoryOf(health), 'index.js'));
    const event = { httpMethod: 'GET', path: '/health', headers: {}, requestContext: {} };
    const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => 1_000 };
    expect(await handler(event, context)).toMatchObject({
      statusCode: 200,
      body: '{"status":"ok","service":"ordering"}',
    });
  });

  it.each([
    ['health', health, []],
    ['relay', relay, ['EventBridgeClient']],
    ['reserve-stock', reserveStock, ['DynamoDBClient', 'SQSClient']],
    ['authorise', authorise, ['jwtVerify']],
  ] as const)('carries the clients that %s needs and no other', (_name, definition, needed) => {
    const text = textOf(definition);
    const all = ['DynamoDBClient', 'EventBridgeClient', 'LambdaClient', 'SQSClient', 'jwtVerify'];
    // Names are kept: a class or function says its own as `(…,"name")`, a mention does not.
    expect(all.filter((client) => text.includes(`,"${client}")`))).toEqual(needed);
  });

  it('holds no path of the machine that made it', () => {
    for (const definition of definitions) expect(textOf(definition)).not.toContain(process.cwd());
  });
});

describe('bundling again', () => {
  it('uses what is there when nothing has changed', async () => {
    const changedMs = statSync(join(directoryOf(health), 'index.js')).mtimeMs;
    const again = await bundleFunctions([some], cache);
    expect(again.get(health)).toBe(directoryOf(health));
    expect(statSync(join(directoryOf(health), 'index.js')).mtimeMs).toBe(changedMs);
  });

  it('keeps a few bundles and deletes the oldest', async () => {
    for (const functions of [[health], [health, relay], [relay]]) {
      await bundleFunctions([{ ...some, functions }], cache);
    }
    expect(readdirSync(cache)).toHaveLength(3);
    expect(existsSync(directoryOf(authorise))).toBe(false);
  });
});
