import type { AddPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-lambda';
import { onFunction } from './function-operations.ts';
import type { FunctionRecord } from './function-record.ts';
import type { Lambda } from './lambda.ts';
import { lambdaException, validationException } from './lambda-errors.ts';
import type { LambdaOperation } from './operations.ts';
import { checkAction, checkPrincipal, checkStatementId } from './permission.ts';

/** The operations on a function's policy, by name. */
export const permissionOperations: Readonly<Record<string, LambdaOperation>> = {
  AddPermission: onFunction<AddPermissionRequest>(
    'AddPermission',
    [
      ...['FunctionName', 'StatementId', 'Action', 'Principal', 'SourceArn', 'SourceAccount'],
      'RevisionId',
    ],
    addPermission,
  ),
  RemovePermission: onFunction<RemovePermissionRequest>(
    'RemovePermission',
    ['FunctionName', 'StatementId', 'RevisionId'],
    removePermission,
  ),
  GetPolicy: onFunction('GetPolicy', ['FunctionName', 'Qualifier'], (_lambda, record) => {
    if (record.statements.size === 0) throw noPolicy();
    const Statement = [...record.statements.values()];
    const document = { Version: '2012-10-17', Id: 'default', Statement };
    return { Policy: JSON.stringify(document), RevisionId: record.revisionId };
  }),
};

function addPermission(
  lambda: Lambda,
  record: FunctionRecord,
  { StatementId, Action, Principal, SourceArn, SourceAccount }: AddPermissionRequest,
): object {
  const id = checkStatementId(StatementId);
  if (Action === undefined || Principal === undefined) {
    const missing = Action === undefined ? 'action' : 'principal';
    throw validationException(undefined, missing, 'Member must not be null');
  }
  checkAction(Action);
  checkPrincipal(Principal);
  if (record.statements.has(id)) {
    const message = `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
    throw lambdaException('ResourceConflictException', message);
  }
  const permission = { Action, Principal, SourceArn, SourceAccount };
  return { Statement: JSON.stringify(lambda.addPermission(record, id, permission)) };
}

function removePermission(
  lambda: Lambda,
  record: FunctionRecord,
  { StatementId = '' }: RemovePermissionRequest,
): object {
  if (record.statements.size === 0) throw noPolicy();
  const statements = new Map(record.statements);
  if (!statements.delete(StatementId)) {
    const message = `Statement ${StatementId} is not found in resource policy.`;
    throw lambdaException('ResourceNotFoundException', message);
  }
  lambda.putPolicy(record, statements);
  return {};
}

function noPolicy(): Error {
  const message = 'The resource you requested does not exist.';
  return lambdaException('ResourceNotFoundException', message);
}
