import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_BODY_BYTES } from './apigateway/api-gateway.ts';
import { type HttpRequest, type HttpResponse, parseTarget } from './apigateway/http.ts';

/** A server that is listening. */
export interface HttpServer {
  port: number;
  /** Such as `http://localhost:3000`. */
  url: string;
  /** Takes no more requests, ends idle connections at once and resolves when the last answer is out. */
  close(): Promise<void>;
}

/**
 * Serves HTTP with `handle`, which answers each request, on a port (0: any free one). A request that cannot
 * be read is answered 400 or 413, an error of `handle` 500. Rejects with the error of `listen`, such as
 * EADDRINUSE.
 */
export function startHttpServer(
  handle: (request: HttpRequest) => Promise<HttpResponse>,
  port: number,
  host = '127.0.0.1',
): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    // A connection that was busy when the server closed would be kept alive for seconds.
    outgoing.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    serveOne(incoming, outgoing, handle).catch((error: unknown) => {
      refuse(outgoing, 500, error instanceof Error ? error.message : 'Internal server error');
    });
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: taken } = server.address() as AddressInfo;
      const name = host === '127.0.0.1' ? 'localhost' : host;
      resolve({ port: taken, url: `http://${name}:${taken}`, close: () => close(server) });
    });
  });
}

async function serveOne(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<void> {
  let target: ReturnType<typeof parseTarget>;
  try {
    target = parseTarget(incoming.url ?? '/');
  } catch {
    return refuse(outgoing, 400, 'the URL is not percent-encoded UTF-8');
  }
  const body = await readBody(incoming);
  if (body === undefined) return refuse(outgoing, 413, 'Request Too Long');
  const { port } = incoming.socket.address() as AddressInfo;
  const response = await handle({
    ...target,
    method: incoming.method ?? 'GET',
    headers: {
      ...headersOf(incoming),
      'x-forwarded-port': String(port),
      'x-forwarded-proto': 'http',
    },
    body,
    sourceIp: incoming.socket.remoteAddress,
  });
  send(outgoing, response);
}

/** Undefined if it is larger than the gateway takes; read to its end all the same, or the client gets no answer. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (length > MAX_BODY_BYTES) return undefined;
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length);
}

function headersOf({ headersDistinct }: IncomingMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    headers[name] = values.length === 1 ? values[0]! : values;
  }
  return headers;
}

function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  outgoing.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    outgoing.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  outgoing.end(body);
}

function refuse(outgoing: ServerResponse, status: number, message: string): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const headers = { 'content-type': 'application/json' };
  send(outgoing, { status, headers, body: JSON.stringify({ message }) });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
