import type { AddPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-sqs';
import type { Sqs } from './sqs.ts';
import { invalidValue, missingParameter, sqsException } from './sqs-errors.ts';

const LABEL = /^[\w-]{1,80}$/;
const ACCOUNT = /^\d{12}$/;

/** Actions of one statement at most. Amazon SQS API Reference, AddPermission. */
const MAXIMUM_ACTIONS = 7;

/** The actions that others than the owner may be let do. Amazon SQS API permissions reference. */
const SHAREABLE = [
  ...['*', 'SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'],
  ...['GetQueueAttributes', 'GetQueueUrl', 'ListDeadLetterSourceQueues', 'PurgeQueue'],
];

/** The actions that only the owner may do. */
const OWNERS_ALONE = [
  ...['AddPermission', 'CreateQueue', 'DeleteQueue', 'ListQueues', 'ListQueueTags'],
  ...['RemovePermission', 'SetQueueAttributes', 'TagQueue', 'UntagQueue'],
  ...['CancelMessageMoveTask', 'ListMessageMoveTasks', 'StartMessageMoveTask'],
];

interface Statement {
  Sid?: string;
}

interface PolicyDocument {
  Statement: Statement[];
}

/** AddPermission: a statement with the label as its id, in the policy of the queue. */
export function addPermission(sqs: Sqs, input: AddPermissionRequest): object {
  const queue = sqs.queueByUrl(input.QueueUrl);
  const { Label, AWSAccountIds = [], Actions = [] } = input;
  const label = checkedLabel(Label);
  checkActions(Actions);
  checkAccounts(AWSAccountIds);
  const { arn } = queue.settings;
  const policy = policyOf(queue.settings);
  if (policy.Statement.some(({ Sid }) => Sid === label)) {
    throw invalidValue(label, 'Label', 'Already exists.');
  }
  const { partition } = sqs.foundation.surroundings;
  const roots = AWSAccountIds.map((account) => `arn:${partition}:iam::${account}:root`);
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrAll(roots) },
    Action: oneOrAll(Actions.map((action) => `SQS:${action}`)),
    Resource: arn,
  };
  const Statement = [...policy.Statement, statement];
  sqs.setPolicy(queue, JSON.stringify({ ...policy, Statement }));
  return {};
}

/** RemovePermission: with its last statement the policy goes. */
export function removePermission(sqs: Sqs, { QueueUrl, Label }: RemovePermissionRequest): object {
  const queue = sqs.queueByUrl(QueueUrl);
  const label = checkedLabel(Label);
  const policy = policyOf(queue.settings);
  const Statement = policy.Statement.filter(({ Sid }) => Sid !== label);
  if (Statement.length === policy.Statement.length) {
    throw invalidValue(label, 'Label', "can't find label.");
  }
  const left = Statement.length > 0 ? JSON.stringify({ ...policy, Statement }) : undefined;
  sqs.setPolicy(queue, left);
  return {};
}

/** The policy of a queue, or the empty one that its first permission goes into. */
function policyOf({ arn, policy }: { arn: string; policy: string | undefined }): PolicyDocument {
  if (policy === undefined) {
    const header = { Version: '2008-10-17', Id: `${arn}/SQSDefaultPolicy` };
    return { ...header, Statement: [] };
  }
  const document = JSON.parse(policy) as { Statement: Statement | Statement[] };
  return { ...document, Statement: [document.Statement].flat() };
}

function checkedLabel(label: string | undefined): string {
  if (label === undefined || label === '') throw missingParameter('Label');
  if (LABEL.test(label)) return label;
  const reason =
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
  throw invalidValue(label, 'Label', reason);
}

function checkActions(actions: readonly string[]): void {
  if (actions.length === 0) throw missingParameter('Actions');
  if (actions.length > MAXIMUM_ACTIONS) {
    const message = `${actions.length} Actions were found, maximum allowed is ${MAXIMUM_ACTIONS}.`;
    throw sqsException('OverLimit', message);
  }
  for (const action of actions) {
    if (SHAREABLE.includes(action)) continue;
    const reason = OWNERS_ALONE.includes(action)
      ? 'Only the queue owner is allowed to invoke this action.'
      : 'Please refer to the appropriate WSDL for a list of valid actions. ';
    throw invalidValue(`SQS:${action}`, 'ActionName', reason);
  }
}

function checkAccounts(accounts: readonly string[]): void {
  if (accounts.length === 0) throw missingParameter('AWSAccountIds');
  for (const account of accounts) {
    if (!ACCOUNT.test(account))
      throw invalidValue(`[${account}]`, 'PrincipalId', 'Unable to verify.');
  }
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}
