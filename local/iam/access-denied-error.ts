/** What was refused to whom, and why, in the words of AWS. */
export interface Denial {
  /** Such as `dynamodb:PutItem`. */
  action: string;
  /** ARN. */
  resource: string;
  /** The caller as AWS prints it: an assumed role's session, a service, the operator. */
  caller: string;
  /** Empty where AWS says none. Such as `because no identity-based policy allows the sqs:SendMessage action`. */
  reason: string;
  /** The statement that would have decided otherwise but for this condition. */
  nearly?: string;
}

/**
 * A call that IAM does not allow. The message is the one AWS documents under "Troubleshoot access denied
 * error messages", followed by the condition that failed where only a condition stood in the way.
 */
export class AccessDeniedError extends Error {
  override readonly name: string = 'AccessDeniedException';
  readonly action: string;
  readonly resource: string;
  readonly caller: string;
  readonly nearly: string | undefined;

  constructor({ action, resource, caller, reason, nearly }: Denial) {
    const hint = nearly === undefined ? '' : ` (${nearly})`;
    super(
      `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${reason}${hint}`.trimEnd(),
    );
    this.action = action;
    this.resource = resource;
    this.caller = caller;
    this.nearly = nearly;
  }
}
