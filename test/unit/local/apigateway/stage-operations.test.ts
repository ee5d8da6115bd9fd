import {
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetStageCommand,
  GetStagesCommand,
  type PatchOperation,
  UpdateDeploymentCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { START_MS } from './gateway-fixture.ts';
import { ManagementFixture, MISSING_API } from './management-fixture.ts';

/** An API with `GET /`, deployed to `v1`. */
async function deployed() {
  const shop = await ManagementFixture.create();
  await shop.proxied(shop.rootId);
  const deploymentId = await shop.deploy('v1', {
    ...{ description: 'first', stageDescription: 'the stage' },
    ...{ variables: { colour: 'blue' }, tracingEnabled: true },
  });
  const stage = { restApiId: shop.apiId, stageName: 'v1' };
  const patch = (...patchOperations: PatchOperation[]) =>
    shop.call(new UpdateStageCommand({ ...stage, patchOperations }));
  const replace = (path: string, value: string) => patch({ op: 'replace', path, value });
  return { shop, deploymentId, stage, patch, replace };
}

describe('a deployment made by a call', () => {
  it('is described, listed and, once no stage serves it, deleted', async () => {
    const { shop, deploymentId, stage } = await deployed();
    const name = { restApiId: shop.apiId, deploymentId };
    const described = { id: deploymentId, createdDate: new Date(START_MS) };
    expect(await shop.call(new GetDeploymentCommand(name))).toMatchObject({
      ...described,
      description: 'first',
    });
    const patchOperations = [{ op: 'replace' as const, path: '/description', value: 'changed' }];
    await shop.call(new UpdateDeploymentCommand({ ...name, patchOperations }));
    const { restApiId } = name;
    expect(await shop.call(new GetDeploymentsCommand({ restApiId }))).toMatchObject({
      items: [{ ...described, description: 'changed' }],
    });
    const remove = () => shop.call(new DeleteDeploymentCommand(name));
    await expect(remove()).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Active stages pointing to this deployment must be moved or deleted',
    });
    await shop.call(new DeleteStageCommand(stage));
    await remove();
    const missing = { ...MISSING_API, message: 'Invalid Deployment identifier specified' };
    await expect(remove()).rejects.toMatchObject(missing);
    await expect(shop.call(new GetDeploymentCommand(name))).rejects.toMatchObject(missing);
  });

  it('goes to a stage that is there, and leaves its settings', async () => {
    const { shop, stage, replace } = await deployed();
    await replace('/*/*/throttling/rateLimit', '7');
    const deploymentId = await shop.deploy('v1', { variables: { colour: 'red' } });
    expect(await shop.call(new GetStageCommand(stage))).toMatchObject({
      ...{ deploymentId, description: 'the stage', tracingEnabled: true },
      variables: { colour: 'red' },
      methodSettings: { '*/*': { throttlingRateLimit: 7 } },
    });
  });

  it('needs no stage', async () => {
    const { shop } = await deployed();
    const { apiId: restApiId } = shop;
    const made = await shop.call(new CreateDeploymentCommand({ restApiId }));
    const deploymentId = String(made['id']);
    const stages = await shop.call(new GetStagesCommand({ restApiId, deploymentId }));
    expect(stages['item']).toEqual([]);
  });
});

describe('a stage made by a call', () => {
  it('serves its deployment with its variables and trace', async () => {
    const { shop, deploymentId } = await deployed();
    const input = { restApiId: shop.apiId, stageName: 'v2', deploymentId };
    const settings = { description: 'second', variables: { colour: 'red' }, tags: { team: 'a' } };
    expect(await shop.call(new CreateStageCommand({ ...input, ...settings }))).toMatchObject({
      ...{ stageName: 'v2', deploymentId, ...settings, tracingEnabled: false },
      ...{ methodSettings: {}, cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' },
      ...{ createdDate: new Date(START_MS), lastUpdatedDate: new Date(START_MS) },
    });
    await shop.get(`/_aws/execute-api/${shop.apiId}/v1/`);
    expect(shop.lastEvent).toMatchObject({ stageVariables: { colour: 'blue' } });
    await shop.get(`/_aws/execute-api/${shop.apiId}/v2/`);
    expect(shop.lastEvent).toMatchObject({ stageVariables: { colour: 'red' } });
    const traced = shop.invocations.map(({ traceHeader }) => traceHeader !== undefined);
    expect(traced).toEqual([true, false]);
  });

  it('is listed, and deleted with what it served', async () => {
    const { shop, stage } = await deployed();
    const { restApiId } = stage;
    const listed = await shop.call(new GetStagesCommand({ restApiId }));
    expect(listed['item']).toMatchObject([{ stageName: 'v1' }]);
    await shop.call(new DeleteStageCommand(stage));
    expect(await shop.get('/')).toBe('403 {"message":"Forbidden"}');
    const missing = { ...MISSING_API, message: 'Invalid Stage identifier specified' };
    await expect(shop.call(new GetStageCommand(stage))).rejects.toMatchObject(missing);
    await expect(shop.call(new DeleteStageCommand(stage))).rejects.toMatchObject(missing);
  });

  it.each<[string, object, string]>([
    ['a name in use', {}, 'ConflictException'],
    ['no name', { stageName: '' }, 'BadRequestException'],
    ['a name with a dot', { stageName: 'v.1' }, 'BadRequestException'],
    [
      'a variable that is no word',
      { stageName: 'v2', variables: { 'a-b': 'c' } },
      'BadRequestException',
    ],
    ['an empty variable', { stageName: 'v2', variables: { a: '' } }, 'BadRequestException'],
    [
      'a variable with a dollar',
      { stageName: 'v2', variables: { a: '$LATEST' } },
      'BadRequestException',
    ],
    ['an unknown deployment', { stageName: 'v2', deploymentId: 'x' }, 'BadRequestException'],
    ['no deployment', { stageName: 'v2', deploymentId: undefined }, 'BadRequestException'],
  ])('is refused with %s', async (_what, changes, name) => {
    const { shop, deploymentId, stage } = await deployed();
    const creating = shop.call(new CreateStageCommand({ ...stage, deploymentId, ...changes }));
    await expect(creating).rejects.toMatchObject({ name });
  });

  it('may have a dash in its name, and an address in a variable', async () => {
    const { shop, deploymentId, stage } = await deployed();
    const variables = { url: 'https://a-b.example/~c?d=e&f=1,2#g h' };
    const changes = { stageName: 'v-1_a', deploymentId, variables };
    expect(await shop.call(new CreateStageCommand({ ...stage, ...changes }))).toMatchObject({
      stageName: 'v-1_a',
      variables,
    });
  });

  it('is not simulated with a cache or a canary', async () => {
    const { shop, deploymentId, stage } = await deployed();
    const create = (changes: object) =>
      shop.call(new CreateStageCommand({ ...stage, deploymentId, stageName: 'v2', ...changes }));
    await expect(create({ cacheClusterEnabled: true })).rejects.toThrow('a cache of a stage');
    const canarySettings = { percentTraffic: 1 };
    await expect(create({ canarySettings })).rejects.toThrow('canarySettings');
  });
});

describe('UpdateStage', () => {
  it('changes what is served, and leaves the other settings', async () => {
    const { shop, deploymentId, patch } = await deployed();
    const orders = await shop.resource('orders');
    await shop.proxied(orders);
    const { apiId: restApiId } = shop;
    const second = await shop.call(new CreateDeploymentCommand({ restApiId }));
    expect(await shop.get('/orders')).toContain('403');
    await shop.scheduler.sleep(1_000);
    const value = String(second['id']);
    const updated = await patch(
      { op: 'replace', path: '/deploymentId', value },
      { op: 'replace', path: '/tracingEnabled', value: 'false' },
      { op: 'replace', path: '/description', value: 'moved' },
      { op: 'add', path: '/variables/size', value: 'xl' },
      { op: 'remove', path: '/variables/colour' },
    );
    expect(updated).toMatchObject({
      ...{ deploymentId: value, tracingEnabled: false, description: 'moved' },
      variables: { size: 'xl' },
      lastUpdatedDate: new Date(START_MS + 1_000),
      createdDate: new Date(START_MS),
    });
    expect(await shop.get('/orders')).toBe('204');
    expect(value).not.toBe(deploymentId);
  });

  it('throttles all methods, or one', async () => {
    const { shop, patch, replace } = await deployed();
    await replace('/*/*/throttling/burstLimit', '1');
    const statuses = async () => [await shop.get('/'), await shop.get('/')];
    expect(await statuses()).toEqual(['204', '429 {"message":"Too Many Requests"}']);
    await patch(
      { op: 'replace', path: '/~1/GET/throttling/burstLimit', value: '2' },
      { op: 'replace', path: '/~1/GET/throttling/rateLimit', value: '1.5' },
      { op: 'replace', path: '/~1/GET/logging/loglevel', value: 'INFO' },
      { op: 'replace', path: '/~1/GET/logging/dataTrace', value: 'true' },
      { op: 'replace', path: '/~1/GET/metrics/enabled', value: 'true' },
    );
    expect(await statuses()).toEqual(['204', '204']);
    expect(await replace('/description', '')).toMatchObject({
      methodSettings: {
        '*/*': { throttlingBurstLimit: 1, throttlingRateLimit: 10_000 },
        '~1/GET': {
          ...{ throttlingBurstLimit: 2, throttlingRateLimit: 1.5, metricsEnabled: true },
          ...{ loggingLevel: 'INFO', dataTraceEnabled: true },
        },
      },
    });
  });

  it('keeps what an access log would be', async () => {
    const { patch, replace } = await deployed();
    const [destinationArn, format] = ['arn:aws:logs:eu-west-1:123456789012:log-group:a', '$x'];
    await replace('/accessLogSettings/destinationArn', destinationArn);
    expect(await replace('/accessLogSettings/format', format)).toMatchObject({
      accessLogSettings: { destinationArn, format },
    });
    expect(await patch({ op: 'remove', path: '/accessLogSettings' })).toMatchObject({
      accessLogSettings: undefined,
    });
  });

  it.each<[string, PatchOperation, string]>([
    [
      'an unknown operation',
      { op: 'set' as never, path: '/description', value: 'a' },
      'Invalid patch operation specified. Must be one of: [add, remove, move, test, replace, copy]',
    ],
    [
      'an operation the path does not take',
      { op: 'add', path: '/description', value: 'a' },
      'Invalid patch operation specified. Must be one of: [replace]',
    ],
    [
      'no value',
      { op: 'replace', path: '/description' },
      'Invalid null or empty value in /description',
    ],
    [
      'a flag that is none',
      { op: 'replace', path: '/tracingEnabled', value: 'yes' },
      'Invalid boolean value: yes',
    ],
    [
      'a limit that is none',
      { op: 'replace', path: '/*/*/throttling/rateLimit', value: 'a' },
      'Invalid throttling limit: a',
    ],
    [
      'a setting of no method',
      { op: 'replace', path: '/orders/throttling/rateLimit', value: '1' },
      'Invalid method setting path',
    ],
    [
      'an unknown deployment',
      { op: 'replace', path: '/deploymentId', value: 'x' },
      'Invalid Deployment identifier specified',
    ],
  ])('refuses %s, and changes nothing', async (_what, operation, message) => {
    const { shop, stage, patch } = await deployed();
    const before = await shop.call(new GetStageCommand(stage));
    const first = { op: 'replace', path: '/description', value: 'changed' } as const;
    await expect(patch(first, operation)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message),
    });
    expect(await shop.call(new GetStageCommand(stage))).toMatchObject({
      description: before['description'],
      deploymentId: before['deploymentId'],
    });
  });

  it('does not simulate paths that have no effect here, in any of the updates', async () => {
    const { shop, replace } = await deployed();
    const { apiId: restApiId } = shop;
    const caching = replace('/*/*/caching/enabled', 'true');
    await expect(caching).rejects.toThrow('not simulated: patch path /*/*/caching/enabled');
    const patchOperations = [{ op: 'add' as const, path: '/binaryMediaTypes/*~1*', value: '' }];
    const updating = shop.call(new UpdateRestApiCommand({ restApiId, patchOperations }));
    await expect(updating).rejects.toThrow('patch path /binaryMediaTypes/*~1*');
    expect(shop.failures).toHaveLength(2);
  });
});
