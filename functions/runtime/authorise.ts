import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  APIGatewayTokenAuthorizerEvent,
} from 'aws-lambda';
import { bearerToken } from './bearer-token.ts';
import type { Deps } from './definition.ts';
import { errorCode, errorMessage } from './errors.ts';
import type { TokenClaims } from './ports.ts';

/** What is wrong with a token, rather than with us. */
const REFUSALS = new Set(['token-refused', 'token-missing']);

/** Whether an error of verifying says that the token is bad, rather than that it could not be verified. */
export function isRefusedToken(error: unknown): boolean {
  return REFUSALS.has(errorCode(error));
}

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
    const claims = await claimsIn(headerOf(event), deps);
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
    if (!isRefusedToken(cause)) throw cause;
    throw new Error('Unauthorized', { cause });
  } finally {
    deps.metrics.flush();
  }
}

/**
 * The claims of the token in an Authorization header. A refused token is logged and throws what `isRefusedToken` knows;
 * one that could not be verified is counted as well, for then nobody gets in.
 */
export async function claimsIn(
  header: string,
  { tokens, logger, metrics }: Pick<Deps, 'tokens' | 'logger' | 'metrics'>,
): Promise<TokenClaims> {
  try {
    return await tokens.verify(bearerToken(header));
  } catch (error) {
    if (isRefusedToken(error)) {
      logger.info('Token refused', { reason: errorMessage(error) });
    } else {
      logger.error('Token could not be verified', { reason: errorMessage(error) });
      metrics.add('TokensUnverifiable', 'Count', 1);
    }
    throw error;
  }
}

function headerOf(event: AuthoriserEvent): string {
  return event.type === 'TOKEN'
    ? event.authorizationToken
    : (event.headers?.Authorization ?? event.headers?.authorization ?? '');
}

/** `arn:aws:execute-api:region:account:api/stage/METHOD/path` to all methods and paths of the stage. */
function wholeStage(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}
