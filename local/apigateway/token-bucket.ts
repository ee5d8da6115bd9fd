/** How often a method may be called; API Gateway Developer Guide, "Throttle requests to your REST APIs". */
export interface Throttle {
  /** Requests a second that it refills by. */
  rateLimit: number;
  /** Requests it holds at most. */
  burstLimit: number;
}

/** A bucket of tokens, full at first, that refills with time. */
export class TokenBucket {
  readonly #throttle: Throttle;
  #tokens: number;
  #filledAtMs: number;

  constructor(throttle: Throttle, nowMs: number) {
    this.#throttle = throttle;
    this.#tokens = throttle.burstLimit;
    this.#filledAtMs = nowMs;
  }

  /** Takes a token; false if there is none. */
  take(nowMs: number): boolean {
    const { rateLimit, burstLimit } = this.#throttle;
    const refill = ((nowMs - this.#filledAtMs) / 1000) * rateLimit;
    this.#tokens = Math.min(burstLimit, this.#tokens + refill);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
