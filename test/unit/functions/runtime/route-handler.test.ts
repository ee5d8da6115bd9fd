import type { APIGatewayProxyResult } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { bindFunction } from '../../../../functions/runtime/bind.ts';
import { type Deps, type RouteRequest, route } from '../../../../functions/runtime/definition.ts';
import { PermanentError, RetriableError } from '../../../../functions/runtime/errors.ts';
import { notFound } from '../../../../functions/runtime/problem.ts';
import { fakePorts, invocation } from '../../../support/ports.ts';
import { proxyEvent, type RequestLike } from '../../../support/requests.ts';

const Thing = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(70_000)),
  parts: z.optional(
    z.array(z.strictObject({ 'a/b~c': z.int().check(z.minimum(1)) })).check(z.maxLength(2)),
  ),
});

interface Received {
  request: RouteRequest<z.infer<typeof Thing>>;
  cause: Deps['cause'];
}

const definition = {
  service: 'things',
  name: 'make-thing',
  method: 'POST',
  path: '/things',
  scope: 'orders:write',
  body: Thing,
  uses: {},
  publishes: [],
  limits: { timeoutSeconds: 10, memoryMb: 128 },
} as const;

/** Sends one request to a route; `received` is what its handler got, if it was reached. */
async function send(request: RequestLike, fail?: () => never) {
  let received: Received | undefined;
  const { ports, noted } = fakePorts();
  const handler = await bindFunction(
    route({
      ...definition,
      async handle(given, { cause }) {
        received = { request: given, cause };
        fail?.();
        return { status: 202, headers: { etag: '"1"' }, body: { made: given.body.name } };
      },
    }),
    ports,
    {},
  );
  const response = (await handler(
    proxyEvent({ body: { name: 'a' }, ...request }) as never,
    invocation(),
  )) as APIGatewayProxyResult;
  return { response, problem: JSON.parse(response.body), received, noted };
}

const statusOf = async (request: RequestLike) => (await send(request)).response.statusCode;

describe('a route', () => {
  it('answers what its function answers, as JSON', async () => {
    const { response } = await send({});
    expect(response).toEqual({
      statusCode: 202,
      headers: { 'content-type': 'application/json', etag: '"1"' },
      body: '{"made":"a"}',
    });
  });

  it('gives the function parameters, query, caller and headers by lower-case name', async () => {
    const { received } = await send({
      params: { id: '7' },
      query: { page: '2' },
      headers: { 'X-Thing': 'b' },
    });
    expect(received?.request).toMatchObject({
      params: { id: '7' },
      query: { page: '2' },
      headers: { 'x-thing': 'b' },
      caller: 'customer-1',
      body: { name: 'a' },
    });
  });

  it('answers a refusal as an RFC 9457 problem', async () => {
    const { response, problem } = await send({}, () => {
      throw notFound('There is no such thing');
    });
    expect(response).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(problem).toEqual({
      type: 'https://orderly.example/problems/not-found',
      title: 'Not found',
      status: 404,
      detail: 'There is no such thing',
    });
  });

  it('says that trying again may help when it may', async () => {
    const { response, problem } = await send({}, () => {
      throw new RetriableError('busy', 'secret detail');
    });
    expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
    expect(problem.type).toContain('try-again');
    expect(response.body).not.toContain('secret');
  });

  it('says that it failed for good when trying again cannot help, and logs the reason', async () => {
    const { response, noted } = await send({}, () => {
      throw new PermanentError('broken', 'secret detail');
    });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret');
    expect(noted.logs).toContainEqual(
      expect.objectContaining({ level: 'error', reason: 'secret detail' }),
    );
  });

  it('asks for another try when an error is not ours', async () => {
    const { response } = await send({}, () => {
      throw new Error('throttled');
    });
    expect(response.statusCode).toBe(503);
  });
});

describe('a refusal of a route', () => {
  const failing = (error: Error) => () => {
    throw error;
  };
  it.each<[string, number, string, RequestLike, (() => never)?]>([
    ['unsupported-media-type', 415, 'Unsupported media type', { headers: { 'Content-Type': '' } }],
    ['body-too-large', 413, 'Body too large', { body: ' '.repeat(65_537) }],
    ['not-json', 400, 'Bad request', { body: '{' }],
    ['invalid-fields', 422, 'Invalid fields', { body: {} }],
    ['unauthorised', 401, 'Unauthorised', { authorizer: null }],
    ['forbidden', 403, 'Forbidden', { authorizer: { scopes: '' } }],
    ['try-again', 503, 'Not available', {}, failing(new RetriableError('busy', 'busy'))],
    ['internal-error', 500, 'Internal error', {}, failing(new PermanentError('broken', 'broken'))],
  ])('is a problem with its status and title: %s', async (code, status, title, request, fail) => {
    const { response, problem } = await send(request, fail);
    const type = `https://orderly.example/problems/${code}`;
    expect(response.statusCode).toBe(status);
    expect(problem).toMatchObject({ type, status, title });
    expect(problem.detail).toMatch(/\S/);
  });
});

describe('the caller of a route', () => {
  it('is refused where no authoriser spoke', async () => {
    const { response, received } = await send({ authorizer: null });
    expect(response).toMatchObject({ statusCode: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(received).toBeUndefined();
  });

  it('is refused without a name', async () => {
    expect(await statusOf({ authorizer: { principalId: '' } })).toBe(401);
  });

  it.each(['', 'orders:read', 'orders:writer', 'xorders:write'])(
    'is refused with the scopes "%s"',
    async (scopes) => {
      const { response, problem } = await send({ authorizer: { scopes } });
      expect(response.statusCode).toBe(403);
      expect(problem.detail).toContain('orders:write');
    },
  );

  it('is looked at before anything else of the request', async () => {
    expect(await statusOf({ authorizer: null, body: 'not json', headers: {} })).toBe(401);
  });
});

describe('what comes more than once', () => {
  it.each(['Authorization', 'content-type', 'Idempotency-Key'])(
    'is refused in a header of one value: %s',
    async (name) => {
      const repeated = { headers: { [name]: ['one', 'one'] } };
      const { response, problem } = await send({ repeated });
      expect(response.statusCode).toBe(400);
      expect(problem).toMatchObject({
        type: expect.stringMatching(/header-repeated$/),
        detail: `The header ${name} came 2 times; send one`,
      });
    },
  );

  it('is one list in any other header', async () => {
    const repeated = { headers: { 'If-None-Match': ['"1"', '"2"'] } };
    const { received } = await send({ repeated });
    expect(received?.request.headers).toMatchObject({ 'if-none-match': '"1", "2"' });
  });

  it.each([2, 3])('is refused in the query, %d times', async (times) => {
    const page = Array.from({ length: times }, () => '1');
    const { response, problem } = await send({ repeated: { query: { page } } });
    expect(response.statusCode).toBe(400);
    expect(problem).toMatchObject({
      type: expect.stringMatching(/parameter-repeated$/),
      detail: `The parameter page came ${times} times; send one`,
    });
  });

  it('may be told of one value', async () => {
    const repeated = { headers: { 'Idempotency-Key': ['key-1'] }, query: { page: ['1'] } };
    expect(await statusOf({ repeated })).toBe(202);
  });
});

describe('the Idempotency-Key of a command', () => {
  it.each([undefined, ''])('is missed when it is %j', async (key) => {
    const { response, problem } = await send({
      headers: { 'Idempotency-Key': key as string },
    });
    expect(response.statusCode).toBe(400);
    expect(problem.type).toContain('idempotency-key-missing');
  });

  it.each(['with space', 'ümlaut', 'k'.repeat(129)])('is refused when it is "%s"', async (key) => {
    const { response, problem } = await send({ headers: { 'Idempotency-Key': key } });
    expect(response.statusCode).toBe(400);
    expect(problem.type).toContain('idempotency-key-invalid');
  });

  it('may have 128 characters', async () => {
    expect(await statusOf({ headers: { 'Idempotency-Key': 'k'.repeat(128) } })).toBe(202);
  });

  it('makes the id of the command, with caller, route and its parameters', async () => {
    const idOf = async (request: RequestLike) => (await send(request)).received?.cause.id;
    const id = await idOf({});
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await idOf({ body: { name: 'b' } })).toBe(id);
    expect(await idOf({ headers: { 'Idempotency-Key': 'key-2' } })).not.toBe(id);
    expect(await idOf({ authorizer: { principalId: 'customer-2' } })).not.toBe(id);
    expect(await idOf({ path: '/spelled/otherwise/' })).toBe(id);
  });
});

describe('the body of a request', () => {
  it.each(['text/plain', 'application/jsonp', 'application/problem+json', ''])(
    'is refused as "%s"',
    async (type) => {
      const { response, problem } = await send({ headers: { 'Content-Type': type } });
      expect(response.statusCode).toBe(415);
      expect(problem.detail).toContain(type);
    },
  );

  it.each(['application/json; charset=utf-8', 'Application/JSON'])(
    'is read as "%s"',
    async (type) => {
      expect(await statusOf({ headers: { 'Content-Type': type } })).toBe(202);
    },
  );

  it('is read from base64', async () => {
    const body = Buffer.from('{"name":"é"}').toString('base64');
    const { received } = await send({ body, isBase64Encoded: true });
    expect(received?.request.body).toEqual({ name: 'é' });
  });

  it('may have 65,536 bytes and not one more', async () => {
    const sized = (bytes: number) => `{"name":"${'x'.repeat(bytes - 13)}é"}`;
    expect(Buffer.byteLength(sized(65_536))).toBe(65_536);
    expect(await statusOf({ body: sized(65_536) })).toBe(202);
    expect(await statusOf({ body: sized(65_537) })).toBe(413);
    const encoded = Buffer.from(sized(65_537)).toString('base64');
    expect(await statusOf({ body: encoded, isBase64Encoded: true })).toBe(413);
  });

  it.each(['', 'not json', '{"name":', '{"name":"a"} x'])('is refused as %j', async (body) => {
    const { response, problem } = await send({ body });
    expect(response.statusCode).toBe(400);
    expect(problem.type).toContain('not-json');
  });

  it('is told from another body by its hash', async () => {
    const hashOf = async (body: unknown) => (await send({ body })).received?.request.bodyHash;
    expect(await hashOf({ name: 'a' })).toBe(await hashOf({ name: 'a' }));
    expect(await hashOf({ name: 'a' })).not.toBe(await hashOf({ name: 'b' }));
  });

  it('is refused with a JSON pointer to each wrong field, unknown ones included', async () => {
    const { response, problem } = await send({
      body: { name: '', parts: [{ 'a/b~c': 0 }, { 'a/b~c': '1', 'x/y': 1 }], price: 1 },
    });
    expect(response.statusCode).toBe(422);
    expect(problem.errors).toEqual([
      { pointer: '/name', detail: 'must have a length of at least 1' },
      { pointer: '/parts/0/a~1b~0c', detail: 'must be at least 1' },
      { pointer: '/parts/1/a~1b~0c', detail: 'must be of type number' },
      { pointer: '/parts/1/x~1y', detail: 'is not a field of this request' },
      { pointer: '/price', detail: 'is not a field of this request' },
    ]);
  });

  it('is refused as a whole when it is no object', async () => {
    const { problem } = await send({ body: '[]' });
    expect(problem.errors).toEqual([{ pointer: '', detail: 'must be of type object' }]);
  });
});
