import type { CreateQueueRequest } from '@aws-sdk/client-sqs';
import { regionalArn } from '../arn.ts';
import type { Access } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import type { QueueSettings } from './queue-settings.ts';

/** IAM actions by operation; a batch needs the action of its single form. */
const ACTIONS: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/**
 * The permissions one operation on a queue needs, those on its customer managed key included.
 * Amazon SQS Developer Guide, "API permissions reference" and "Key management".
 */
export function queueAccesses(
  operation: string,
  settings: QueueSettings,
  surroundings: Surroundings,
): Access[] {
  const action = ACTIONS[operation] ?? operation;
  const accesses: Access[] = [{ action: `sqs:${action}`, resource: settings.arn }];
  const { kmsKey } = settings;
  if (kmsKey === undefined || kmsKey === 'alias/aws/sqs') return accesses;
  const resource = keyArn(kmsKey, surroundings);
  const { region, urlSuffix } = surroundings;
  const context = { 'kms:viaservice': `sqs.${region}.${urlSuffix}` };
  if (action === 'SendMessage') accesses.push({ action: 'kms:GenerateDataKey', resource, context });
  if (action === 'SendMessage' || action === 'ReceiveMessage') {
    accesses.push({ action: 'kms:Decrypt', resource, context });
  }
  return accesses;
}

/** The permissions to make a queue: the name alone tells its ARN. */
export function creationAccesses(
  { QueueName, tags }: Pick<CreateQueueRequest, 'tags'> & { QueueName?: string },
  surroundings: Surroundings,
): Access[] {
  const resource = regionalArn(surroundings, 'sqs', QueueName ?? '');
  const actions = ['sqs:CreateQueue', ...(tags ? ['sqs:TagQueue'] : [])];
  return actions.map((action) => ({ action, resource }));
}

function keyArn(key: string, surroundings: Surroundings): string {
  if (key.startsWith('arn:')) return key;
  return regionalArn(surroundings, 'kms', key.startsWith('alias/') ? key : `key/${key}`);
}
