import { type HttpRequest, type HttpResponse, requestHeader } from '../apigateway/http.ts';
import { NotSimulatedError } from '../errors.ts';
import { bodyText } from './aws-json.ts';
import { decodeScalar } from './form-decode.ts';
import { decodeJson, parseJson } from './json-decode.ts';
import { jsonEncoder } from './json-encode.ts';
import { errorMembers } from './json-error.ts';
import type { Model } from './model.ts';
import { type Exchange, type Protocol, statusOf } from './protocol.ts';
import { type RouteMatch, Routes } from './routes.ts';
import type { Shape } from './shape.ts';
import { formatTimestamp } from './timestamp.ts';
import { serializationException, unknownPath } from './wire-errors.ts';

/** REST with JSON bodies: the operation is the method and path. Smithy, "AWS restJson1 protocol". */
export const restJson: Protocol = {
  read({ request, model }) {
    const match = matchOf(request, model);
    const { operation, labels } = match;
    const { input: shape } = operation;
    if (shape.kind === 'unit') return { operation, input: {} };
    const input = readBody(shape, request);
    const unread = new Set(Object.keys(request.query ?? {}));
    for (const [name, member] of shape.members) {
      const label = member.traits.httpLabel ? labels[name] : undefined;
      const value = label === undefined ? bound(member, request, unread) : scalar(member, label);
      if (value !== undefined) input[name] = value;
    }
    refuseUnread(unread, match);
    return { operation, input };
  },
  answer(exchange, { output: shape, http }, output) {
    const values = output as Record<string, unknown>;
    const headers: Record<string, string> = {};
    const rest: Record<string, unknown> = {};
    let status = http?.[2] ?? 200;
    let payload: string | undefined;
    if (shape.kind === 'unit') return respond(exchange, status, '', headers);
    for (const [name, member] of shape.members) {
      const value = values[name];
      const { traits } = member;
      if (traits.httpPayload) payload = payloadText(member, value);
      else if (value === undefined || value === null) continue;
      else if (traits.httpResponseCode) status = Number(value);
      else if (traits.httpHeader) headers[traits.httpHeader.toLowerCase()] = text(member, value);
      else rest[traits.jsonName ?? name] = jsonEncoder(member)(value);
    }
    return respond(exchange, status, payload ?? JSON.stringify(rest), headers);
  },
  refuse(exchange, refusal) {
    const shape = exchange.model.errors.get(refusal.name);
    const body = errorMembers(refusal, shape);
    const headers: Record<string, string> = { 'x-amzn-errortype': refusal.name };
    for (const [name, { traits }] of shape?.members ?? []) {
      if (!traits.httpHeader || body[name] === undefined) continue;
      headers[traits.httpHeader.toLowerCase()] = String(body[name]);
      delete body[name];
    }
    const status = statusOf(refusal, shape?.traits.httpError);
    return respond(exchange, status, JSON.stringify(body), headers);
  },
};

const routesOfModel = new WeakMap<Model, Routes>();

function matchOf({ method, path, query = {} }: HttpRequest, model: Model): RouteMatch {
  let routes = routesOfModel.get(model);
  if (!routes) {
    routes = new Routes(model.operations.values());
    routesOfModel.set(model, routes);
  }
  try {
    const match = routes.match(method, path, query);
    if (match) return match;
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw Object.assign(serializationException('The path is not percent-encoded UTF-8.'), {
      cause,
    });
  }
  throw unknownPath(
    `Unable to determine service/operation name to be authorized: ${method} ${path}`,
  );
}

/** The members that are in the body: one as it is, or all that are nowhere else. */
function readBody(shape: Shape, request: HttpRequest): Record<string, unknown> {
  const payload = [...shape.members].find(([, { traits }]) => traits.httpPayload);
  if (!payload) {
    if (![...shape.members.values()].some(isInBody)) return {};
    return decodeJson(shape, parseJson(bodyText(request))) as Record<string, unknown>;
  }
  const [name, member] = payload;
  const { body = '' } = request;
  if (body.length === 0) return {};
  if (member.kind === 'blob') return { [name]: Buffer.from(body) };
  if (member.kind === 'string') return { [name]: bodyText(request) };
  return { [name]: decodeJson(member, parseJson(bodyText(request))) };
}

function isInBody({ traits }: Shape): boolean {
  const { httpLabel, httpHeader, httpQuery, httpQueryParams, httpPrefixHeaders } = traits;
  return !(httpLabel || httpHeader || httpQuery || httpQueryParams || httpPrefixHeaders);
}

/** The value of a member that is bound to a header or to the query. */
function bound(member: Shape, request: HttpRequest, unread: Set<string>): unknown {
  const { httpHeader, httpQuery, httpQueryParams } = member.traits;
  if (httpHeader) {
    const given = requestHeader(request, httpHeader.toLowerCase());
    return given === undefined ? undefined : scalar(member, given);
  }
  if (httpQuery) {
    unread.delete(httpQuery);
    return fromQuery(member, request.query?.[httpQuery]);
  }
  if (!httpQueryParams) return undefined;
  const entries = [...unread].map((name) => [
    name,
    fromQuery(member.element, request.query?.[name]),
  ]);
  unread.clear();
  return Object.fromEntries(entries);
}

function fromQuery(member: Shape, values: readonly string[] | undefined): unknown {
  if (values === undefined) return undefined;
  if (member.kind === 'list') return values.map((value) => scalar(member.element, value));
  return scalar(member, values.at(-1) ?? '');
}

function scalar(member: Shape, value: string): unknown {
  if (member.kind === 'blob') return Buffer.from(value, 'base64');
  try {
    return decodeScalar(member, value, member.name);
  } catch (cause) {
    const error = serializationException((cause as Error).message);
    throw Object.assign(error, { cause });
  }
}

/** What the template itself names, and the signature, is no parameter. */
function refuseUnread(unread: Set<string>, { operation }: RouteMatch): void {
  const named = new URLSearchParams(operation.http?.[1].split('?')[1]);
  for (const name of unread) {
    if (named.has(name) || name.startsWith('X-Amz-')) continue;
    throw new NotSimulatedError(`query parameter ${name} of ${operation.name}`);
  }
}

function payloadText(member: Shape, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (member.kind === 'blob') return Buffer.from(value as Uint8Array).toString();
  if (member.kind === 'string') return String(value);
  return JSON.stringify(jsonEncoder(member)(value));
}

function text({ kind, format = 'http-date' }: Shape, value: unknown): string {
  return String(kind === 'timestamp' ? formatTimestamp(value as Date, format) : value);
}

function respond(
  { requestId }: Exchange,
  status: number,
  body: string,
  headers: Record<string, string>,
): HttpResponse {
  headers['x-amzn-requestid'] = requestId;
  headers['content-type'] ??= 'application/json';
  return { status, headers, body };
}
