import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '../../../events/index.ts';
import type { FunctionDefinition } from '../../../functions/runtime/definition.ts';

const folder = new URL('../../../functions/', import.meta.url);
const services = readdirSync(folder).filter((name) => name !== 'runtime');

/** Every function file, with what it exports. */
const found = await Promise.all(
  services.flatMap((service) =>
    readdirSync(new URL(`${service}/`, folder)).map(async (file) => {
      const { default: definition } = await import(new URL(`${service}/${file}`, folder).pathname);
      return { service, file, definition: definition as FunctionDefinition | undefined };
    }),
  ),
);
const functions = found.flatMap(({ definition, ...where }) =>
  definition ? { ...where, definition } : [],
);
const definitions = functions.map(({ definition }) => definition);
const relays = definitions.filter(({ trigger }) => trigger.kind === 'stream');

describe.each(functions)('the function $service/$file', ({ service, file, definition }) => {
  it('is named after its file and its folder', () => {
    expect(definition).toMatchObject({ service, name: file.replace(/\.ts$/, '') });
  });

  it('has limits that Lambda and SQS take', () => {
    const { timeoutSeconds, memoryMb, batchSize = 1, maxConcurrency = 2 } = definition.limits;
    expect(timeoutSeconds).toBeLessThanOrEqual(900);
    expect(memoryMb).toBeGreaterThanOrEqual(128);
    // Ten: more would need a batching window.
    expect(batchSize).toBeLessThanOrEqual(definition.trigger.kind === 'events' ? 10 : 10_000);
    expect(maxConcurrency).toBeGreaterThanOrEqual(2);
    expect(maxConcurrency).toBeLessThanOrEqual(1_000);
  });

  it('commits only what the relay of its service may publish', () => {
    const relay = relays.find((one) => one.service === service);
    const published = relay?.publishes.map(({ name }) => name) ?? [];
    expect(published).toEqual(expect.arrayContaining(definition.publishes.map(({ name }) => name)));
  });
});

describe('the functions', () => {
  it('have a place of their own in each API', () => {
    const places = definitions.flatMap(({ service, trigger }) =>
      trigger.kind === 'route' ? `${service} ${trigger.method} ${trigger.path}` : [],
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it('ask for a scope on every route but health', () => {
    const open = definitions.filter(
      ({ trigger }) => trigger.kind === 'route' && trigger.scope === undefined,
    );
    expect(new Set(open.map(({ name }) => name))).toEqual(new Set(['health']));
  });

  it('publish every contract, each from its producer alone', () => {
    const published = relays.flatMap(({ service, publishes }) =>
      publishes.map(({ name }) => `${service} ${name}`),
    );
    const contracted = contracts.map(({ producer, name }) => `${producer} ${name}`);
    expect(published.sort()).toEqual(contracted.sort());
  });

  it('listen only to contracts that there are', () => {
    const heard = definitions.flatMap(({ trigger }) =>
      trigger.kind === 'events' ? trigger.on.map(({ contract }) => contract) : [],
    );
    expect(heard.filter((contract) => !contracts.includes(contract))).toEqual([]);
  });
});
