import type { APIGatewayProxyEvent } from 'aws-lambda';

/** What a test says of a request; the rest is as API Gateway would have it. */
export interface RequestLike {
  method?: string;
  path?: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Headers and parameters that came more than once, with each value. */
  repeated?: { headers?: Record<string, string[]>; query?: Record<string, string[]> };
  /** Text as it is; anything else as JSON. */
  body?: unknown;
  isBase64Encoded?: boolean;
  /** What the authoriser said; null if there was none. */
  authorizer?: { principalId?: string; scopes?: string } | null;
}

/** A request as API Gateway's Lambda proxy integration hands it to a function. */
export function proxyEvent(request: RequestLike): APIGatewayProxyEvent {
  const { method = 'POST', path = '/things', body, authorizer } = request;
  const caller = { principalId: 'customer-1', scopes: 'orders:write orders:read' };
  return {
    resource: path,
    path,
    httpMethod: method,
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': 'key-1',
      ...request.headers,
    },
    multiValueHeaders: request.repeated?.headers ?? {},
    queryStringParameters: request.query ?? null,
    multiValueQueryStringParameters: request.repeated?.query ?? null,
    pathParameters: request.params ?? null,
    stageVariables: null,
    requestContext: { authorizer: authorizer === null ? undefined : { ...caller, ...authorizer } },
    body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    isBase64Encoded: request.isBase64Encoded ?? false,
  } as unknown as APIGatewayProxyEvent;
}
