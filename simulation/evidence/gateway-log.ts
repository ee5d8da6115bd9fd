import type { CallPoint } from '../../local/interference.ts';
import { isGatewayCall } from '../fault.ts';

/** How often one operation was asked of the gateway for one reference, and `find` since it was first intended. */
interface Requests {
  reference: string;
  operation: string;
  count: number;
  finds: number;
}

/** Tells of a call that was repeated although the gateway had not been asked as often what had become of it. */
export type OnBlindRepetition = (requests: Readonly<Requests>) => void;

/** The operation that a payment's state intends; what has settled intends none. */
const INTENDED: Readonly<Record<string, string>> = {
  authorising: 'authorise',
  capturing: 'capture',
  voiding: 'void',
  refunding: 'refund',
};

/**
 * What the services ask of the gateway, each attempt as one. Gateways forget keys: only who wrote an intent may call at
 * once, and whoever takes it over has to ask first. So each repetition of a call has a `find` of its own, from
 * when it was intended on; which may be before the first call, where two invocations are at it, and after the intent, where
 * one of them is late.
 */
export class GatewayLog {
  /** By reference, what was ever intended. */
  readonly #intents = new Map<string, Set<string>>();
  readonly #requests = new Map<string, Requests>();
  #onBlind: OnBlindRepetition = () => {};

  /** Says who is to be told. */
  tell(onBlind: OnBlindRepetition): void {
    this.#onBlind = onBlind;
  }

  /** Sees the state that a payment has come to; whoever is late still asks about the intents before it. */
  see(reference: string, state: string): void {
    const intended = INTENDED[state];
    if (!intended) return;
    const intents = this.#intents.get(reference);
    if (intents) intents.add(intended);
    else this.#intents.set(reference, new Set([intended]));
  }

  /** Takes a call, if it is one to the gateway. */
  take(point: CallPoint): void {
    if (!isGatewayCall(point)) return;
    const { Payload } = point.input as { Payload: Uint8Array };
    const { operation, reference } = JSON.parse(Buffer.from(Payload).toString()) as Requests;
    if (operation !== 'find') {
      const requests = this.#of(reference, operation);
      requests.count += 1;
      if (requests.finds < requests.count - 1) this.#onBlind(requests);
      return;
    }
    for (const intended of this.#intents.get(reference) ?? []) {
      this.#of(reference, intended).finds += 1;
    }
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
