import { describe, expect, it } from 'vitest';
import { createResources, loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import type { Template } from '../../../../local/cloudformation/template.ts';
import type { Engines } from '../../../../local/engines.ts';
import { NotSimulatedError } from '../../../../local/errors.ts';
import { AccessDeniedError } from '../../../../local/iam/access-denied-error.ts';
import type { LoadedResource, ResourceType } from '../../../../local/resource.ts';
import { surroundings } from '../surroundings.ts';
import { thing } from './fixtures.ts';

const Type = 'Test::Thing';
const engines = {} as Engines;

function loadTogether(platform: Template, orders: Template) {
  const templates = [
    { name: 'platform', template: platform },
    { name: 'orders', template: orders },
  ];
  return loadStacks(templates, [thing], surroundings);
}

const using = (value: object): Template => ({
  Resources: { Subject: { Type, Properties: { Value: value } } },
});

describe('stacks loaded together', () => {
  const platform = {
    Resources: { Bus: { Type, Properties: { Name: 'bus' } } },
    Outputs: {
      BusName: { Value: { Ref: 'Bus' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Bus' } } },
    },
  };

  it('import what those before them export', () => {
    const [, orders] = loadTogether(platform, using({ 'Fn::ImportValue': 'platform:Bus' }));
    expect(orders!.resources[0]!.properties['Value']).toBe('bus');
  });

  it('read the outputs of those before them', () => {
    const Region = { Ref: 'AWS::Region' };
    const output = {
      'Fn::GetStackOutput': { StackName: 'platform', OutputName: 'BusName', Region },
    };
    const [before, orders] = loadTogether(platform, using(output));
    expect(before!.outputs).toEqual({ BusName: 'bus' });
    expect(orders!.resources[0]!.properties['Value']).toBe('bus');
  });

  it('are refused for an output that is not there', () => {
    const output = { 'Fn::GetStackOutput': { StackName: 'platform', OutputName: 'Nope' } };
    expect(() => loadTogether(platform, using(output))).toThrow(
      'no output Nope of a stack platform',
    );
  });

  it('are refused for an export that two of them have', () => {
    const again = { Outputs: { B: { Value: 'x', Export: { Name: 'platform:Bus' } } } };
    expect(() => loadTogether(platform, again)).toThrow('orders / Outputs: export platform:Bus');
  });

  it('are refused for the cause alone, not for what imports it', () => {
    const broken = {
      Outputs: { BusName: { Value: { Ref: 'Nobody' }, Export: { Name: 'platform:Bus' } } },
    };
    const load = () => loadTogether(broken, using({ 'Fn::ImportValue': 'platform:Bus' }));
    expect(load).toThrow('not simulated: platform / Outputs.BusName.Value.Ref');
  });
});

describe('creating resources', () => {
  const [stack] = loadStacks(
    [{ name: 'orders', template: { Resources: { B: { Type, DependsOn: 'A' }, A: { Type } } } }],
    [thing],
    surroundings,
  );
  const create = (task: (resource: LoadedResource) => void): void => {
    const creating: ResourceType = { ...thing, create: task };
    createResources(stack!.resources, [creating], engines);
  };

  it('goes in dependency order', () => {
    const created: string[] = [];
    create(({ logicalId }) => created.push(logicalId));
    expect(created).toEqual(['A', 'B']);
  });

  it('collects what the resources refuse', () => {
    const refusing = () =>
      create(() => {
        throw new NotSimulatedError('operator x');
      });
    expect(refusing).toThrow('2 problems:\n  orders / A: operator x\n  orders / B: operator x');
  });

  it('reports what was refused rather than what failed because of it', () => {
    const refusing = () =>
      create(({ logicalId }) => {
        throw logicalId === 'A' ? new NotSimulatedError('operator x') : new Error('no A');
      });
    expect(refusing).toThrow('not simulated: orders / A: operator x');
  });

  it('says which resource could not be created', () => {
    const cause = new RangeError('too long');
    const failing = () =>
      create(() => {
        throw cause;
      });
    expect(failing).toThrow(
      expect.objectContaining({ name: 'RangeError', message: 'orders / A: too long', cause }),
    );
  });

  it('lets a denied access speak for itself', () => {
    const denied = new AccessDeniedError({ action: 'a', resource: 'r', caller: 'c', reason: '' });
    const failing = () =>
      create(() => {
        throw denied;
      });
    expect(failing).toThrow(denied);
  });

  it('leaves alone what is only recorded', () => {
    expect(() => createResources(stack!.resources, [thing], engines)).not.toThrow();
  });
});
