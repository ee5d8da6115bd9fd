import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import type { Names } from '../names.ts';
import { removalPolicyOf } from './removal.ts';

/** Whose key it is: one stack of one stage. */
export interface EncryptionKeyProps {
  service: string;
  stage: StageConfig;
  names: Names;
}

/** The customer managed key of one stack, with the grants that AWS services need to use it. */
export class EncryptionKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { service, stage, names }: EncryptionKeyProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias: names.keyAlias(service),
      description: `Encrypts what Orderly's ${service} holds in stage ${stage.name}`,
      enableKeyRotation: true,
      removalPolicy: removalPolicyOf(stage),
    });
    this.#allowLogGroups();
  }

  /** Lets EventBridge write to queues encrypted under this key, for one rule or bus alone. */
  allowEventsFrom(sourceArn: string): void {
    this.#allow('events.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*'], {
      ArnEquals: { 'aws:SourceArn': sourceArn },
    });
  }

  /**
   * Lets EventBridge keep the bus's events, its archive and its error log
   * (https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html, encryption-bus-logs.html).
   */
  allowBus(busArn: string): void {
    const stack = Stack.of(this);
    const anyLog = stack.formatArn({
      service: 'logs',
      resource: '*',
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    const forLogs = { StringLike: { 'kms:EncryptionContext:SourceArn': anyLog } };
    this.#allow('events.amazonaws.com', ['kms:DescribeKey'], {
      StringEquals: { 'aws:SourceAccount': stack.account },
    });
    this.#allow('events.amazonaws.com', ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:ReEncrypt*'], {
      StringEquals: { 'kms:EncryptionContext:aws:events:event-bus:arn': busArn },
    });
    this.#allow('events.amazonaws.com', ['kms:GenerateDataKey'], forLogs);
    this.#allow('delivery.logs.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], forLogs);
  }

  /** Lets CloudWatch's alarms publish to a topic encrypted under this key. */
  allowAlarms(): void {
    this.#allow('cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*'], {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
    });
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
  #allowLogGroups(): void {
    const stack = Stack.of(this);
    const anyGroup = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.#allow(
      `logs.${stack.region}.amazonaws.com`,
      ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': anyGroup } },
    );
  }

  #allow(
    principal: string,
    actions: string[],
    conditions: Record<string, Record<string, unknown>>,
  ): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(principal)],
        actions,
        resources: ['*'],
        conditions,
      }),
    );
  }
}
