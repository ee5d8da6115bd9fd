import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  APIGatewayTokenAuthorizerEvent,
} from 'aws-lambda';
import type { Deps } from './definition.ts';
import { errorCode, errorMessage, PermanentError } from './errors.ts';

/** What is wrong with a token, rather than with us. */
const REFUSALS = new Set(['token-refused', 'token-missing']);

type AuthoriserEvent = APIGatewayTokenAuthorizerEvent | APIGatewayRequestAuthorizerEvent;

/**
 * Answers API Gateway's Lambda authoriser request: who the caller is and which scopes the token has.
 * The policy covers the whole stage of the API because API Gateway keeps it for all of the token's
 * requests; each route then asks for its own scope. A bad token throws `Unauthorized`, which API
 * Gateway turns into 401 (apigateway-use-lambda-authorizer); any other error becomes 500 there.
 */
export async function authoriseRequest(
  event: AuthoriserEvent,
  deps: Deps,
): Promise<APIGatewayAuthorizerResult> {
  try {
    const claims = await deps.tokens.verify(bearerToken(event));
    return {
      principalId: claims.subject,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: wholeStage(event.methodArn) },
        ],
      },
      context: { scopes: claims.scopes.join(' ') },
    };
  } catch (cause) {
    if (!REFUSALS.has(errorCode(cause))) {
      deps.logger.error('Token could not be verified', { reason: errorMessage(cause) });
      deps.metrics.add('TokensUnverifiable', 'Count', 1);
      deps.metrics.flush();
      throw cause;
    }
    deps.logger.info('Token refused', { reason: errorMessage(cause) });
    throw new Error('Unauthorized', { cause });
  }
}

function bearerToken(event: AuthoriserEvent): string {
  const header =
    event.type === 'TOKEN'
      ? event.authorizationToken
      : (event.headers?.Authorization ?? event.headers?.authorization ?? '');
  const [scheme, token] = header.split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) {
    throw new PermanentError('token-missing', 'There is no bearer token');
  }
  return token;
}

/** `arn:aws:execute-api:region:account:api/stage/METHOD/path` to all methods and paths of the stage. */
function wholeStage(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}
