import { describe, expect, it } from 'vitest';
import { type EngineName, leftOutOn, stages, targets } from '../../lib/config.ts';
import { entryOf } from '../../lib/entry.ts';
import { synthesize } from './synthesis.ts';

const dev = await synthesize();
const without = await synthesize({ ...stages.dev, leaveOut: ['authoriser', 'required-headers'] });
const few = await synthesize({ ...stages.dev, consumers: { maxReceives: 2 } });
const engines = Object.keys(targets) as EngineName[];
const onEngines = await Promise.all(
  engines.map(async (engine) => {
    const synthesis = await synthesize({ ...stages.dev, leaveOut: leftOutOn(engine) });
    return [engine, synthesis] as const;
  }),
);

const all = (synthesis: typeof dev, type: string) =>
  synthesis.stacks.flatMap((stack) => stack.all(type).map(([, resource]) => resource));

const tokenReaders = (synthesis: typeof dev): string[] =>
  all(synthesis, 'AWS::Lambda::Function')
    .map(({ Properties }) => Properties['Environment'].Variables)
    .filter((variables) => 'TOKEN_ISSUER' in variables)
    .map((variables) => variables.ORDERLY_FUNCTION);

describe('a stage without the authoriser', () => {
  it('has neither the function nor any authoriser, and no method asks for one', () => {
    expect(without.functions.has('platform/authorise')).toBe(false);
    expect(all(without, 'AWS::ApiGateway::Authorizer')).toEqual([]);
    const methods = all(without, 'AWS::ApiGateway::Method');
    expect(methods.length).toBeGreaterThan(0);
    for (const { Properties } of methods) expect(Properties['AuthorizationType']).toBe('NONE');
  });

  it('tells every function behind a scope, and no other, how to verify tokens', () => {
    const scoped = [...without.functions.values()].filter(
      ({ trigger }) => trigger.kind === 'route' && trigger.scope !== undefined,
    );
    const names = scoped.map(({ service, name }) => `${service}/${name}`);
    expect(tokenReaders(without).sort()).toEqual(names.sort());
    for (const definition of scoped) {
      expect(entryOf(definition, 'a.ts', 'runtime')).toContain('createTokenVerifier');
    }
  });
});

describe('a stage with the authoriser', () => {
  it('lets nobody else verify tokens', () => {
    expect(tokenReaders(dev)).toEqual(['platform/authorise']);
    const route = dev.functions.get('ordering/place-order')!;
    expect(entryOf(route, 'a.ts', 'runtime')).not.toContain('createTokenVerifier');
  });
});

describe('a stage without required headers', () => {
  it('leaves them to the functions', () => {
    expect(all(dev, 'AWS::ApiGateway::RequestValidator').length).toBeGreaterThan(0);
    expect(all(without, 'AWS::ApiGateway::RequestValidator')).toEqual([]);
    for (const { Properties } of all(without, 'AWS::ApiGateway::Method')) {
      expect(Properties['RequestParameters']).toBeUndefined();
    }
  });
});

describe('a stage that limits the receives', () => {
  it('sets a message aside after so many, in the redrive policy and in the function alike', () => {
    const policies = all(few, 'AWS::SQS::Queue').flatMap(
      ({ Properties }) => Properties['RedrivePolicy'] ?? [],
    );
    const told = all(few, 'AWS::Lambda::Function').flatMap(
      ({ Properties }) => Properties['Environment'].Variables.MAX_RECEIVES ?? [],
    );
    expect(new Set(policies.map(({ maxReceiveCount }) => maxReceiveCount))).toEqual(new Set([2]));
    expect(new Set(told)).toEqual(new Set(['2']));
  });
});

describe.each(onEngines)('what is left out on %s', (engine, synthesis) => {
  it('can be left out together, and has its reasons', () => {
    expect(all(synthesis, 'AWS::EventSchemas::Registry')).toEqual([]);
    for (const reason of Object.values(targets[engine].leaveOut)) expect(reason).toMatch(/\w+ \w+/);
  });
});
