/** When a customer cancels: so long after the answer, or when the order's event is on the bus. */
export type CancelMoment = { afterMs: number } | { on: string };

/** Something a person does at an instant of the run; each by itself, so that any can be left out. */
export type Act = { id: string; atMs: number } & (
  | {
      kind: 'place';
      customer: string;
      lines: readonly { sku: string; quantity: number }[];
      /** What the sandbox does with it: `functions/payments/sandbox-cards.ts`. */
      card: string;
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

/** An act that places an order. */
export type Placing = Extract<Act, { kind: 'place' }>;
