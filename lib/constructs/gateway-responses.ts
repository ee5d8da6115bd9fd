import { CfnGatewayResponse, type IRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { PROBLEM_TYPES } from '../../functions/runtime/problem.ts';

/** An answer of API Gateway itself; its type has the same base as those of the functions' own problems. */
interface GatewayProblem {
  status: number;
  code: string;
  title: string;
  /** Default: API Gateway's own message. */
  detail?: string;
  headers?: Record<string, string>;
}

const NO_ROUTE: GatewayProblem = {
  status: 404,
  code: 'not-found',
  title: 'Not found',
  detail: 'There is no such route',
};

const NO_ANSWER: GatewayProblem = {
  status: 504,
  code: 'try-again',
  title: 'Not available',
  detail: 'The function did not answer; send the request again with the same Idempotency-Key',
};

/**
 * What API Gateway answers by itself, by its response types
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
 * No route takes AWS signatures: a request that is refused for its signature has met no route.
 */
export const GATEWAY_PROBLEMS: Readonly<Record<string, GatewayProblem>> = {
  UNAUTHORIZED: {
    status: 401,
    code: 'unauthorised',
    title: 'Unauthorised',
    detail: 'Send a valid access token in the Authorization header',
    headers: { 'WWW-Authenticate': 'Bearer' },
  },
  ACCESS_DENIED: { status: 403, code: 'forbidden', title: 'Forbidden' },
  BAD_REQUEST_PARAMETERS: { status: 400, code: 'header-missing', title: 'Bad request' },
  MISSING_AUTHENTICATION_TOKEN: NO_ROUTE,
  INVALID_SIGNATURE: NO_ROUTE,
  RESOURCE_NOT_FOUND: NO_ROUTE,
  REQUEST_TOO_LARGE: { status: 413, code: 'body-too-large', title: 'Body too large' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported-media-type',
    title: 'Unsupported media type',
  },
  THROTTLED: {
    status: 429,
    code: 'too-many-requests',
    title: 'Too many requests',
    headers: { 'Retry-After': '1' },
  },
  INTEGRATION_FAILURE: NO_ANSWER,
  INTEGRATION_TIMEOUT: NO_ANSWER,
  DEFAULT_4XX: { status: 400, code: 'bad-request', title: 'Bad request' },
  DEFAULT_5XX: {
    status: 500,
    code: 'internal-error',
    title: 'Internal error',
    detail: 'The request could not be handled; the logs hold the reason',
  },
};

/** Makes every answer of API Gateway itself an RFC 9457 problem. */
export function addGatewayResponses(scope: Construct, api: IRestApi): CfnGatewayResponse[] {
  return Object.entries(GATEWAY_PROBLEMS).map(
    ([type, problem]) =>
      new CfnGatewayResponse(scope, `Response-${type}`, {
        restApiId: api.restApiId,
        responseType: type,
        statusCode: String(problem.status),
        responseParameters: headersOf(problem),
        responseTemplates: { 'application/json': bodyOf(problem) },
      }),
  );
}

function headersOf({ headers }: GatewayProblem): Record<string, string> {
  const all = { 'Content-Type': 'application/problem+json', ...headers };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
  );
}

/** `$context.error.messageString` comes with its quotes. */
function bodyOf({ status, code, title, detail }: GatewayProblem): string {
  const known = JSON.stringify({ type: `${PROBLEM_TYPES}${code}`, title, status });
  const text = detail === undefined ? '$context.error.messageString' : JSON.stringify(detail);
  return `${known.slice(0, -1)},"detail":${text}}`;
}
