import { PermanentError } from './errors.ts';

/**
 * An Authorization header with a bearer token, as a pattern of API Gateway: the scheme in any case, then one or more
 * spaces (RFC 6750, section 2.1; RFC 9110, section 11).
 */
export const BEARER_CREDENTIALS = '^[Bb][Ee][Aa][Rr][Ee][Rr] +[-0-9A-Za-z._~+/]+=*$';

const CREDENTIALS = new RegExp(BEARER_CREDENTIALS);

/** The token of an Authorization header. Throws a `PermanentError` if there is none. */
export function bearerToken(header: string): string {
  if (!CREDENTIALS.test(header)) {
    throw new PermanentError('token-missing', 'There is no bearer token');
  }
  return header.slice(header.lastIndexOf(' ') + 1);
}
