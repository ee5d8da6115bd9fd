import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  GetDeploymentsCommand,
  GetRestApiCommand,
  PutIntegrationCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { MAX_METRICS_KEPT } from '../../../../local/cloudwatch/cloudwatch.ts';
import { MAX_TAGS } from '../../../../local/tags.ts';
import { ManagementFixture } from './management-fixture.ts';

const tags = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_none, index) => [`t${index}`, '']));
const TOO_MANY_TAGS = { name: 'BadRequestException', message: 'A resource has at most 50 tags' };

/** An API with `GET /`. */
async function shopWithMethod(): Promise<ManagementFixture> {
  const shop = await ManagementFixture.create();
  await shop.proxied(shop.rootId);
  return shop;
}

describe('CreateRestApi', () => {
  const creating = async (input: object) => {
    const shop = await ManagementFixture.create();
    return shop.call(new CreateRestApiCommand({ name: 'other', ...input }));
  };

  it.each<[string, object]>([
    ['VPC endpoints of an API', { types: ['REGIONAL'], vpcEndpointIds: ['vpce-1'] }],
    ['address type dualstack', { types: ['REGIONAL'], ipAddressType: 'dualstack' }],
    ['endpoint type PRIVATE', { types: ['PRIVATE'] }],
  ])('does not simulate %s', async (what, endpointConfiguration) => {
    await expect(creating({ endpointConfiguration })).rejects.toThrow(`not simulated: ${what}`);
  });

  it('takes the endpoint types and address types that there are, and one at a time', async () => {
    const types = ['REGIONAL'];
    const created = await creating({ endpointConfiguration: { types, ipAddressType: 'ipv4' } });
    expect(created).toMatchObject({ endpointConfiguration: { types, ipAddressType: 'ipv4' } });
    for (const endpointConfiguration of [
      { types: ['LOCAL'] },
      { types: ['EDGE', 'REGIONAL'] },
      { ipAddressType: 'ipv5' },
    ]) {
      await expect(creating({ endpointConfiguration })).rejects.toMatchObject({
        name: 'BadRequestException',
      });
    }
  });

  it('has a limit on tags', async () => {
    await expect(creating({ tags: tags(MAX_TAGS + 1) })).rejects.toMatchObject(TOO_MANY_TAGS);
    expect(await creating({ tags: tags(MAX_TAGS) })).toMatchObject({ tags: tags(MAX_TAGS) });
  });
});

describe('PutIntegration of a mock', () => {
  const putting = async (input: object) => {
    const shop = await ManagementFixture.create();
    const name = await shop.method(shop.rootId);
    return shop.call(new PutIntegrationCommand({ ...name, type: 'MOCK', ...input }));
  };
  const json = { 'application/json': '{"statusCode": 200}' };

  it('takes a template for JSON', async () => {
    expect(await putting({ requestTemplates: json })).toMatchObject({ requestTemplates: json });
  });

  it.each<[string, object]>([
    [
      'a request template for text/plain',
      { requestTemplates: { ...json, 'text/plain': '{"statusCode": 500}' } },
    ],
    [
      'passthrough behaviour NEVER of a mock',
      { requestTemplates: json, passthroughBehavior: 'NEVER' },
    ],
  ])('does not simulate %s', async (what, input) => {
    await expect(putting(input)).rejects.toThrow(what);
  });
});

describe('CreateDeployment', () => {
  it('leaves no deployment behind when it is refused for its stage', async () => {
    const shop = await shopWithMethod();
    const { apiId: restApiId } = shop;
    await expect(shop.deploy('v1', { cacheClusterEnabled: true })).rejects.toThrow('a cache of');
    const { items } = await shop.call(new GetDeploymentsCommand({ restApiId }));
    expect(items).toEqual([]);
  });

  it.each<[string, object]>([
    ['variables', { variables: { colour: 'blue' } }],
    ['tracingEnabled', { tracingEnabled: true }],
    ['stageDescription', { stageDescription: 'first' }],
    ['cacheClusterEnabled', { cacheClusterEnabled: true }],
  ])('does not simulate %s without a stage', async (member, input) => {
    const shop = await shopWithMethod();
    const { apiId: restApiId } = shop;
    const deploying = shop.call(new CreateDeploymentCommand({ restApiId, ...input }));
    await expect(deploying).rejects.toThrow(`not simulated: ${member} of a deployment without`);
  });
});

describe('a stage', () => {
  it('has a limit on tags', async () => {
    const shop = await shopWithMethod();
    const name = { restApiId: shop.apiId, stageName: 'v2', deploymentId: await shop.deploy() };
    const create = (count: number) =>
      shop.call(new CreateStageCommand({ ...name, tags: tags(count) }));
    await expect(create(MAX_TAGS + 1)).rejects.toMatchObject(TOO_MANY_TAGS);
    expect(await create(MAX_TAGS)).toMatchObject({ stageName: 'v2' });
  });

  it('logs at a level that there is', async () => {
    const shop = await shopWithMethod();
    await shop.deploy();
    const name = { restApiId: shop.apiId, stageName: 'v1' };
    const level = (value: string) => {
      const patchOperations = [{ op: 'replace' as const, path: '/*/*/logging/loglevel', value }];
      return shop.call(new UpdateStageCommand({ ...name, patchOperations }));
    };
    await expect(level('LOUD')).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Invalid logging level: LOUD. Must be one of: [OFF, ERROR, INFO]',
    });
    for (const loggingLevel of ['OFF', 'ERROR', 'INFO']) {
      expect(await level(loggingLevel)).toMatchObject({
        methodSettings: { '*/*': { loggingLevel } },
      });
    }
  });

  it('leaves the room of its metrics to others when it is deleted', async () => {
    const shop = await shopWithMethod();
    const { cloudwatch } = shop.foundation;
    await shop.deploy();
    await shop.deploy('v2');
    await shop.get('/');
    const before = cloudwatch.metrics().length;
    for (let index = before; index < MAX_METRICS_KEPT; index += 1) {
      cloudwatch.series({ namespace: 'Shop', name: `m${index}`, dimensions: {} });
    }
    const { apiId: restApiId } = shop;
    await shop.call(new DeleteStageCommand({ restApiId, stageName: 'v2' }));
    await shop.get('/');
    const more = (name: string) => cloudwatch.series({ namespace: 'Shop', name, dimensions: {} });
    for (const name of ['a', 'b', 'c', 'd']) more(name);
    expect(() => more('e')).toThrow('more than');
    await shop.call(new DeleteRestApiCommand({ restApiId }));
    await shop.get('/');
    expect(more('e').metric.name).toBe('e');
  });
});

describe('a patch', () => {
  it('of a path that every object has is not simulated', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId } = shop;
    for (const path of ['constructor', 'toString']) {
      const patchOperations = [{ op: 'replace' as const, path, value: 'a' }];
      const updating = shop.call(new UpdateRestApiCommand({ restApiId, patchOperations }));
      await expect(updating).rejects.toThrow(`not simulated: patch path ${path}`);
    }
    expect(await shop.call(new GetRestApiCommand({ restApiId }))).toMatchObject({ name: 'shop' });
  });
});
