/**
 * An event pattern that EventBridge would refuse; `path` names the part that is wrong, such as
 * `detail.price[0].numeric`.
 */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';
  readonly path: string;
  /** What is wrong there. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`Event pattern is not valid at ${path === '' ? 'the top level' : path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}
