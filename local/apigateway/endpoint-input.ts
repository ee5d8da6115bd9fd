import { NotSimulatedError } from '../errors.ts';
import { badRequest } from './api-gateway-errors.ts';

/** The endpoint of an API as CreateRestApi takes it. API_EndpointConfiguration. */
export interface EndpointInput {
  types?: string[];
  vpcEndpointIds?: string[];
  ipAddressType?: string;
}

const TYPES = ['REGIONAL', 'EDGE', 'PRIVATE'];
const ADDRESS_TYPES = ['ipv4', 'dualstack'];

/**
 * Throws BadRequestException for an endpoint that there is not, NotSimulatedError for private ones and for
 * addresses other than IPv4.
 */
export function checkEndpoint({ types, vpcEndpointIds, ipAddressType }: EndpointInput): void {
  for (const type of types ?? []) checkMember(type, 'types', TYPES);
  if (types && types.length !== 1) {
    throw badRequest('Only one endpoint configuration type is supported per API');
  }
  if (ipAddressType !== undefined) checkMember(ipAddressType, 'ipAddressType', ADDRESS_TYPES);
  if (types?.includes('PRIVATE')) throw new NotSimulatedError('endpoint type PRIVATE');
  if (vpcEndpointIds !== undefined) throw new NotSimulatedError('VPC endpoints of an API');
  if (ipAddressType === 'dualstack') throw new NotSimulatedError('address type dualstack');
}

function checkMember(value: string, member: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw badRequest(
    `1 validation error detected: Value '${value}' at ` +
      `'createRestApiInput.endpointConfiguration.${member}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${allowed.join(', ')}]`,
  );
}
