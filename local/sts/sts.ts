import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import type { Foundation } from '../foundation.ts';
import { AccessDeniedError } from '../iam/access-denied-error.ts';
import { constraintError, validationError } from '../iam/iam-errors.ts';
import { inRange, required } from '../iam/iam-input.ts';
import { OPERATOR_ID } from '../iam/principal-element.ts';
import { operationNamed, parametersOf } from '../operation-table.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import type { CredentialIssuer } from '../wire/credentials.ts';

/** What STS works on. */
export interface StsPlace extends Pick<Foundation, 'iam' | 'surroundings' | 'scheduler'> {
  credentials: Pick<CredentialIssuer, 'grant'>;
}

interface StsOperation {
  parameters: readonly string[];
  run(place: StsPlace, input: never, caller: Principal): object;
}

const OPERATIONS: Readonly<Record<string, StsOperation>> = {
  GetCallerIdentity: { parameters: [], run: callerIdentity },
  AssumeRole: {
    parameters: ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'ExternalId'],
    run: assumeRole,
  },
};

/** AWS STS: tells a caller who it is, and gives it the credentials of a role. AWS STS API Reference. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly parameters = parametersOf(OPERATIONS);
  readonly #place: StsPlace;

  constructor(place: StsPlace) {
    this.#place = place;
  }

  /** To ask who one is needs no permission; who may assume a role, its trust policy says. */
  accesses(operation: string): readonly Access[] {
    operationNamed(this.name, OPERATIONS, operation);
    return [];
  }

  execute(operation: string, input: object, caller: Principal): Answer {
    const { run } = operationNamed(this.name, OPERATIONS, operation);
    return { output: run(this.#place, input as never, caller) };
  }
}

const ROLE_ARN = { minimum: 20, maximum: 2048 };
const SESSION_NAME = {
  ...{ minimum: 2, maximum: 64, pattern: /^[\w+=,.@-]*$/, written: '[\\w+=,.@-]*' },
};
const DURATION = { minimum: 900, maximum: 43_200, fallback: 3600 };
/** A role that is assumed by a role's session: an hour at most. */
const CHAINED_SECONDS = 3600;

function callerIdentity(
  { iam, surroundings }: StsPlace,
  _input: object,
  caller: Principal,
): object {
  return { UserId: idOf(iam, caller), Account: surroundings.account, Arn: iam.describe(caller) };
}

function idOf({ directory }: Foundation['iam'], caller: Principal): string {
  if (caller.kind === 'user') return caller.userId;
  if (caller.kind !== 'role') return OPERATOR_ID;
  return `${directory.roleOf(caller.roleArn)?.id ?? 'AROA'}:${caller.session}`;
}

function assumeRole(place: StsPlace, input: AssumeRoleRequest, caller: Principal): object {
  const { iam, credentials, scheduler } = place;
  const roleArn = required('roleArn', input.RoleArn, ROLE_ARN);
  const session = required('roleSessionName', input.RoleSessionName, SESSION_NAME);
  const seconds = inRange('durationSeconds', input.DurationSeconds, DURATION);
  if (!/^arn:[\w-]+:iam::\d{12}:role\/./.test(roleArn)) {
    throw validationError(`${roleArn} is invalid`);
  }
  const context = {
    'sts:rolesessionname': session,
    ...(input.ExternalId !== undefined && { 'sts:externalid': externalId(input.ExternalId) }),
  };
  const role = iam.directory.roleOf(roleArn);
  if (!role || !iam.mayAssume(caller, roleArn, context)) {
    const action = 'sts:AssumeRole';
    const denial = { action, resource: roleArn, caller: iam.describe(caller), reason: '' };
    throw new AccessDeniedError(denial);
  }
  checkDuration(seconds, role.maximumSessionSeconds, caller);
  const principal: Principal = { kind: 'role', roleArn, session };
  const endsMs = scheduler.nowMs() + seconds * 1000;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.grant(principal, endsMs);
  return {
    Credentials: {
      ...{ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey },
      ...{ SessionToken: sessionToken, Expiration: new Date(endsMs) },
    },
    AssumedRoleUser: { AssumedRoleId: idOf(iam, principal), Arn: iam.describe(principal) },
  };
}

const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

function externalId(given: string): string {
  if (EXTERNAL_ID.test(given)) return given;
  const pattern = '[\\w+=,.@:\\/-]*';
  throw constraintError('externalId', `Member must satisfy regular expression pattern: ${pattern}`);
}

function checkDuration(seconds: number, maximum: number, caller: Principal): void {
  if (caller.kind === 'role' && seconds > CHAINED_SECONDS) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds <= maximum) return;
  throw validationError(
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  );
}
