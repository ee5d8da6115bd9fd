import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  GetAccountCommand,
  GetResourceCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetTagsCommand,
  NotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { MAX_PAGE } from '../../../../local/apigateway/operation.ts';
import { MAX_TAGS } from '../../../../local/tags.ts';
import { START_MS } from './gateway-fixture.ts';
import { ACCOUNT, ManagementFixture, MISSING_API } from './management-fixture.ts';

describe('a REST API made by calls', () => {
  it('answers requests once it is deployed, and as it was then', async () => {
    const shop = await ManagementFixture.create();
    const orders = await shop.resource('orders');
    const order = await shop.resource('{id}', orders);
    await shop.proxied(order);
    expect(await shop.get('/orders/o-1')).toBe('403 {"message":"Forbidden"}');
    await shop.deploy();
    expect(await shop.get('/orders/o-1')).toBe('204');
    expect(shop.lastEvent).toMatchObject({
      resource: '/orders/{id}',
      pathParameters: { id: 'o-1' },
      requestContext: { apiId: shop.apiId, stage: 'v1' },
    });
    await shop.proxied(orders);
    expect(await shop.get('/orders')).toBe('403 {"message":"Missing Authentication Token"}');
    await shop.deploy();
    expect(await shop.get('/orders')).toBe('204');
    expect(await shop.get(`/_aws/execute-api/${shop.apiId}/v1/orders`)).toBe('204');
    expect(shop.failures).toEqual([]);
  });

  it('is described, renamed and deleted with what it served', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId, rootId: rootResourceId } = shop;
    const described = {
      ...{ id: restApiId, name: 'shop', rootResourceId, apiKeySource: 'HEADER', tags: {} },
      ...{ endpointConfiguration: { types: ['EDGE'] }, disableExecuteApiEndpoint: false },
      createdDate: new Date(START_MS),
    };
    expect(await shop.call(new GetRestApiCommand({ restApiId }))).toMatchObject(described);
    await shop.proxied(rootResourceId);
    await shop.deploy();
    const patchOperations = [
      { op: 'replace' as const, path: '/name', value: 'store' },
      { op: 'replace' as const, path: '/description', value: 'all of it' },
    ];
    expect(await shop.call(new UpdateRestApiCommand({ restApiId, patchOperations }))).toMatchObject(
      { ...described, name: 'store', description: 'all of it' },
    );
    await shop.get('/');
    const metric = { namespace: 'AWS/ApiGateway', name: 'Count', dimensions: { ApiName: 'store' } };
    expect(shop.cloudwatch.find(metric)?.latestMs).toBe(START_MS - (START_MS % 60_000));
    await shop.call(new DeleteRestApiCommand({ restApiId }));
    expect(await shop.get('/')).toBe('403 {"message":"Forbidden"}');
    const missing = shop.call(new GetRestApiCommand({ restApiId }));
    await expect(missing).rejects.toBeInstanceOf(NotFoundException);
    await expect(shop.call(new DeleteRestApiCommand({ restApiId }))).rejects.toMatchObject({
      ...MISSING_API,
      message: `Invalid API identifier specified ${ACCOUNT}:${restApiId}`,
    });
  });

  it('is made with a name at least', async () => {
    const shop = await ManagementFixture.create();
    const create = (input: object) =>
      shop.call(new CreateRestApiCommand({ name: 'other', ...input }));
    for (const input of [{ name: '' }, { description: '' }]) {
      await expect(create(input)).rejects.toMatchObject({ name: 'BadRequestException' });
    }
    const settings = {
      ...{ description: 'it', version: '7', tags: { team: 'a' } },
      endpointConfiguration: { types: ['REGIONAL'] },
    };
    expect(await create(settings)).toMatchObject(settings);
  });

  it.each<[string, object]>([
    ['API key source AUTHORIZER', { apiKeySource: 'AUTHORIZER' }],
    ['disableExecuteApiEndpoint', { disableExecuteApiEndpoint: true }],
    ['binaryMediaTypes of apigateway:CreateRestApi', { binaryMediaTypes: ['*/*'] }],
    ['policy of apigateway:CreateRestApi', { policy: '{}' }],
  ])('is not simulated with %s', async (what, input) => {
    const shop = await ManagementFixture.create();
    const creating = shop.call(new CreateRestApiCommand({ name: 'other', ...input }));
    await expect(creating).rejects.toThrow(`not simulated: ${what}`);
  });

  it('is listed in pages', async () => {
    const shop = await ManagementFixture.create();
    for (const name of ['a', 'b']) await shop.call(new CreateRestApiCommand({ name }));
    const page = (input: object) => shop.call(new GetRestApisCommand(input));
    const first = await page({ limit: 2 });
    const second = await page({ limit: MAX_PAGE, position: first['position'] });
    const ids = [first, second].flatMap(({ items }) => items as { id: string }[]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
    expect(second['position']).toBeUndefined();
    for (const input of [{ limit: 0 }, { limit: MAX_PAGE + 1 }, { position: '?' }]) {
      await expect(page(input)).rejects.toMatchObject({ name: 'BadRequestException' });
    }
  });
});

describe('a resource made by a call', () => {
  it('is described with its methods in full if asked', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId, rootId: parentId } = shop;
    const resourceId = await shop.resource('orders');
    await shop.method(resourceId);
    const get = (embed?: string[]) =>
      shop.call(new GetResourceCommand({ restApiId, resourceId, embed }));
    const described = { id: resourceId, parentId, pathPart: 'orders', path: '/orders' };
    expect(await get()).toMatchObject({ ...described, resourceMethods: { GET: {} } });
    expect(await get(['methods'])).toMatchObject({
      resourceMethods: { GET: { httpMethod: 'GET', authorizationType: 'NONE' } },
    });
    await expect(get(['all'])).rejects.toMatchObject({ name: 'BadRequestException' });
    const { items } = await shop.call(new GetResourcesCommand({ restApiId }));
    expect((items as { path: string }[]).map(({ path }) => path).sort()).toEqual(['/', '/orders']);
  });

  it.each<[string, string, string, string]>([
    [
      'orders',
      'orders',
      'ConflictException',
      'Another resource with the same parent already has this name: orders',
    ],
    [
      '{id}',
      '{name}',
      'BadRequestException',
      'A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
    ],
    ['orders', 'a/b', 'BadRequestException', "Resource's path part only allow"],
    ['orders', '', 'BadRequestException', 'No path part specified'],
  ])('beside %s may not be "%s"', async (sibling, pathPart, name, message) => {
    const shop = await ManagementFixture.create();
    await shop.resource(sibling);
    const creating = shop.resource(pathPart);
    await expect(creating).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('has no children if it is greedy, and a parent that exists', async () => {
    const shop = await ManagementFixture.create();
    const rest = await shop.resource('{rest+}');
    await expect(shop.resource('more', rest)).rejects.toMatchObject({
      message: 'Cannot create a child of a resource with a greedy path variable: /{rest+}',
    });
    await expect(shop.resource('more', 'x')).rejects.toMatchObject({
      message: 'Invalid Resource identifier specified',
    });
  });

  it('is deleted with all below it, but for the root', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId, rootId } = shop;
    const orders = await shop.resource('orders');
    const order = await shop.resource('{id}', orders);
    await shop.resource('lines', order);
    const remove = (resourceId: string) =>
      shop.call(new DeleteResourceCommand({ restApiId, resourceId }));
    await remove(orders);
    const { items } = await shop.call(new GetResourcesCommand({ restApiId }));
    expect(items).toMatchObject([{ id: rootId }]);
    await expect(remove(order)).rejects.toMatchObject(MISSING_API);
    await expect(remove(rootId)).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

describe('tags of an API and of its stages', () => {
  it('are added, replaced and removed', async () => {
    const shop = await ManagementFixture.create();
    await shop.proxied(shop.rootId);
    await shop.deploy();
    for (const resourceArn of [shop.arn(''), shop.arn('/stages/v1')]) {
      await shop.call(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
      await shop.call(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
      expect(await shop.call(new GetTagsCommand({ resourceArn }))).toMatchObject({
        tags: { b: '2' },
      });
    }
  });

  it('are limited, and only of what exists', async () => {
    const shop = await ManagementFixture.create();
    const tag = (count: number, resourceArn = shop.arn('')) => {
      const names = Array.from({ length: count }, (_none, index) => [`t${index}`, '']);
      return shop.call(new TagResourceCommand({ resourceArn, tags: Object.fromEntries(names) }));
    };
    await expect(tag(MAX_TAGS + 1)).rejects.toMatchObject({ name: 'BadRequestException' });
    await tag(MAX_TAGS);
    await expect(tag(1, 'arn:aws:s3:::x')).rejects.toMatchObject({ name: 'BadRequestException' });
    for (const path of ['/stages/v9', '/models/x']) {
      await expect(tag(1, shop.arn(path))).rejects.toMatchObject(MISSING_API);
    }
  });
});

describe('the account', () => {
  it('has its quotas, and the role that is set', async () => {
    const shop = await ManagementFixture.create();
    expect(await shop.call(new GetAccountCommand({}))).toMatchObject({
      throttleSettings: { burstLimit: 5_000, rateLimit: 10_000 },
      cloudwatchRoleArn: undefined,
    });
    const value = `arn:aws:iam::${ACCOUNT}:role/logs`;
    const patchOperations = [{ op: 'replace' as const, path: '/cloudwatchRoleArn', value }];
    await shop.call(new UpdateAccountCommand({ patchOperations }));
    expect(await shop.call(new GetAccountCommand({}))).toMatchObject({ cloudwatchRoleArn: value });
  });
});

describe('the permissions of API Gateway', () => {
  it('are the verb on the path', async () => {
    const shop = await ManagementFixture.create();
    const input = {
      ...{ restApiId: 'a', resourceId: 'r', parentId: 'p', httpMethod: 'GET', statusCode: '200' },
      ...{ authorizerId: 'z', requestValidatorId: 'v', responseType: 'THROTTLED' },
      ...{ deploymentId: 'd', stageName: 'v1', resourceArn: 'arn:x' },
    };
    const needed = (operation: string): string => {
      const [access] = shop.service.accesses(operation, input);
      return `${access?.action} ${access?.resource}`;
    };
    const start = 'arn:aws:apigateway:eu-west-1::';
    const method = `${start}/restapis/a/resources/r/methods/GET`;
    expect(needed('CreateRestApi')).toBe(`apigateway:POST ${start}/restapis`);
    expect(needed('CreateResource')).toBe(`apigateway:POST ${start}/restapis/a/resources/p`);
    expect(needed('PutIntegrationResponse')).toBe(
      `apigateway:PUT ${method}/integration/responses/200`,
    );
    expect(needed('UpdateStage')).toBe(`apigateway:PATCH ${start}/restapis/a/stages/v1`);
    expect(needed('DeleteAuthorizer')).toBe(`apigateway:DELETE ${start}/restapis/a/authorizers/z`);
    expect(needed('TagResource')).toBe(`apigateway:PUT ${start}/tags/arn%3Ax`);
    const all = Object.keys(shop.service.parameters).map(needed);
    expect(all.filter((text) => /undefined|[{}]/.test(text))).toEqual([]);
  });

  it('are none for an operation that is not simulated', async () => {
    const { service } = await ManagementFixture.create();
    expect(() => service.accesses('CreateUsagePlan', {})).toThrow(
      'not simulated: operation apigateway:CreateUsagePlan',
    );
    expect(() => service.execute('CreateUsagePlan', {})).toThrow('CreateUsagePlan');
  });
});

describe('a deployment', () => {
  it('needs methods, each with an integration', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId } = shop;
    const deploying = () => shop.call(new CreateDeploymentCommand({ restApiId }));
    await expect(deploying()).rejects.toMatchObject({
      name: 'BadRequestException',
      message: "The REST API doesn't contain any methods",
    });
    await shop.method(shop.rootId);
    await expect(deploying()).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'No integration defined for method',
    });
  });
});
