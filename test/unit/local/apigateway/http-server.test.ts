import { Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_BODY_BYTES } from '../../../../local/apigateway/api-gateway.ts';
import type { HttpRequest, HttpResponse } from '../../../../local/apigateway/http.ts';
import { type HttpServer, startHttpServer } from '../../../../local/http-server.ts';
import { exchangeBytes } from '../../../support/exchange-bytes.ts';

const servers: HttpServer[] = [];

async function start(handle: (request: HttpRequest) => Promise<HttpResponse>): Promise<HttpServer> {
  const server = await startHttpServer(handle, 0);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const ok = async (): Promise<HttpResponse> => ({ status: 200, headers: {}, body: 'ok' });

describe('the HTTP server', () => {
  it('hands each request on and sends the answer back', async () => {
    const requests: HttpRequest[] = [];
    const server = await start(async (request) => {
      requests.push(request);
      return {
        status: 202,
        headers: { location: '/orders/1', 'set-cookie': ['a=1', 'b=2'] },
        body: '{"id":1}',
      };
    });
    const response = await fetch(`${server.url}/orders?x=1&x=2`, {
      method: 'POST',
      headers: { 'Idempotency-Key': 'k' },
      body: 'grün',
    });
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe('/orders/1');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('{"id":1}');
    expect(requests).toMatchObject([
      {
        method: 'POST',
        path: '/orders',
        query: { x: ['1', '2'] },
        headers: {
          'idempotency-key': 'k',
          'x-forwarded-port': String(server.port),
          'x-forwarded-proto': 'http',
        },
        sourceIp: '127.0.0.1',
      },
    ]);
    expect(String(requests[0]?.body)).toBe('grün');
  });

  it('answers HEAD without a body', async () => {
    const server = await start(ok);
    const response = await fetch(server.url, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('answers 413 to a body larger than the gateway takes', async () => {
    const server = await start(ok);
    const sizes = [MAX_BODY_BYTES, MAX_BODY_BYTES + 1, 3 * MAX_BODY_BYTES];
    const statuses = sizes.map(async (size) => {
      const { status } = await fetch(server.url, { method: 'POST', body: Buffer.alloc(size) });
      return status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 413, 413]);
  });

  it('reads bodies as large as it is told to', async () => {
    const handle = async ({ body }: HttpRequest): Promise<HttpResponse> => ({
      status: 200,
      headers: {},
      body: String(body?.length),
    });
    const server = await startHttpServer(handle, 0, { maximumBytes: 4 });
    servers.push(server);
    const post = (body: string) => fetch(server.url, { method: 'POST', body });
    expect(await (await post('1234')).text()).toBe('4');
    expect((await post('12345')).status).toBe(413);
  });

  it('takes any name for a header', async () => {
    const server = await start(ok);
    const answer = await exchangeBytes(
      server.port,
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n__proto__: a\r\n__proto__: b\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });

  it('answers 400 to a URL that is not percent-encoded UTF-8', async () => {
    const server = await start(ok);
    const response = await fetch(`${server.url}/orders?x=%E4`);
    expect([response.status, await response.json()]).toEqual([
      400,
      { message: 'the URL is not percent-encoded UTF-8' },
    ]);
  });

  it('answers 400 to what is not HTTP, and goes on', async () => {
    const server = await start(ok);
    expect(await exchangeBytes(server.port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(server.url)).status).toBe(200);
  });

  it('answers 500 where handling fails, and goes on', async () => {
    let broken = true;
    const server = await start(async () => {
      if (broken) throw new Error('broken');
      return ok();
    });
    const response = await fetch(server.url);
    expect([response.status, await response.json()]).toEqual([500, { message: 'broken' }]);
    broken = false;
    expect((await fetch(server.url)).status).toBe(200);
  });

  it('answers 500 where a header cannot be sent', async () => {
    const server = await start(async () => ({
      status: 200,
      headers: { location: 'a\r\nb' },
      body: '',
    }));
    expect((await fetch(server.url)).status).toBe(500);
  });

  it('rejects where the port is taken', async () => {
    const { port } = await start(ok);
    await expect(startHttpServer(ok, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('warns of an error that befalls it while it listens, each time, and goes on', async () => {
    const listen = vi.spyOn(Server.prototype, 'listen');
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { url } = await start(ok);
    const [server] = listen.mock.contexts as Server[];
    const errors = [new Error('EMFILE'), new Error('ENFILE')];
    for (const error of errors) server?.emit('error', error);
    expect(warn.mock.calls).toEqual(errors.map((error) => [error]));
    expect((await fetch(url)).status).toBe(200);
  });

  it('closes at once although a connection is kept alive, and lets the last answer out', async () => {
    const arrived = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<void>();
    const server = await startHttpServer(async ({ path }) => {
      if (path === '/slow') {
        arrived.resolve();
        await finished.promise;
      }
      return ok();
    }, 0);
    await (await fetch(server.url)).text();
    const slow = fetch(`${server.url}/slow`);
    await arrived.promise;
    const closing = server.close();
    finished.resolve();
    expect((await slow).status).toBe(200);
    await closing;
    await expect(fetch(server.url)).rejects.toThrow();
  });
});
