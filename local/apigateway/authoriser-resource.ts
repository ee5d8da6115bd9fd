import { NotSimulatedError } from '../errors.ts';
import type { ResourceType } from '../resource.ts';
import type { AuthoriserSpec } from './authoriser.ts';
import { functionOfUri } from './gateway-services.ts';
import { compileIdentitySource } from './identity-source.ts';
import { byResourceId } from './resource-id.ts';

/** `AWS::ApiGateway::Authorizer`, with a function behind it. */
export const authoriserResourceType: ResourceType = {
  type: 'AWS::ApiGateway::Authorizer',
  properties: {
    RestApiId: 'simulated',
    Name: 'recorded',
    Type: { only: ['TOKEN', 'REQUEST'] },
    AuthType: { only: ['custom'] },
    AuthorizerUri: 'simulated',
    AuthorizerCredentials: 'simulated',
    AuthorizerResultTtlInSeconds: 'simulated',
    IdentitySource: 'simulated',
    IdentityValidationExpression: 'simulated',
  },
  identify: byResourceId('AuthorizerId'),
  check({ properties }) {
    const { identitySource, resultTtlSeconds } = authoriserSpec(properties);
    compileIdentitySource(identitySource);
    if (!identitySource && resultTtlSeconds > 0) {
      const what = 'an authoriser whose answers are kept without an identity source';
      throw new NotSimulatedError([{ path: 'Properties.IdentitySource', what }]);
    }
  },
  create({ ref, properties }, { apigateway }) {
    const { authorisers } = apigateway.restApi(String(properties['RestApiId']));
    authorisers.set(ref, authoriserSpec(properties));
  },
};

/** Seconds that an answer is kept unless the template says otherwise. */
const DEFAULT_TTL_SECONDS = 300;

function authoriserSpec(properties: Record<string, unknown>): Omit<AuthoriserSpec, 'sourceArn'> {
  const uri = String(properties['AuthorizerUri']);
  const functionArn = functionOfUri(uri);
  if (functionArn === undefined) {
    throw new NotSimulatedError([{ path: 'Properties.AuthorizerUri', what: `authoriser ${uri}` }]);
  }
  return {
    type: properties['Type'] as AuthoriserSpec['type'],
    functionArn,
    identitySource: properties['IdentitySource'] as string | undefined,
    identityValidationExpression: properties['IdentityValidationExpression'] as string | undefined,
    resultTtlSeconds: Number(properties['AuthorizerResultTtlInSeconds'] ?? DEFAULT_TTL_SECONDS),
    credentials: properties['AuthorizerCredentials'] as string | undefined,
  };
}
