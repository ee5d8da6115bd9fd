import { crc32 } from 'node:zlib';
import { type HttpRequest, type HttpResponse, requestHeader } from '../apigateway/http.ts';
import { decodeJson, parseJson } from './json-decode.ts';
import { jsonEncoder } from './json-encode.ts';
import { errorMembers } from './json-error.ts';
import { type Exchange, type Protocol, statusOf } from './protocol.ts';
import type { WireService } from './services.ts';
import { unknownOperation } from './wire-errors.ts';

/** The content types that are read as AWS JSON. */
const CONTENT_TYPES = new Set([
  'application/json',
  'application/x-amz-json-1.0',
  'application/x-amz-json-1.1',
]);

const NOT_FOUND = 404;

/** AWS JSON 1.0 and 1.1: one address, the operation in X-Amz-Target. Smithy, "AWS JSON protocols". */
export const awsJson: Protocol = {
  read({ request, service, model }) {
    const parsed = parseJson(bodyText(request));
    const name = operationOf(requestHeader(request, 'x-amz-target') ?? '', service);
    const operation = model.operations.get(name);
    if (!operation) throw unknownOperation();
    return { operation, input: decodeJson(operation.input, parsed) as object };
  },
  answer(exchange, { output: shape }, output) {
    const body = shape.kind === 'unit' ? {} : jsonEncoder(shape)(output);
    return respond(exchange, 200, JSON.stringify(body), {});
  },
  refuse(exchange, refusal) {
    const { model, service } = exchange;
    const shape = model.errors.get(refusal.name);
    const members = errorMembers(refusal, shape);
    const type = `${prefixOf(refusal.name, shape !== undefined, service)}${refusal.name}`;
    const headers: Record<string, string> = {};
    if (service.queryCompatible) {
      const code = shape?.traits.awsQueryError?.[0] ?? refusal.name;
      headers['x-amzn-query-error'] =
        `${code};${refusal.$fault === 'server' ? 'Receiver' : 'Sender'}`;
    }
    const status = statusOf(refusal, shape?.traits.httpError);
    return respond(exchange, status, JSON.stringify({ __type: type, ...members }), headers);
  },
};

/** What AWS's front end answers to a content type that it does not know; undefined for one that it does. */
export function wrongContentType(
  request: HttpRequest,
  requestId: string,
): HttpResponse | undefined {
  const [type = ''] = (requestHeader(request, 'content-type') ?? '').split(';');
  if (CONTENT_TYPES.has(type.trim().toLowerCase())) return undefined;
  const isEmpty = request.body === undefined || request.body.length === 0;
  if (type === '' && isEmpty) return undefined;
  const headers = { 'x-amzn-requestid': requestId };
  return { status: NOT_FOUND, headers, body: '<UnknownOperationException/>\n' };
}

/** The body as text. */
export function bodyText({ body = '' }: HttpRequest): string {
  return typeof body === 'string' ? body : body.toString();
}

function operationOf(target: string, service: WireService): string {
  return target.slice((service.target?.length ?? 0) + 1);
}

function prefixOf(name: string, isModelled: boolean, service: WireService): string {
  const { errorPrefix, frontPrefix } = service;
  if (isModelled) return errorPrefix;
  if (name !== 'ValidationException') return frontPrefix;
  return frontPrefix.replace('service#', 'validate#');
}

function respond(
  { service, requestId }: Exchange,
  status: number,
  body: string,
  headers: Record<string, string>,
): HttpResponse {
  headers['x-amzn-requestid'] = requestId;
  headers['content-type'] = `application/x-amz-json-${service.jsonVersion}`;
  if (service.signingName === 'dynamodb') headers['x-amz-crc32'] = String(crc32(body));
  return { status, headers, body };
}
