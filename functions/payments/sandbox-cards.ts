/** What the sandbox does with a card. */
export interface SandboxBehaviour {
  authorise: 'approved' | 'declined';
  capture: 'captured' | 'refused';
  /** The gateway's reason, where it refuses. */
  reason: string;
  /** `lost`: it is done, and the answer never comes. */
  authoriseAnswer: 'prompt' | 'slow' | 'lost';
  captureAnswer: 'prompt' | 'slow' | 'lost';
  /** From the first call on, how long the gateway answers nothing at all. */
  outageMs: number;
}

const approved: SandboxBehaviour = {
  authorise: 'approved',
  capture: 'captured',
  reason: 'none',
  authoriseAnswer: 'prompt',
  captureAnswer: 'prompt',
  outageMs: 0,
};

/** Behaviour by card token; any other token is approved and captured. */
export const sandboxCards: Readonly<Record<string, SandboxBehaviour>> = {
  tok_declined: { ...approved, authorise: 'declined', reason: 'insufficient_funds' },
  tok_capture_refused: { ...approved, capture: 'refused', reason: 'authorisation_expired' },
  tok_slow: { ...approved, authoriseAnswer: 'slow', captureAnswer: 'slow' },
  tok_authorise_lost: { ...approved, authoriseAnswer: 'lost' },
  tok_capture_lost: { ...approved, captureAnswer: 'lost' },
  tok_outage: { ...approved, outageMs: 1_800_000 },
};

/** What the sandbox does with `cardToken`. */
export function behaviourOf(cardToken: string): SandboxBehaviour {
  return sandboxCards[cardToken] ?? approved;
}
