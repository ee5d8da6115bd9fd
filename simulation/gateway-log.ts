import type { CallPoint } from '../local/interference.ts';
import { isGatewayCall } from './fault.ts';

/** How often one operation was asked of the gateway for one reference, and `find` while it was intended. */
interface Requests {
  reference: string;
  operation: string;
  count: number;
  finds: number;
}

/** The operation that a payment's state intends; what has settled intends none. */
const INTENDED: Readonly<Record<string, string>> = {
  authorising: 'authorise',
  capturing: 'capture',
  voiding: 'void',
  refunding: 'refund',
};

/**
 * What the services ask of the gateway, the SDK's own second and third attempts not counted. Gateways forget keys:
 * only who wrote an intent may call at once, and whoever takes it over has to ask first. So each repetition of a call
 * has a `find` of its own, from the time of the same intent.
 */
export class GatewayLog {
  readonly #intents = new Map<string, string | undefined>();
  readonly #requests = new Map<string, Requests>();

  /** Sees the state that a payment has come to. */
  see(reference: string, state: string): void {
    this.#intents.set(reference, INTENDED[state]);
  }

  /** Takes a call, if it is one to the gateway. */
  take(point: CallPoint): void {
    if (!isGatewayCall(point) || point.attempt > 1) return;
    const { Payload } = point.input as { Payload: Uint8Array };
    const { operation, reference } = JSON.parse(Buffer.from(Payload).toString()) as Requests;
    if (operation !== 'find') {
      this.#of(reference, operation).count += 1;
      return;
    }
    const intended = this.#intents.get(reference);
    if (intended !== undefined) this.#of(reference, intended).finds += 1;
  }

  /** Calls that were repeated more often than the gateway was asked what had become of them. */
  blindRepetitions(): readonly Requests[] {
    return [...this.#requests.values()].filter(({ count, finds }) => finds < count - 1);
  }

  #of(reference: string, operation: string): Requests {
    const key = `${reference} ${operation}`;
    let requests = this.#requests.get(key);
    if (!requests) {
      requests = { reference, operation, count: 0, finds: 0 };
      this.#requests.set(key, requests);
    }
    return requests;
  }
}
