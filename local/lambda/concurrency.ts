/** Concurrent executions of an account in a region, unless AWS raised it. Lambda quotas. */
const ACCOUNT_LIMIT = 1000;

/**
 * Who may run at once: functions with a reservation within theirs, the others within what is left.
 * AWS Lambda Developer Guide, "Understanding Lambda function scaling".
 */
export class AccountConcurrency {
  #unreservedLimit = ACCOUNT_LIMIT;
  #unreservedBusy = 0;

  /** A function's own share; `reserved` undefined means the account's unreserved one. */
  share(reserved: number | undefined): ConcurrencyShare {
    if (reserved === undefined) return this.#unreserved();
    this.#unreservedLimit -= reserved;
    let busy = 0;
    return {
      acquire: () => {
        if (busy >= reserved) return false;
        busy += 1;
        return true;
      },
      release: () => {
        busy -= 1;
      },
    };
  }

  #unreserved(): ConcurrencyShare {
    return {
      acquire: () => {
        if (this.#unreservedBusy >= this.#unreservedLimit) return false;
        this.#unreservedBusy += 1;
        return true;
      },
      release: () => {
        this.#unreservedBusy -= 1;
      },
    };
  }
}

/** Grants executions one by one. */
export interface ConcurrencyShare {
  /** False: the invocation is throttled. */
  acquire(): boolean;
  release(): void;
}
