import type { ResourceType } from '../resource.ts';
import type { AuthoriserSettings } from './api-settings.ts';
import { authoriserSpec, DEFAULT_TTL_SECONDS } from './authoriser-spec.ts';
import { byResourceId } from './resource-id.ts';
import { withPath } from './template-path.ts';

/** `AWS::ApiGateway::Authorizer`, with a function behind it. */
export const authoriserResourceType: ResourceType = {
  type: 'AWS::ApiGateway::Authorizer',
  properties: {
    RestApiId: 'simulated',
    Name: 'simulated',
    Type: { only: ['TOKEN', 'REQUEST'] },
    AuthType: { only: ['custom'] },
    AuthorizerUri: 'simulated',
    AuthorizerCredentials: 'simulated',
    AuthorizerResultTtlInSeconds: 'simulated',
    IdentitySource: 'simulated',
    IdentityValidationExpression: 'simulated',
  },
  identify: byResourceId('AuthorizerId'),
  check: ({ properties }) => withPath(() => void authoriserSpec(authoriserSettings(properties))),
  create({ ref, properties }, { apigateway }) {
    const { authorisers } = apigateway.restApi(String(properties['RestApiId']));
    authorisers.set(ref, authoriserSettings(properties));
  },
};

function authoriserSettings(properties: Record<string, unknown>): AuthoriserSettings {
  const optional = (name: string): string | undefined => properties[name] as string | undefined;
  const ttlSeconds = properties['AuthorizerResultTtlInSeconds'] ?? DEFAULT_TTL_SECONDS;
  return {
    name: optional('Name'),
    type: String(properties['Type']),
    authorizerUri: String(properties['AuthorizerUri']),
    authorizerCredentials: optional('AuthorizerCredentials'),
    identitySource: optional('IdentitySource'),
    identityValidationExpression: optional('IdentityValidationExpression'),
    authorizerResultTtlInSeconds: Number(ttlSeconds),
  };
}
