import type { HttpRequest, HttpResponse } from '../../../../local/apigateway/http.ts';
import { type HttpServer, startHttpServer } from '../../../../local/http-server.ts';
import type { CredentialIssuer } from '../../../../local/wire/credentials.ts';
import { Wire } from '../../../../local/wire/wire.ts';
import { World } from '../cloud/world.ts';

const SIGNED = {
  'x-amz-date': '20260101T000000Z',
  authorization: authorization('dynamodb'),
};

/** What a signature that nobody verifies looks like. */
export function authorization(
  service: string,
  accessKeyId = 'AKIDEXAMPLE',
  region = 'eu-west-1',
): string {
  const credential = `${accessKeyId}/20260101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=0f`;
}

/** A request in AWS JSON, signed; `headers` change it, and undefined takes one away. */
export function jsonRequest(
  target: string,
  body: string | Buffer,
  headers: Record<string, string | undefined> = {},
): HttpRequest {
  const given = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    ...SIGNED,
    ...headers,
  };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    method: 'POST',
    path: '/',
    headers: Object.fromEntries(entries) as Record<string, string>,
    body: Buffer.from(body),
  };
}

/** A form of AWS Query, signed. */
export function queryRequest(service: string, parameters: Record<string, string>): HttpRequest {
  const headers = {
    ...SIGNED,
    authorization: authorization(service),
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  };
  const body = Buffer.from(new URLSearchParams(parameters).toString());
  return { method: 'POST', path: '/', headers, body };
}

/** A request in REST, signed. */
export function restRequest(service: string, method: string, path: string): HttpRequest {
  return { method, path, headers: { ...SIGNED, authorization: authorization(service) } };
}

/** A world with its wire: reached in process, or over a socket. */
export class WireWorld {
  readonly world: World;
  readonly credentials: CredentialIssuer;
  readonly log: string[] = [];
  readonly wire: Wire;
  #server: HttpServer | undefined;

  constructor(options: ConstructorParameters<typeof World>[0] = {}) {
    this.world = new World(options);
    this.credentials = this.world.composed.credentials;
    this.wire = new Wire({ ...this.world.composed, log: (line) => this.log.push(line) });
  }

  /** Throws if the wire takes the request for one that is not its own. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const response = await this.wire.handle(request);
    if (!response) throw new Error('the wire left the request to others');
    return response;
  }

  /** What an SDK's client is made with, to come here over a socket. */
  async clientOptions(): Promise<{
    endpoint: string;
    region: string;
    maxAttempts: number;
    credentials: { accessKeyId: string; secretAccessKey: string };
  }> {
    this.#server ??= await startHttpServer((request) => this.send(request), 0);
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
    const endpoint = `http://127.0.0.1:${this.#server.port}`;
    return { endpoint, region: 'eu-west-1', maxAttempts: 1, credentials };
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}
