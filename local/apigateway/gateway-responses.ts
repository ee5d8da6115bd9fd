import { NotSimulatedError } from '../errors.ts';
import { compileTemplate, type Template } from './context-variables.ts';
import { type Exchange, extendedRequestId } from './exchange.ts';
import { type HttpResponse, requestHeader } from './http.ts';
import { RESPONSE_TYPES, type Refusal, type ResponseType } from './refusal.ts';
import { isSendable } from './sendable-header.ts';

/** A gateway response as its template gives it. */
export interface GatewayResponseSpec {
  type: string;
  statusCode?: string;
  /** `gatewayresponse.header.<name>` to a static value in single quotes. */
  parameters?: Readonly<Record<string, string>>;
  /** Body by content type. */
  templates?: Readonly<Record<string, string>>;
}

/**
 * What an API says where it answers by itself: the gateway response of the refusal's type, else DEFAULT_4XX
 * or DEFAULT_5XX, else API Gateway's own. API Gateway Developer Guide, "Gateway response types".
 */
export class GatewayResponses {
  readonly #customised = new Map<ResponseType, Customised>();

  /** Adds or replaces one; throws NotSimulatedError for what is not simulated of it. */
  put(spec: GatewayResponseSpec): void {
    this.#customised.set(knownType(spec.type), compileGatewayResponse(spec));
  }

  render(refusal: Refusal, exchange: Exchange): HttpResponse {
    const { status, errorType } = RESPONSE_TYPES[refusal.type];
    const ownStatus = refusal.status ?? status;
    const fallback = ownStatus >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
    const custom = this.#customised.get(refusal.type) ?? this.#customised.get(fallback);
    const bodies = custom?.bodies ?? builtInBody(refusal.type);
    const contentType = chooseType(bodies, requestHeader(exchange.request, 'accept'));
    const headers: HttpResponse['headers'] = {
      'content-type': contentType,
      'x-amzn-requestid': exchange.requestId,
      'x-amzn-errortype': errorType,
      'x-amz-apigw-id': extendedRequestId(exchange),
      ...custom?.headers,
    };
    const body = bodies.get(contentType)!(exchange, refusal);
    return { status: custom?.status ?? ownStatus, headers, body };
  }
}

/** Throws NotSimulatedError for a type, parameter or variable that is not simulated. */
export function compileGatewayResponse(spec: GatewayResponseSpec): Customised {
  const { statusCode = '200' } = spec;
  knownType(spec.type);
  if (!/^[1-5]\d\d$/.test(statusCode)) throw new NotSimulatedError(`status code ${statusCode}`);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(spec.parameters ?? {})) {
    const header = /^gatewayresponse\.header\.(.+)$/.exec(name)?.[1];
    const text = /^'(.*)'$/s.exec(value)?.[1];
    if (header === undefined) throw new NotSimulatedError(`response parameter ${name}`);
    if (text === undefined || !isSendable(header, text))
      throw new NotSimulatedError(`response parameter value ${value}`);
    headers[header.toLowerCase()] = text;
  }
  const templates = Object.entries(spec.templates ?? {});
  for (const [type] of templates) {
    if (!isSendable('content-type', type)) throw new NotSimulatedError(`content type ${type}`);
  }
  return {
    status: spec.statusCode === undefined ? undefined : Number(spec.statusCode),
    headers,
    bodies:
      templates.length === 0
        ? undefined
        : new Map(templates.map(([contentType, text]) => [contentType, compileTemplate(text)])),
  };
}

interface Customised {
  status: number | undefined;
  headers: Readonly<Record<string, string>>;
  bodies: ReadonlyMap<string, Template> | undefined;
}

const JSON_TYPE = 'application/json';

function bodyWith(member: string): ReadonlyMap<string, Template> {
  return new Map([[JSON_TYPE, compileTemplate(`{"${member}":$context.error.messageString}`)]]);
}

const BUILT_IN = bodyWith('message');
/** As API Gateway words it, unlike all others. */
const BUILT_IN_ACCESS_DENIED = bodyWith('Message');

function builtInBody(type: ResponseType): ReadonlyMap<string, Template> {
  return type === 'ACCESS_DENIED' ? BUILT_IN_ACCESS_DENIED : BUILT_IN;
}

/** The first type the client accepts by name; else JSON; else what there is. */
function chooseType(bodies: ReadonlyMap<string, Template>, accept = ''): string {
  const accepted = accept.split(',').map((range) => range.split(';')[0]!.trim());
  const [first] = bodies.keys();
  return accepted.find((type) => bodies.has(type)) ?? (bodies.has(JSON_TYPE) ? JSON_TYPE : first!);
}

function knownType(type: string): ResponseType {
  if (!Object.hasOwn(RESPONSE_TYPES, type)) throw new NotSimulatedError(`gateway response ${type}`);
  return type as ResponseType;
}
