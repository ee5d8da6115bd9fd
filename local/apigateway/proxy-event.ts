import { type Exchange, extendedRequestId, type Route, requestTime } from './exchange.ts';
import { eventHeaderName } from './header-names.ts';
import { type HttpRequest, LOCAL_ADDRESS, requestHeader } from './http.ts';

/**
 * The event of a Lambda proxy integration, payload version 1.0.
 * API Gateway Developer Guide, "Input format of a Lambda function for proxy integration".
 */
export function proxyEvent(exchange: Exchange, route: Route): object {
  const { request } = exchange;
  const { headers, multiValueHeaders } = eventHeaders(exchange);
  const { single, multiple } = eventQuery(request);
  return {
    resource: route.resourcePath,
    path: request.path,
    httpMethod: request.method,
    headers,
    multiValueHeaders,
    queryStringParameters: single,
    multiValueQueryStringParameters: multiple,
    pathParameters: exchange.parameters ?? null,
    stageVariables: exchange.stage.variables ?? null,
    requestContext: requestContext(exchange, route),
    body: bodyText(request),
    isBase64Encoded: false,
  };
}

/**
 * The event of a REQUEST authoriser: the same request, empty objects in place of null, and no body.
 * API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer".
 */
export function requestAuthoriserEvent(
  exchange: Exchange,
  route: Route,
  methodArn: string,
): object {
  const { request } = exchange;
  const { headers, multiValueHeaders } = eventHeaders(exchange);
  const { single, multiple } = eventQuery(request);
  return {
    type: 'REQUEST',
    methodArn,
    resource: route.resourcePath,
    path: request.path,
    httpMethod: request.method,
    headers,
    multiValueHeaders,
    queryStringParameters: single ?? {},
    multiValueQueryStringParameters: multiple ?? {},
    pathParameters: exchange.parameters ?? {},
    stageVariables: exchange.stage.variables ?? {},
    requestContext: requestContext(exchange, route),
  };
}

function requestContext(exchange: Exchange, route: Route): object {
  const { request, stage, startMs, authorisation } = exchange;
  return {
    resourceId: route.resourceId,
    ...(authorisation && {
      authorizer: {
        ...authorisation.context,
        principalId: authorisation.principalId,
        integrationLatency: authorisation.integrationLatencyMs,
      },
    }),
    resourcePath: route.resourcePath,
    httpMethod: request.method,
    extendedRequestId: extendedRequestId(exchange),
    requestTime: requestTime(startMs),
    path: `/${stage.name}${request.path}`,
    accountId: stage.account,
    protocol: 'HTTP/1.1',
    stage: stage.name,
    domainPrefix: stage.apiId,
    requestTimeEpoch: startMs,
    requestId: exchange.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: request.sourceIp ?? LOCAL_ADDRESS,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: requestHeader(request, 'user-agent') ?? null,
      user: null,
    },
    domainName: stage.domainName,
    deploymentId: stage.deploymentId,
    apiId: stage.apiId,
  };
}

interface EventHeaders {
  headers: Record<string, string>;
  multiValueHeaders: Record<string, readonly string[]>;
}

/** The client's headers and those API Gateway adds; of several values, `headers` has the last. */
function eventHeaders({ request, stage, traceRoot }: Exchange): EventHeaders {
  const added: EventHeaders = { headers: {}, multiValueHeaders: {} };
  const put = (name: string, value: string | readonly string[]): void => {
    const single = typeof value === 'string';
    added.headers[name] = single ? value : (value.at(-1) ?? '');
    added.multiValueHeaders[name] = single ? [value] : value;
  };
  put('Host', stage.domainName);
  put('X-Forwarded-For', request.sourceIp ?? LOCAL_ADDRESS);
  put('X-Forwarded-Port', '443');
  put('X-Forwarded-Proto', 'https');
  for (const name in request.headers) {
    const inEvent = eventHeaderName(name);
    if (inEvent !== undefined) put(inEvent, request.headers[name]!);
  }
  put('X-Amzn-Trace-Id', traceRoot);
  return added;
}

interface EventQuery {
  single: Record<string, string> | null;
  multiple: Record<string, readonly string[]> | null;
}

function eventQuery({ query }: HttpRequest): EventQuery {
  const pairs = query ? Object.entries(query) : [];
  if (pairs.length === 0) return { single: null, multiple: null };
  return {
    single: Object.fromEntries(pairs.map(([name, values]) => [name, values.at(-1) ?? ''])),
    multiple: Object.fromEntries(pairs),
  };
}

function bodyText({ body }: HttpRequest): string | null {
  if (body === undefined || body.length === 0) return null;
  return typeof body === 'string' ? body : body.toString();
}
