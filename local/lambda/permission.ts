import { lambdaException, validationException } from './lambda-errors.ts';

/** A permission as templates and AddPermission give it. */
export interface PermissionProperties {
  Action: string;
  Principal: string;
  SourceArn?: string | undefined;
  SourceAccount?: string | undefined;
}

const STATEMENT_ID = /^[a-zA-Z0-9-_]{1,100}$/;
const ACTION = /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/;
/** Everybody, an account, one of its users or roles, or a service. */
const PRINCIPAL =
  /^([*]|\d{12}|arn:aws[a-z-]*:(iam|sts)::\d{12}:\S+|[a-z0-9.-]+\.amazonaws\.com(\.cn)?)$/;

/** The statement that AddPermission makes of a permission. */
export function permissionStatement(
  id: string,
  { Action, Principal, SourceArn, SourceAccount }: PermissionProperties,
  functionArn: string,
): object {
  const isService = Principal.endsWith('.amazonaws.com');
  const condition = {
    ...(SourceAccount === undefined
      ? {}
      : { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
    ...(SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': SourceArn } }),
  };
  const principal = isService ? { Service: Principal } : { AWS: accountRoot(Principal) };
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : principal,
    Action,
    Resource: functionArn,
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}

/** Throws ValidationException unless it can be the id of a statement. */
export function checkStatementId(id: string | undefined): string {
  if (id !== undefined && STATEMENT_ID.test(id)) return id;
  const constraint = 'Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)';
  throw validationException(id, 'statementId', constraint);
}

/** Throws ValidationException unless it can be an action on a function. */
export function checkAction(action: string): void {
  if (ACTION.test(action)) return;
  const constraint =
    'Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])';
  throw validationException(action, 'action', constraint);
}

/** Throws InvalidParameterValueException for what is nobody a policy could name. */
export function checkPrincipal(principal: string): void {
  if (PRINCIPAL.test(principal)) return;
  const message = 'The provided principal was invalid. Please check the principal and try again.';
  throw lambdaException('InvalidParameterValueException', message);
}

/** An account stands for its root. */
function accountRoot(principal: string): string {
  return /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
}
