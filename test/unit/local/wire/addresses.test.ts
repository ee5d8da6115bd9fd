import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../../local/cloud.ts';
import { virtualTime } from '../../../../local/scheduler.ts';
import { toStageAddress } from '../../../../local/wire/rest-api-address.ts';
import { jsonRequest } from './wire-world.ts';

const pathOf = (path: string, host = 'localhost') =>
  toStageAddress({ method: 'GET', path, headers: { host } }).path;

describe("the address of one REST API's stage", () => {
  it.each([
    ['/restapis/abc/prod/_user_request_/orders/1', '/_aws/execute-api/abc/prod/orders/1'],
    ['/restapis/abc/prod/_user_request_', '/_aws/execute-api/abc/prod/'],
    ['/restapis/abc/prod/_user_request_/a%2Fb', '/_aws/execute-api/abc/prod/a%2Fb'],
    ['/restapis/abc', '/restapis/abc'],
    ['/orders', '/orders'],
  ])('is read out of the path %s', (path, expected) => {
    expect(pathOf(path)).toBe(expected);
  });

  it('is read out of the host', () => {
    const host = 'abc.execute-api.localhost:4566';
    expect(pathOf('/prod/orders', host)).toBe('/_aws/execute-api/abc/prod/orders');
  });
});

describe('a cloud over HTTP', () => {
  const empty = () =>
    Cloud.load({ code: () => undefined, time: virtualTime(0), seed: 1, latency: 'none' });

  it("answers AWS's API", async () => {
    const cloud = await empty();
    const request = jsonRequest('DynamoDB_20120810.ListTables', '{}');
    expect(await cloud.handle(request)).toMatchObject({ status: 200, body: '{"TableNames":[]}' });
  });

  it('leaves any other request to the REST APIs', async () => {
    const cloud = await empty();
    const answer = await cloud.handle({ method: 'GET', path: '/orders', headers: {} });
    expect(answer).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });

  it('refuses a body larger than API Gateway takes', async () => {
    const cloud = await empty();
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    const answer = await cloud.handle({ method: 'POST', path: '/orders', headers: {}, body });
    expect(answer).toMatchObject({ status: 413, body: '{"message":"Request Too Long"}' });
  });

  it('rejects once the run has failed', async () => {
    const cloud = await empty();
    cloud.scheduler.after(0, () => {
      throw new Error('the run ends');
    });
    await expect(cloud.drain()).rejects.toThrow('the run ends');
    const request = jsonRequest('DynamoDB_20120810.ListTables', '{}');
    await expect(cloud.handle(request)).rejects.toThrow('the run ends');
  });
});
