import type { Foundation } from '../foundation.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { Principal } from '../service.ts';

/** What API Gateway needs of the rest of the cloud. */
export interface GatewayServices {
  foundation: Foundation;
  lambda: Pick<Lambda, 'invoke'>;
}

/** The service principal of API Gateway. */
export const GATEWAY_PRINCIPAL = 'apigateway.amazonaws.com';

/**
 * Who invokes a function: the role of `credentials`, once API Gateway may assume it, or API Gateway itself
 * for `sourceArn`, which the function's own policy must let in. Throws AccessDeniedError.
 */
export function invoker(
  { foundation }: GatewayServices,
  credentials: string | undefined,
  sourceArn: string,
): Principal {
  if (credentials === undefined) return { kind: 'service', service: GATEWAY_PRINCIPAL, sourceArn };
  const session = 'BackplaneAssumeRoleSession';
  return foundation.iam.assume(GATEWAY_PRINCIPAL, credentials, { session, sourceArn });
}

/** The function's ARN in an invocation URI; undefined for the URI of anything else. */
export function functionOfUri(uri: string): string | undefined {
  return /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(
    uri,
  )?.[1];
}
