import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAssembly } from '../../../../local/cloudformation/assembly.ts';
import { surroundings } from '../surroundings.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assembly-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

function write(path: string, content: object): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), JSON.stringify(content));
}

function stack(id: string, dependencies: string[] = [], more: object = {}): object {
  return {
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/unknown-region',
    properties: { templateFile: `${id}.template.json`, stackName: `orderly-${id}` },
    dependencies: [...dependencies, `${id}.assets`],
    displayName: `Stage/${id}`,
    ...more,
  };
}

function writeAssembly(artifacts: Record<string, object>, folder = '.'): void {
  write(join(folder, 'manifest.json'), { version: '55.0.0', artifacts });
  for (const id of Object.keys(artifacts)) {
    write(join(folder, `${id}.template.json`), { Description: id });
  }
}

const names = (stacks?: string[]): string[] =>
  readAssembly(directory, { ...surroundings, ...(stacks && { stacks }) }).map(({ name }) => name);

describe('a cloud assembly', () => {
  beforeEach(() => {
    writeAssembly({
      orders: stack('orders', ['platform']),
      payments: stack('payments', ['platform']),
      platform: stack('platform'),
      'orders.assets': { type: 'cdk:asset-manifest' },
      Tree: { type: 'cdk:tree' },
    });
  });

  it('gives its stacks after those they depend on', () => {
    expect(names()).toEqual(['orderly-platform', 'orderly-orders', 'orderly-payments']);
  });

  it('gives the template and the parameters of each', () => {
    const properties = { templateFile: 'a.template.json', parameters: { P: 'v' } };
    writeAssembly({ a: stack('a', [], { properties }) });
    expect(readAssembly(directory, surroundings)).toEqual([
      { name: 'a', template: { Description: 'a' }, parameters: { P: 'v' } },
    ]);
  });

  it.each(['orders', 'orderly-orders', 'Stage/orders'])(
    'gives %s and what it depends on, when only that is asked for',
    (name) => {
      expect(names([name])).toEqual(['orderly-platform', 'orderly-orders']);
    },
  );

  it('gives the stacks of the stages nested in it', () => {
    const properties = { directoryName: 'assembly-Prod' };
    writeAssembly({ Prod: { type: 'cdk:cloud-assembly', properties }, own: stack('own') });
    writeAssembly({ b: stack('b', ['a']), a: stack('a') }, 'assembly-Prod');
    expect(names()).toEqual(['orderly-a', 'orderly-b', 'orderly-own']);
  });

  it('has no stack of a name that it does not have', () => {
    expect(() => names(['billing'])).toThrow('no stack billing in the cloud assembly');
  });

  it('is not in a directory without a manifest', () => {
    const read = () => readAssembly(join(directory, 'nowhere'), surroundings);
    expect(read).toThrow('is no cloud assembly; "cdk synth" writes one');
  });

  it.each([
    ['account', 'aws://999999999999/eu-west-1'],
    ['region', 'aws://123456789012/us-east-1'],
  ])('is refused if a stack is for another %s', (_kind, environment) => {
    writeAssembly({ a: stack('a', [], { environment }) });
    expect(() => names()).toThrow(`orderly-a: environment ${environment}`);
  });

  it('may name the account and region it is loaded to', () => {
    writeAssembly({ a: stack('a', [], { environment: 'aws://123456789012/eu-west-1' }) });
    expect(names()).toEqual(['orderly-a']);
  });
});
