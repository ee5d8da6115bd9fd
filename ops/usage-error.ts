/** What the person at the terminal can mend; printed as one line, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
