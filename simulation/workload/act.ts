/** A card and what the sandbox does with it; see `functions/payments/sandbox-cards.ts`. */
export type CardToken = string;

/** When a customer cancels: so long after the answer, or when the order's event is on the bus. */
export type CancelMoment = { afterMs: number } | { on: string };

/** Something a person does at an instant of the run; each by itself, so that any can be left out. */
export type Act = { id: string; atMs: number } & (
  | {
      kind: 'place';
      customer: string;
      lines: readonly { sku: string; quantity: number }[];
      card: CardToken;
      /** Sends the same request again, or another body under the same key. */
      twin?: { afterMs: number; body: 'same' | 'other' };
      cancel?: CancelMoment;
      /** Sends the same cancellation again, so long after its answer. */
      cancelAgainAfterMs?: number;
      /** Reads the order, insisting on the version it was answered. */
      readAfterMs?: number;
    }
  | { kind: 'stock'; sku: string; received: number }
  | { kind: 'price'; sku: string; amount: number }
);
