import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { required, type Variables } from './environment.ts';
import { errorMessage, PermanentError } from './errors.ts';
import type { TokenClaims, TokenVerifier } from './ports.ts';

/** Signature algorithms a token may have; `none` and the symmetric ones are never among them. */
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'];

/**
 * Verifies access tokens against the stage's issuer, audience and keys (TOKEN_ISSUER, TOKEN_AUDIENCE,
 * and TOKEN_JWKS or TOKEN_JWKS_URI). `nowMs` is the clock that expiry is held against. A bad token is
 * a `PermanentError`; keys that cannot be fetched are whatever the fetch throws.
 */
export function createTokenVerifier(variables: Variables, nowMs: () => number): TokenVerifier {
  const issuer = required(variables, 'TOKEN_ISSUER');
  const audience = required(variables, 'TOKEN_AUDIENCE');
  const keys = variables.TOKEN_JWKS
    ? createLocalJWKSet(JSON.parse(variables.TOKEN_JWKS) as JSONWebKeySet)
    : createRemoteJWKSet(new URL(required(variables, 'TOKEN_JWKS_URI')));
  return {
    async verify(token): Promise<TokenClaims> {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(nowMs()),
      }).catch(refusal);
      return {
        subject: payload.sub!,
        scopes: typeof payload.scope === 'string' ? payload.scope.split(' ') : [],
      };
    },
  };
}

/** What jose says of a token, as against what it says of keys that cannot be fetched or read. */
const TOKEN_ERRORS = [
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

function refusal(error: unknown): never {
  const told = TOKEN_ERRORS.find((kind) => error instanceof kind);
  if (!told) throw error;
  throw new PermanentError('token-refused', errorMessage(error), { cause: error });
}
