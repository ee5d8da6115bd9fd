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

/** Answers one request. */
export type Handle = (request: HttpRequest) => Promise<HttpResponse>;

/** How to listen. */
export interface HttpServerOptions {
  /** 127.0.0.1 unless given. */
  host?: string;
  /** Largest body that is read; what API Gateway takes unless given. */
  maximumBytes?: number;
}

/** How long an idle connection stays open: as long as the SDK's own, so that neither side is surprised. */
const KEEP_ALIVE_MS = 60_000;

/**
 * Serves HTTP with `handle`, which answers each request, on a port (0: any free one). A request that cannot
 * be read is answered 400 or 413, an error of `handle` 500. Rejects with the error of `listen`, such as
 * EADDRINUSE.
 */
export function startHttpServer(
  handle: Handle,
  port: number,
  { host = '127.0.0.1', maximumBytes = MAX_BODY_BYTES }: HttpServerOptions = {},
): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    // A connection that was busy when the server closed would be kept alive for seconds.
    outgoing.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    readBody(incoming, maximumBytes, (body) => {
      serveOne(incoming, body, handle).then(
        (response) => sendOrRefuse(outgoing, response),
        (error: unknown) => fail(outgoing, error),
      );
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A connection that could not be taken, for want of file descriptors say; the others go on.
      server.on('error', (error) => process.emitWarning(error));
      const { port: taken } = server.address() as AddressInfo;
      const name = host === '127.0.0.1' ? 'localhost' : host;
      resolve({ port: taken, url: `http://${name}:${taken}`, close: () => close(server) });
    });
  });
}

/** `body` is undefined if it was larger than what is read. */
async function serveOne(
  incoming: IncomingMessage,
  body: Buffer | undefined,
  handle: Handle,
): Promise<HttpResponse> {
  let target: ReturnType<typeof parseTarget>;
  try {
    target = parseTarget(incoming.url ?? '/');
  } catch {
    return refusal(400, 'the URL is not percent-encoded UTF-8');
  }
  if (body === undefined) return refusal(413, 'Request Too Long');
  const { socket } = incoming;
  const headers = headersOf(incoming);
  headers['x-forwarded-port'] = String(socket.localPort);
  headers['x-forwarded-proto'] = 'http';
  const method = incoming.method ?? 'GET';
  return handle({ ...target, method, headers, body, sourceIp: socket.remoteAddress });
}

/** Reads a body to its end even where it is too large, or the client gets no answer. */
function readBody(
  incoming: IncomingMessage,
  maximumBytes: number,
  done: (body: Buffer | undefined) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maximumBytes) chunks.push(chunk);
    else chunks.length = 0;
  });
  incoming.on('end', () => {
    if (length > maximumBytes) done(undefined);
    else done(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length));
  });
}

/** A header that came more than once is a list; to look for those costs more than to read the others. */
function headersOf(incoming: IncomingMessage): Record<string, string | string[]> {
  // No prototype: `__proto__` is a name like any other.
  const headers: Record<string, string | string[]> = Object.create(null);
  const { rawHeaders } = incoming;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    const value = rawHeaders[index + 1]!;
    const before = headers[name];
    if (before === undefined) headers[name] = value;
    else headers[name] = typeof before === 'string' ? [before, value] : [...before, value];
  }
  return headers;
}

function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  outgoing.statusCode = status;
  for (const name in headers) {
    const value = headers[name]!;
    outgoing.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  outgoing.end(body);
}

function sendOrRefuse(outgoing: ServerResponse, response: HttpResponse): void {
  try {
    send(outgoing, response);
  } catch (error) {
    fail(outgoing, error);
  }
}

function fail(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name);
  send(outgoing, refusal(500, error instanceof Error ? error.message : 'Internal server error'));
}

function refusal(status: number, message: string): HttpResponse {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: JSON.stringify({ message }) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
