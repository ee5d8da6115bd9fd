import { type HttpRequest, requestHeader } from '../apigateway/http.ts';
import { ServiceException } from '../service-exception.ts';
import type { KeyFault } from './credentials.ts';

/** Whose signature a request carries, and for what. */
export interface Signature {
  accessKeyId: string;
  region: string;
  /** The signing name of the service. */
  service: string;
}

const ALGORITHMS = ['AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'];
const BAD_REQUEST = 400;
/** Of a credential: the key id, the date, the region, the service, and how it ends. */
const SCOPE_PARTS = 5;

/**
 * Reads the signature of a request, in its header or its query (Signature Version 4). It is not verified: there
 * is no secret to verify it with, and an old date is as good as a new one. Undefined if there is none; throws
 * IncompleteSignature where a part is missing.
 */
export function readSignature(request: HttpRequest): Signature | undefined {
  const header = requestHeader(request, 'authorization');
  if (header?.startsWith('AWS4-')) return fromHeader(header, request);
  const credential = request.query?.['X-Amz-Credential']?.[0];
  if (request.query?.['X-Amz-Algorithm'] === undefined) return undefined;
  if (credential === undefined || request.query['X-Amz-Signature'] === undefined) {
    throw incomplete(
      'AWS query-string parameters must include X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-SignedHeaders and X-Amz-Date.',
    );
  }
  return fromCredential(credential);
}

function fromHeader(header: string, request: HttpRequest): Signature {
  const space = header.indexOf(' ');
  const algorithm = space === -1 ? header : header.slice(0, space);
  if (!ALGORITHMS.includes(algorithm)) {
    throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
  }
  const credential = parameter(header, 'Credential=');
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !header.includes(`${name}=`))
    .map((name) => `Authorization header requires '${name}' parameter. `);
  if (!requestHeader(request, 'x-amz-date') && !requestHeader(request, 'date')) {
    missing.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
    );
  }
  if (missing.length > 0) throw incomplete(`${missing.join('')}Authorization=${header}`);
  return fromCredential(credential);
}

function parameter(header: string, name: string): string {
  const start = header.indexOf(name);
  if (start === -1) return '';
  const end = header.indexOf(',', start);
  return header.slice(start + name.length, end === -1 ? undefined : end).trim();
}

function fromCredential(credential: string): Signature {
  const parts = credential.split('/');
  // A key of Signature Version 4A is valid in every region, and its scope names none.
  if (parts.length === SCOPE_PARTS - 1) parts.splice(2, 0, '*');
  const [accessKeyId = '', , region = '', service = '', end] = parts;
  if (parts.length !== SCOPE_PARTS || end !== 'aws4_request') {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  return { accessKeyId, region, service };
}

function incomplete(message: string): ServiceException {
  return new ServiceException('IncompleteSignatureException', message, BAD_REQUEST);
}

/** A request that carries no signature at all. */
export function missingAuthenticationToken(status: number): ServiceException {
  const message = 'Request is missing Authentication Token';
  return new ServiceException('MissingAuthenticationTokenException', message, status);
}

/** A key that is nobody's any more, as services of AWS Query and the others say it. */
export function badKey(
  fault: KeyFault,
  { isQuery, status }: { isQuery: boolean; status: number },
): ServiceException {
  const name = {
    expired: isQuery ? 'ExpiredToken' : 'ExpiredTokenException',
    revoked: isQuery ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
  }[fault];
  const adjective = fault === 'expired' ? 'expired' : 'invalid.';
  const message = `The security token included in the request is ${adjective}`;
  return new ServiceException(name, message, status);
}
