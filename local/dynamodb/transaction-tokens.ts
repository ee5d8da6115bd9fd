import { createHash } from 'node:crypto';
import { idempotentParameterMismatch } from './errors.ts';

/** How long DynamoDB remembers a transaction's token after it completed. */
const rememberedMs = 10 * 60 * 1000;

interface Remembered {
  digest: string;
  completedMs: number;
}

/** The ClientRequestTokens of transactions that completed in the last ten minutes. */
export class TransactionTokens {
  readonly #byToken = new Map<string, Remembered>();

  /**
   * Whether this very transaction has been carried out; throws an
   * IdempotentParameterMismatchException if the token was another's.
   */
  isRepeated(token: string, transaction: string, nowMs: number): boolean {
    this.#forget(nowMs);
    const remembered = this.#byToken.get(token);
    if (remembered === undefined) return false;
    if (remembered.digest !== digestOf(transaction)) throw idempotentParameterMismatch();
    return true;
  }

  remember(token: string, transaction: string, nowMs: number): void {
    this.#byToken.delete(token);
    this.#byToken.set(token, { digest: digestOf(transaction), completedMs: nowMs });
  }

  /** Tokens stand in the order in which they completed. */
  #forget(nowMs: number): void {
    for (const [token, { completedMs }] of this.#byToken) {
      if (nowMs - completedMs < rememberedMs) return;
      this.#byToken.delete(token);
    }
  }
}

function digestOf(transaction: string): string {
  return createHash('sha256').update(transaction).digest('base64');
}
