import { type HttpRequest, requestHeader } from '../apigateway/http.ts';
import { ServiceException } from '../service-exception.ts';
import { awsJson, bodyText } from './aws-json.ts';
import type { Protocol } from './protocol.ts';
import { awsQuery, formOf, isQueueAddress } from './query.ts';
import { restJson } from './rest-json.ts';
import { type WireService, wireServices } from './services.ts';
import type { Signature } from './signature.ts';

/** How a request speaks, and to which service; without a service it names one that is not there. */
export interface Recognised {
  protocol: Protocol;
  service: WireService | undefined;
  /** What the request calls the service. */
  named: string;
}

const byTarget = new Map(wireServices.map((service) => [service.target, service]));
const bySigningName = new Map(wireServices.map((service) => [service.signingName, service]));

/** Requests to a stage of a REST API are signed for this name; they are no calls of AWS's own API. */
const REST_API = 'execute-api';

/** Whether and how a request is a call of AWS's API; undefined if it is none, and so one to a REST API. */
export function recognise(
  request: HttpRequest,
  signature: Signature | undefined,
): Recognised | undefined {
  const target = requestHeader(request, 'x-amz-target');
  if (target !== undefined) {
    const named = target.slice(0, Math.max(0, target.lastIndexOf('.')));
    return { protocol: awsJson, service: byTarget.get(named), named };
  }
  const type = requestHeader(request, 'content-type') ?? '';
  const named = signature?.service ?? '';
  if (named === REST_API) return undefined;
  const service = bySigningName.get(named);
  // An unsigned form with an action may be one for a REST API; AWS Query is spoken at the root.
  const toQueue = isQueueAddress(request.path);
  if ((signature || toQueue || request.path === '/') && isQuery(request, type)) {
    const spoken = service ?? (toQueue ? bySigningName.get('sqs') : queryServiceOf(request));
    return { protocol: awsQuery, service: spoken?.queryNamespace ? spoken : undefined, named };
  }
  if (type.startsWith('application/x-amz-json-')) return { protocol: awsJson, service, named };
  if (!signature) return undefined;
  return { protocol: service?.rest ? restJson : awsJson, service, named };
}

/** AWS Query is a form, or a GET, that names its action; all that comes to a queue's address by GET is for it. */
function isQuery(request: HttpRequest, type: string): boolean {
  const { query } = request;
  if (request.method === 'GET' && isQueueAddress(request.path)) return true;
  if (query?.Action !== undefined && query.Version !== undefined) return true;
  if (!type.startsWith('application/x-www-form-urlencoded')) return false;
  return query?.Action !== undefined || /(^|&)Action=/.test(bodyText(request));
}

/** A request that is not signed still tells its service by the version that it names. */
function queryServiceOf(request: HttpRequest): WireService | undefined {
  const version = versionIn(request);
  return wireServices.find(({ queryVersion }) => queryVersion && queryVersion === version);
}

/** A form that cannot be read names no version. */
function versionIn(request: HttpRequest): string | undefined {
  try {
    return formOf(request).children.get('Version')?.value;
  } catch (error) {
    if (error instanceof ServiceException) return undefined;
    throw error;
  }
}
