import * as z from 'zod/mini';

/** Characters of a gateway's reason that are kept; `PaymentDeclined` takes no more. */
const MAX_REASON_LENGTH = 128;

const Reason = z.pipe(
  z.optional(z.string()),
  z.transform((reason) => reason?.slice(0, MAX_REASON_LENGTH) || 'not given'),
);

const captured = z.object({ type: z.literal('captured') });
const voided = z.object({ type: z.literal('voided') });

/** What a gateway function may answer, by operation; it is somebody else's, so nothing is taken on trust. */
export const gatewayAnswers = {
  authorise: z.union([
    z.object({ type: z.literal('approved') }),
    z.object({ type: z.literal('declined'), reason: Reason }),
  ]),
  capture: z.union([captured, voided, z.object({ type: z.literal('refused'), reason: Reason })]),
  void: z.union([voided, captured]),
  refund: z.object({ type: z.literal('refunded') }),
  find: z.union([
    z.object({ state: z.enum(['unknown', 'authorised', 'captured', 'voided', 'refunded']) }),
    z.object({ state: z.literal('declined'), reason: Reason }),
  ]),
};
