import type { FidelityRow } from '../fidelity.ts';
import { type WireService, wireServices } from './services.ts';

/** What of the wire is there: the protocols of each service, and how far a signature goes. */
export function wireRows(): FidelityRow[] {
  const protocols = wireServices.flatMap((service) =>
    protocolsOf(service).map((protocol) => row(`${service.name} in ${protocol}`, 'simulated')),
  );
  return [
    ...protocols,
    row('signature of a request', 'read for the caller, not verified'),
    row('date of a signature', 'recorded, not simulated'),
    row('X-Amzn-Trace-Id of a request', 'simulated'),
  ];
}

function row(name: string, status: string): FidelityRow {
  return { kind: 'wire', name, status };
}

function protocolsOf({ target, jsonVersion, queryVersion, rest }: WireService): string[] {
  return [
    ...(target ? [`AWS JSON ${jsonVersion}`] : []),
    ...(queryVersion ? ['AWS Query'] : []),
    ...(rest ? ['REST JSON'] : []),
  ];
}
