/** A schedule expression that EventBridge would refuse. */
export class InvalidScheduleError extends Error {
  override readonly name = 'InvalidScheduleError';

  constructor(expression: string, reason: string) {
    super(`Schedule expression ${expression} is not valid: ${reason}`);
  }
}
