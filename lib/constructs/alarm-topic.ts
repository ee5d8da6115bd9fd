import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Names } from '../names.ts';
import type { EncryptionKey } from './encryption-key.ts';

/** The topic that all alarms of a stage go to; only the stage's alarms may publish, and only over TLS. */
export function alarmTopic(
  scope: Construct,
  id: string,
  { names, key }: { names: Names; key: EncryptionKey | undefined },
): Topic {
  const stack = Stack.of(scope);
  const topic = new Topic(scope, id, {
    topicName: names.alarmTopic,
    displayName: 'Orderly alarms',
    enforceSSL: true,
    masterKey: key?.key,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AcceptOwnAlarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': stack.formatArn({
            service: 'cloudwatch',
            resource: 'alarm',
            resourceName: `${names.bus}-*`,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  key?.allowAlarms();
  return topic;
}
