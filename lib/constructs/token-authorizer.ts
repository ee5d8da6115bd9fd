import {
  AuthorizationType,
  CfnAuthorizer,
  type IAuthorizer,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { BEARER_CREDENTIALS } from '../../functions/runtime/bearer-token.ts';
import { functionArn, invokeStatement } from '../grants.ts';
import type { Names } from '../names.ts';

/** What API Gateway does by itself with the Authorization header. */
export const AUTHORIZER_SETTINGS = {
  type: 'TOKEN',
  identitySource: 'method.request.header.Authorization',
  /** Anything else is refused without asking. */
  identityValidationExpression: BEARER_CREDENTIALS,
  /** Seconds an answer is kept: how long an expired or withdrawn token may still be used. */
  authorizerResultTtlInSeconds: 60,
} as const;

/** Puts the platform's authoriser in front of an API; it is found by its well-known name. */
export function tokenAuthorizer(scope: Construct, api: RestApi, names: Names): IAuthorizer {
  const { partition, region } = Stack.of(scope);
  const role = new Role(scope, 'AuthorizerRole', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    description: 'Lets API Gateway ask the authoriser',
  });
  role.addToPolicy(invokeStatement(scope, names.authoriser));
  const invocations = `2015-03-31/functions/${functionArn(scope, names.authoriser)}/invocations`;
  const authorizer = new CfnAuthorizer(scope, 'Authorizer', {
    name: names.authoriser,
    restApiId: api.restApiId,
    ...AUTHORIZER_SETTINGS,
    authorizerUri: `arn:${partition}:apigateway:${region}:lambda:path/${invocations}`,
    authorizerCredentials: role.roleArn,
  });
  return {
    authorizerId: authorizer.ref,
    authorizationType: AuthorizationType.CUSTOM,
  };
}
