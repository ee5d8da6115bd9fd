import { type HttpRequest, requestHeader } from '../apigateway/http.ts';
import { Attempts, type Call, type Mortal } from '../attempt.ts';
import { failWhereLoud } from '../client.ts';
import type { Foundation } from '../foundation.ts';
import type { Answer, Principal } from '../service.ts';

/** Calls that an interference ended and that may yet be tried again: more than an environment makes at a time. */
const MAXIMUM_ENDED = 1_000;

/** One whose calls come over the wire: an attempt at a time, as the SDK on the other side tries again. */
export class Party {
  readonly #attempts: Attempts;
  readonly #foundation: Foundation;
  readonly #isFunction: boolean;
  readonly #mortal: Mortal | undefined;
  /** What an interference ended calls with for good, by the SDK's id of the call: it tries again all the same. */
  readonly #ended = new Map<string, unknown>();

  /** `isClient`: a role's session is no function's; `mortal` ends if an interference lets the caller die. */
  constructor(
    principal: Principal,
    foundation: Foundation,
    { isClient = false, mortal }: { isClient?: boolean; mortal?: Mortal | undefined } = {},
  ) {
    this.#isFunction = principal.kind === 'role' && !isClient;
    const caller = callerNameOf(principal);
    this.#attempts = new Attempts({ principal, caller }, foundation);
    this.#foundation = foundation;
    this.#mortal = mortal;
  }

  /** Makes one attempt of a call, whose number and call are in the SDK's headers. */
  make(call: Omit<Call, 'traceHeader' | 'mortal'>, request: HttpRequest): Promise<Answer> {
    const id = requestHeader(request, 'amz-sdk-invocation-id') ?? '';
    const traceHeader = requestHeader(request, 'x-amzn-trace-id');
    return new Promise((answered, reject) => {
      if (this.#ended.has(id)) return reject(this.#ended.get(id));
      const refused = (error: unknown, isFinal?: boolean): void => {
        if (isFinal && id !== '') this.#end(id, error);
        reject(error);
      };
      const whole = { ...call, traceHeader, mortal: this.#mortal };
      this.#attempts.make(whole, { answered, refused }, attemptOf(request));
    });
  }

  /** Of the oldest the SDK has long made its last attempt. */
  #end(id: string, error: unknown): void {
    this.#ended.set(id, error);
    if (this.#ended.size <= MAXIMUM_ENDED) return;
    const [oldest] = this.#ended.keys();
    this.#ended.delete(oldest!);
  }

  /** What a function may not swallow fails, as it does in process; the operator is only told. */
  told(error: unknown): void {
    if (this.#isFunction) failWhereLoud(error, this.#foundation);
  }
}

/** The name in meters and traces. */
function callerNameOf(principal: Principal): string {
  if (principal.kind === 'role') return principal.session;
  if (principal.kind !== 'user') return 'operator';
  return principal.userArn.slice(principal.userArn.lastIndexOf('/') + 1);
}

/** Such as `attempt=2; max=3`: AWS SDKs and Tools Reference Guide, "Retry behavior". */
const ATTEMPT = /\battempt=(\d+)/;

function attemptOf(request: HttpRequest): number {
  return Number(ATTEMPT.exec(requestHeader(request, 'amz-sdk-request') ?? '')?.[1] ?? 1);
}
