import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { MAX_CUSTOMER_ID_LENGTH } from '../../events/customer-id.ts';
import { required, type Variables } from './environment.ts';
import { errorMessage, PermanentError } from './errors.ts';
import type { TokenClaims, TokenVerifier } from './ports.ts';

/** Signature algorithms a token may have; `none` and the symmetric ones are never among them. */
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'];

/** OpenID Connect Core 1.0, section 2: a subject has at most 255 ASCII characters. */
const SUBJECT = new RegExp(`^[\\x20-\\x7e]{1,${MAX_CUSTOMER_ID_LENGTH}}$`);

/**
 * Verifies access tokens against the stage's issuer, audience and keys (TOKEN_ISSUER, TOKEN_AUDIENCE,
 * and TOKEN_JWKS or TOKEN_JWKS_URI). `nowMs` is the clock that expiry is held against, give or take
 * TOKEN_LEEWAY_SECONDS; TOKEN_SCOPE_CLAIM names the claim that has the scopes. A bad token is a
 * `PermanentError`; keys that cannot be fetched are whatever the fetch throws.
 */
export function createTokenVerifier(variables: Variables, nowMs: () => number): TokenVerifier {
  const issuer = required(variables, 'TOKEN_ISSUER');
  const audience = required(variables, 'TOKEN_AUDIENCE');
  const clockTolerance = Number(required(variables, 'TOKEN_LEEWAY_SECONDS'));
  const scopeClaim = required(variables, 'TOKEN_SCOPE_CLAIM');
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
        clockTolerance,
      }).catch(refusal);
      return { subject: subjectOf(payload), scopes: scopesOf(payload, scopeClaim) };
    },
  };
}

function subjectOf({ sub }: JWTPayload): string {
  if (typeof sub === 'string' && SUBJECT.test(sub)) return sub;
  throw refused(`"sub" claim must have 1 to ${MAX_CUSTOMER_ID_LENGTH} ASCII characters`);
}

/** A text of scopes with spaces between them, or a list of them; none without the claim. */
function scopesOf(payload: JWTPayload, claim: string): string[] {
  const scopes = payload[claim];
  if (scopes === undefined) return [];
  const list = typeof scopes === 'string' ? [scopes] : scopes;
  if (Array.isArray(list) && list.every((one) => typeof one === 'string')) {
    return list.flatMap((text) => text.split(' ')).filter((scope) => scope !== '');
  }
  throw refused(`"${claim}" claim must be a text or a list of texts`);
}

function refused(reason: string, options?: ErrorOptions): PermanentError {
  return new PermanentError('token-refused', reason, options);
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
  throw refused(errorMessage(error), { cause: error });
}
