import { describe, expect, it } from 'vitest';
import { addAuthoriser, addRoute, addStage, GatewayFixture } from './gateway-fixture.ts';

/** An API that answers, and one that was deployed with what cannot be compiled. */
function neighbours(): GatewayFixture {
  const cloud = new GatewayFixture();
  const broken = cloud.api('broken0001');
  addAuthoriser(broken, { identityValidationExpression: '(' });
  addRoute(broken, 'GET /guarded', { authoriserId: 'auth' });
  addStage(broken);
  const good = cloud.api('good000001');
  addRoute(good, 'GET /open');
  addStage(good);
  return cloud;
}

describe('a REST API', () => {
  it('answers although another one cannot be compiled', async () => {
    const cloud = neighbours();
    expect(await cloud.send({ path: '/open' })).toMatchObject({ status: 204 });
    expect(await cloud.send({ path: '/_aws/execute-api/good000001/v1/open' })).toMatchObject({
      status: 204,
    });
  });

  it('that cannot be compiled fails, and serves nothing', async () => {
    const cloud = neighbours();
    const answer = await cloud.send({ path: '/_aws/execute-api/broken0001/v1/guarded' });
    expect(answer).toMatchObject({ status: 403 });
    expect(cloud.failures).toMatchObject([{ name: 'NotSimulatedError' }]);
  });

  it.each([
    'method.request.querystring.constructor',
    'method.request.header.__proto__',
    'stageVariables.toString',
  ])('has no %s in its requests, although each object has', async (identitySource) => {
    const cloud = new GatewayFixture();
    const api = cloud.api();
    addAuthoriser(api, { type: 'REQUEST', identitySource });
    addRoute(api, 'GET /guarded', { authoriserId: 'auth' });
    addStage(api);
    expect(await cloud.send({ path: '/guarded', query: {} })).toMatchObject({ status: 401 });
    expect(cloud.failures).toEqual([]);
  });

  it('answers 500 where its stage breaks', async () => {
    const cloud = new GatewayFixture();
    const { responses } = cloud.openApi(['GET /open']);
    responses.render = () => {
      throw new Error('no response');
    };
    expect(await cloud.send({ path: '/none' })).toMatchObject({
      status: 500,
      body: '{"message":"Internal server error"}',
    });
    expect(cloud.failures).toMatchObject([{ message: 'no response' }]);
  });
});
