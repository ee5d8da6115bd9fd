import { NotSimulatedError } from '../errors.ts';
import type { AuthoriserSettings } from './api-settings.ts';
import type { AuthoriserSpec } from './authoriser.ts';
import { compileValidation } from './expression.ts';
import { functionOfUri } from './gateway-services.ts';
import { compileIdentitySource } from './identity-source.ts';

/** Seconds that an answer is kept unless the settings say otherwise. */
export const DEFAULT_TTL_SECONDS = 300;

/** What an authoriser's settings come to; throws NotSimulatedError. */
export function authoriserSpec(settings: AuthoriserSettings): Omit<AuthoriserSpec, 'sourceArn'> {
  const { type, authorizerUri: uri, identitySource } = settings;
  if (type !== 'TOKEN' && type !== 'REQUEST') refuse('Type', `authoriser of type ${type}`);
  const functionArn = functionOfUri(uri);
  if (functionArn === undefined) refuse('AuthorizerUri', `authoriser ${uri}`);
  compileIdentitySource(identitySource);
  compileValidation(settings.identityValidationExpression);
  const resultTtlSeconds = settings.authorizerResultTtlInSeconds;
  if (!identitySource && resultTtlSeconds > 0) {
    refuse('IdentitySource', 'an authoriser whose answers are kept without an identity source');
  }
  return {
    type,
    functionArn,
    identitySource,
    identityValidationExpression: settings.identityValidationExpression,
    resultTtlSeconds,
    credentials: settings.authorizerCredentials,
  };
}

function refuse(path: string, what: string): never {
  throw new NotSimulatedError([{ path, what }]);
}
