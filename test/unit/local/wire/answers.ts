import type { HttpResponse } from '../../../../local/apigateway/http.ts';
import { modelOf } from '../../../../local/wire/model.ts';
import { wireServices } from '../../../../local/wire/services.ts';

/** Errors of AWS's front ends, which no service's model lists, and codes of AWS Query. */
const FRONT_ERRORS = [
  ...['AccessDenied', 'AccessDeniedException', 'ExpiredToken', 'ExpiredTokenException'],
  ...['IncompleteSignature', 'IncompleteSignatureException', 'InternalFailure', 'InvalidAction'],
  ...['InvalidClientTokenId', 'InvalidParameterCombination', 'InvalidParameterValue'],
  ...['InvalidSignatureException', 'MalformedInput', 'MissingAction', 'MissingAuthenticationToken'],
  ...['MissingAuthenticationTokenException', 'MissingParameter', 'NotImplemented'],
  ...['RequestEntityTooLargeException', 'SerializationException', 'UnknownOperationException'],
  ...['UnrecognizedClientException', 'ValidationError', 'ValidationException'],
];

const SERVER_ERROR = 500;
const NOT_IMPLEMENTED = 501;

/** What is wrong with an answer; undefined if it is a success or an error such as AWS gives. */
export type FaultOf = (response: HttpResponse) => string | undefined;

/** Knows the errors of all services that are served. */
export async function faultFinder(): Promise<FaultOf> {
  const known = new Set(FRONT_ERRORS);
  for (const service of wireServices) {
    for (const [name, { traits }] of modelOf(await service.load()).errors) {
      known.add(name).add(traits.awsQueryError?.[0] ?? name);
    }
  }
  return (response) => faultOf(response, known);
}

function faultOf(response: HttpResponse, known: ReadonlySet<string>): string | undefined {
  const { status, headers, body } = response;
  if (isOfRestApis(response)) return undefined;
  if (!(headers['x-amzn-requestid'] ?? headers['x-amz-request-id'])) return 'no request id';
  if (status >= SERVER_ERROR && status !== NOT_IMPLEMENTED) return `status ${status}`;
  if (status < 300) return undefined;
  const name = errorOf(response);
  if (name === undefined) return `no error: ${body}`;
  return known.has(name) ? undefined : `no error of AWS: ${name}`;
}

/** An answer of the REST APIs, whose own there are tests of. */
function isOfRestApis({ headers, body }: HttpResponse): boolean {
  return 'x-amz-apigw-id' in headers || body === '{"message":"Forbidden"}';
}

function errorOf({ headers, body }: HttpResponse): string | undefined {
  const type = String(headers['content-type'] ?? '');
  const named = headers['x-amzn-errortype'];
  if (named) return typeof JSON.parse(body) === 'object' ? String(named).split(':')[0] : undefined;
  if (type.includes('json')) return String(JSON.parse(body).__type).split('#').at(-1);
  if (type.includes('xml')) return /<Code>(\w[\w.]*)<\/Code>/.exec(body)?.[1];
  return body === '<UnknownOperationException/>\n' ? 'UnknownOperationException' : undefined;
}
