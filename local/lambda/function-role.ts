import { AccessDeniedError } from '../iam/access-denied-error.ts';
import type { Access } from '../service.ts';
import type { FunctionSettings } from './function-settings.ts';
import type { Lambda } from './lambda.ts';
import { lambdaException } from './lambda-errors.ts';
import { LAMBDA_PRINCIPAL } from './lambda-services.ts';

/** What giving Lambda a role needs. IAM User Guide, "Grant a user permissions to pass a role to an AWS service". */
export function passRole({ Role }: { Role?: string | undefined }): readonly Access[] {
  if (Role === undefined) return [];
  const context = { 'iam:passedtoservice': LAMBDA_PRINCIPAL };
  return [{ action: 'iam:PassRole', resource: Role, context }];
}

/**
 * Makes or changes a function; throws InvalidParameterValueException for a role that Lambda may not assume, or that may not send
 * to the function's dead-letter queue.
 */
export function inRole(lambda: Lambda, settings: FunctionSettings, make: () => void): void {
  try {
    checkDeadLetters(lambda, settings);
    make();
  } catch (error) {
    if (!(error instanceof AccessDeniedError)) throw error;
    const message = 'The role defined for the function cannot be assumed by Lambda.';
    const refused = lambdaException('InvalidParameterValueException', message);
    throw Object.assign(refused, { cause: error });
  }
}

function checkDeadLetters(
  { services: { foundation } }: Lambda,
  { name, roleArn, deadLetterArn }: FunctionSettings,
): void {
  if (deadLetterArn === undefined) return;
  const principal = foundation.iam.assume(LAMBDA_PRINCIPAL, roleArn, { session: name });
  const sending = { action: 'sqs:SendMessage', resource: deadLetterArn };
  if (foundation.iam.isAllowed(principal, sending)) return;
  const message =
    'The provided execution role does not have permissions to call SendMessage on SQS';
  throw lambdaException('InvalidParameterValueException', message);
}
