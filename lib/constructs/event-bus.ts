import { CfnArchive, CfnEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmOnDepth } from './alarms.ts';
import { busArn, type FunctionContext } from './context.ts';
import { removalPolicyOf } from './removal.ts';
import { acceptEventsFrom, RETENTION_DAYS, secureQueue } from './secure-queue.ts';
import { serviceLogGroup } from './service-log-group.ts';

/** The stage's bus with its archive, and a log of what it could not deliver. */
export class OrderlyBus extends Construct {
  readonly bus: CfnEventBus;
  readonly #context: FunctionContext;

  constructor(scope: Construct, id: string, context: FunctionContext) {
    super(scope, id);
    this.#context = context;
    const { names, key, stage } = context;
    const isLogged = !stage.leaveOut.includes('bus-log');
    this.bus = new CfnEventBus(this, 'Bus', {
      name: names.bus,
      description: `Orderly's events, stage ${stage.name}`,
      logConfig: isLogged ? { level: 'ERROR', includeDetail: 'NONE' } : undefined,
      kmsKeyIdentifier: key?.key.keyArn,
      deadLetterConfig: key && { arn: this.#undecryptable().queueArn },
    });
    key?.allowBus(busArn(this, names));
    if (isLogged) this.#addErrorLog();
    if (!stage.leaveOut.includes('archive')) this.#addArchive();
  }

  /** With a key of our own, events that the bus cannot encrypt or decrypt would be lost otherwise. */
  #undecryptable(): Queue {
    const context = this.#context;
    const { service, names } = context;
    const dlq = secureQueue(this, 'Dlq', context, {
      queueName: names.dlq(service, 'bus'),
      retentionDays: RETENTION_DAYS.dlq,
    });
    acknowledge(
      dlq.node.defaultChild!,
      'SQS3',
      'It is a DLQ itself: of the bus; cdk-nag looks at queues and functions alone.',
    );
    const arn = busArn(this, names);
    acceptEventsFrom(dlq, arn);
    context.key?.allowEventsFrom(arn);
    alarmOnDepth(this, context, {
      dlq,
      name: 'bus',
      what: 'dlq',
      description:
        'The bus could not use its key: look at the key policy, then put the events back.',
    });
    return dlq;
  }

  #addArchive(): void {
    const { names, stage, key } = this.#context;
    const archive = new CfnArchive(this, 'Archive', {
      archiveName: names.archive,
      description: 'Every event, for replay',
      sourceArn: this.bus.attrArn,
      retentionDays: stage.archiveRetentionDays,
      kmsKeyIdentifier: key?.key.keyArn,
    });
    archive.applyRemovalPolicy(removalPolicyOf(stage));
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-logs.html */
  #addErrorLog(): void {
    const { names } = this.#context;
    const { account } = Stack.of(this);
    const logGroup = serviceLogGroup(this, 'ErrorLog', names.busLogGroup, this.#context);
    logGroup.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    const source = new CfnDeliverySource(this, 'LogSource', {
      name: `${names.bus}-errors`,
      logType: 'ERROR_LOGS',
      resourceArn: this.bus.attrArn,
    });
    const destination = new CfnDeliveryDestination(this, 'LogDestination', {
      name: `${names.bus}-errors`,
      destinationResourceArn: logGroup.logGroupArn,
    });
    const delivery = new CfnDelivery(this, 'LogDelivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
    });
    delivery.addResourceDependency(source);
  }
}
