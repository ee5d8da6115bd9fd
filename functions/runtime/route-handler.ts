import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod/mini';
import { claimsIn, isRefusedToken } from './authorise.ts';
import type { Cause, RouteRequest, RouteResponse, Scope, Trigger } from './definition.ts';
import type { Environment, InvocationContext } from './environment.ts';
import { errorCode, errorMessage, isRetriable, ProblemError, stackOf } from './errors.ts';
import { deriveCommandId, deriveId } from './ids.ts';
import type { TokenClaims } from './ports.ts';
import { badRequest, forbidden, invalidFields, problemResponse, unauthorised } from './problem.ts';
import { traceparentOf } from './trace.ts';
import { fieldProblems, validate } from './validation.ts';

/** Bytes of a request body at most. */
export const MAX_BODY_BYTES = 65_536;

/** Characters of an `Idempotency-Key` at most; printable ASCII. */
export const MAX_KEY_LENGTH = 128;

const IDEMPOTENCY_KEY = new RegExp(`^[\\x21-\\x7e]{1,${MAX_KEY_LENGTH}}$`);
const JSON_MEDIA_TYPE = /^application\/json\s*(;.*)?$/i;

type RouteTrigger = Extract<Trigger, { kind: 'route' }>;

/** Makes the API Gateway proxy handler of a route: token, headers, body, then the function itself. */
export function serveRoute(
  environment: Environment,
  state: unknown,
): (event: APIGatewayProxyEvent, context: InvocationContext) => Promise<APIGatewayProxyResult> {
  const trigger = environment.definition.trigger as RouteTrigger;
  return async (event, context) => {
    const { logger, metrics } = environment.ports;
    try {
      // Before the token is read: of two nobody knows which one was meant.
      refuseRepeated(event);
      const caller = await callerOf(environment, event, trigger.scope);
      const { request, cause } = readRequest(event, trigger, context, caller);
      const deps = environment.depsFor(cause, context, { correlationId: cause.correlationId });
      const response = await environment.definition.handle(request as never, deps, state as never);
      return toResult(response as RouteResponse);
    } catch (error) {
      if (error instanceof ProblemError) return problemResponse(error);
      logger.error('Request failed', {
        requestId: event.requestContext.requestId,
        route: `${trigger.method} ${trigger.path}`,
        code: errorCode(error),
        reason: errorMessage(error),
        stack: stackOf(error),
      });
      return problemResponse(failure(error));
    } finally {
      metrics.flush();
    }
  };
}

function readRequest(
  event: APIGatewayProxyEvent,
  trigger: RouteTrigger,
  context: InvocationContext,
  caller: string,
): { request: RouteRequest<unknown>; cause: Cause } {
  const headers = headersOf(event);
  const isCommand = trigger.method !== 'GET';
  const key = isCommand ? idempotencyKey(headers) : context.awsRequestId;
  const { body, text } = trigger.body
    ? readBody(event, headers, trigger.body)
    : { body: undefined, text: '' };
  const id = deriveCommandId({
    caller,
    method: trigger.method,
    route: routeOf(trigger.path, event.pathParameters),
    idempotencyKey: key,
  });
  const traceparent = traceparentOf(context.traceHeader ?? headers['x-amzn-trace-id']);
  return {
    request: {
      params: (event.pathParameters ?? {}) as Record<string, string>,
      query: (event.queryStringParameters ?? {}) as Record<string, string>,
      headers,
      body,
      bodyHash: deriveId(text),
      caller,
    },
    cause: { id, correlationId: id, traceparent },
  };
}

/** The route with its parameters in place: the same however the path was spelled, or the API is mounted. */
function routeOf(path: string, parameters: APIGatewayProxyEvent['pathParameters']): string {
  return path.replace(/\{(\w+)\}/g, (_match, name: string) => parameters?.[name] ?? '');
}

/**
 * The headers by their names in lower case. Lines of one name are one list with commas between them (RFC 9110, section
 * 5.3); an engine that has no `multiValueHeaders` tells of one line.
 */
function headersOf({ headers, multiValueHeaders }: APIGatewayProxyEvent): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value !== undefined) lower[name.toLowerCase()] = value;
  }
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    if (values) lower[name.toLowerCase()] = values.join(', ');
  }
  return lower;
}

/** Headers that are one value and no list: with two of them nobody knows which one a retry will have. */
const SINGLE_HEADERS = ['authorization', 'content-type', 'idempotency-key'];

/** Throws a problem for a header or a parameter that may come once, and came more often. */
function refuseRepeated(event: APIGatewayProxyEvent): void {
  for (const [name, values] of Object.entries(event.multiValueHeaders ?? {})) {
    if (!values || values.length < 2 || !SINGLE_HEADERS.includes(name.toLowerCase())) continue;
    throw badRequest('header-repeated', `The header ${name} came ${values.length} times; send one`);
  }
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    if (!values || values.length < 2) continue;
    const detail = `The parameter ${name} came ${values.length} times; send one`;
    throw badRequest('parameter-repeated', detail);
  }
}

const NO_TOKEN = 'Send a valid access token in the Authorization header';

/**
 * Who sends the request; empty on an open route. On a stage without the authoriser the function verifies the token
 * itself, and nobody else's word counts.
 */
async function callerOf(
  environment: Environment,
  event: APIGatewayProxyEvent,
  scope: Scope | undefined,
): Promise<string> {
  if (scope === undefined) return '';
  const { subject, scopes } = environment.variables.TOKEN_ISSUER
    ? await verifiedClaims(environment, event)
    : authorisersWord(event);
  if (!scopes.includes(scope)) {
    throw forbidden(`This needs the scope ${scope}; the token has: ${scopes.join(' ') || 'none'}`);
  }
  return subject;
}

/** The authoriser's word. Where an engine ignores authorisers there is none, and nobody gets in. */
function authorisersWord(event: APIGatewayProxyEvent): TokenClaims {
  const { principalId, scopes } = event.requestContext.authorizer ?? {};
  if (typeof principalId !== 'string' || principalId === '') throw unauthorised(NO_TOKEN);
  return { subject: principalId, scopes: String(scopes ?? '').split(' ') };
}

async function verifiedClaims(
  { ports }: Environment,
  event: APIGatewayProxyEvent,
): Promise<TokenClaims> {
  try {
    const { authorization = '' } = headersOf(event);
    return await claimsIn(authorization, ports);
  } catch (error) {
    if (isRefusedToken(error)) throw unauthorised(NO_TOKEN);
    throw error;
  }
}

function idempotencyKey(headers: Record<string, string>): string {
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') {
    throw badRequest(
      'idempotency-key-missing',
      'Send an Idempotency-Key header; a retry under the same key has no second effect',
    );
  }
  if (!IDEMPOTENCY_KEY.test(key)) {
    throw badRequest(
      'idempotency-key-invalid',
      `Idempotency-Key takes 1 to ${MAX_KEY_LENGTH} printable ASCII characters without spaces`,
    );
  }
  return key;
}

function readBody(
  event: APIGatewayProxyEvent,
  headers: Record<string, string>,
  schema: z.ZodMiniType,
): { body: unknown; text: string } {
  if (!JSON_MEDIA_TYPE.test(headers['content-type'] ?? '')) {
    throw new ProblemError({
      status: 415,
      code: 'unsupported-media-type',
      title: 'Unsupported media type',
      detail: `Content-Type must be application/json; it is ${headers['content-type'] ?? 'not set'}`,
    });
  }
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
    : (event.body ?? '');
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) {
    throw new ProblemError({
      status: 413,
      code: 'body-too-large',
      title: 'Body too large',
      detail: `The body has ${Buffer.byteLength(text)} bytes; ${MAX_BODY_BYTES} are taken`,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw badRequest('not-json', `The body is not JSON: ${errorMessage(cause)}`);
  }
  const checked = validate(schema, json);
  if (!checked.success) throw invalidFields(fieldProblems(checked.error.issues));
  return { body: checked.data, text };
}

function toResult(response: RouteResponse): APIGatewayProxyResult {
  const { status, headers = {}, body } = response;
  return {
    statusCode: status,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** What the client may know of a failure: whether trying again, under the same key, can help. */
function failure(error: unknown): ProblemError {
  return isRetriable(error)
    ? new ProblemError(
        {
          status: 503,
          code: 'try-again',
          title: 'Not available',
          detail: 'The request was not settled; send it again with the same Idempotency-Key',
        },
        { headers: { 'retry-after': '1' } },
      )
    : new ProblemError({
        status: 500,
        code: 'internal-error',
        title: 'Internal error',
        detail: 'The request could not be handled; the logs hold the reason',
      });
}
