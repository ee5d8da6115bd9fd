/** Concurrent executions of an account in a region, unless AWS raised it. Lambda quotas. */
export const ACCOUNT_LIMIT = 1000;

/**
 * Who may run at once: functions with a reservation within theirs, the others within what is left.
 * AWS Lambda Developer Guide, "Understanding Lambda function scaling".
 */
export class AccountConcurrency {
  #unreservedLimit = ACCOUNT_LIMIT;
  #unreservedBusy = 0;

  /** What functions without a reservation share. */
  get unreservedLimit(): number {
    return this.#unreservedLimit;
  }

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
      giveBack: () => {
        this.#unreservedLimit += reserved;
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
      giveBack: () => {},
    };
  }
}

/** Grants executions one by one. */
export interface ConcurrencyShare {
  /** False: the invocation is throttled. */
  acquire(): boolean;
  release(): void;
  /** Ends the reservation: nothing is acquired any more. */
  giveBack(): void;
}
