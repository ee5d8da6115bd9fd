import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import { publishStatement, streamStatements } from '../grants.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmOnIteratorAge } from './alarms.ts';
import { busArn, type ServiceContext } from './context.ts';
import { OrderlyFunction } from './orderly-function.ts';
import { removalPolicyOf } from './removal.ts';

/** Attempts at a batch before it goes to the failure bucket: the most there may be, so that age decides. */
const MAX_RETRY_ATTEMPTS = 10_000;
/** A record is given up after this; `orderly republish` repairs longer outages from the tables. */
const MAX_RECORD_AGE_SECONDS = 21_600;
/** How long the failure bucket keeps a record. */
const FAILURES_DAYS = 30;

/** Commit items with something in their outbox (`anything-but` needs the field to be there); no others arrive. */
const OUTBOX_FILTER = { dynamodb: { NewImage: { outbox: { S: [{ 'anything-but': ['[]'] }] } } } };

/** The relay's definition, and the table whose stream it reads. */
export interface RelayProps {
  definition: FunctionDefinition;
  context: ServiceContext;
  table: ITable;
}

/** The relay of a table: what its stream brings goes to the bus; what cannot, to a bucket with the whole record. */
export class Relay extends Construct {
  readonly function: OrderlyFunction;
  readonly failures: Bucket;

  constructor(scope: Construct, id: string, { definition, context, table }: RelayProps) {
    super(scope, id);
    const { service, name, publishes } = definition;
    this.failures = this.#failureBucket(context);
    this.function = new OrderlyFunction(this, 'Function', { definition, context });
    this.function.allow(
      publishStatement(publishes, busArn(this, context.names)),
      ...streamStatements(table, this.failures),
    );
    const bucket = Stack.of(this).getLogicalId(this.failures.node.defaultChild as CfnBucket);
    acknowledge(
      this.function.role.node.findChild('DefaultPolicy').node.defaultChild!,
      `IAM5[Resource::<${bucket}.Arn>/aws/lambda/*]`,
      'Lambda names the objects of its failure destination after mapping, shard and time.',
    );
    this.#addMapping(definition, context, table);
    alarmOnIteratorAge(this.function, context);
    context.dashboard.addRelay(this.function);
    Tags.of(this).add('orderly:function', `${service}/${name}`);
  }

  #failureBucket({ stage, key }: ServiceContext): Bucket {
    const bucket = new Bucket(this, 'Failures', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: removalPolicyOf(stage),
      lifecycleRules: [{ expiration: Duration.days(FAILURES_DAYS) }],
      ...(key
        ? { encryption: BucketEncryption.KMS, encryptionKey: key.key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
    });
    acknowledge(
      bucket.node.defaultChild!,
      'S1',
      'Only Lambda writes here, a few records that expire; a bucket of access logs beside each would be larger.',
    );
    return bucket;
  }

  #addMapping({ limits }: FunctionDefinition, { stage }: ServiceContext, table: ITable): void {
    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      eventSourceArn: table.tableStreamArn,
      functionName: this.function.lambda.functionName,
      // From the oldest record: what was committed while the mapping did not exist is published too.
      startingPosition: 'TRIM_HORIZON',
      batchSize: Math.min(limits.batchSize ?? stage.relay.batchSize, stage.relay.batchSize),
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: MAX_RETRY_ATTEMPTS,
      maximumRecordAgeInSeconds: MAX_RECORD_AGE_SECONDS,
      functionResponseTypes: ['ReportBatchItemFailures'],
      filterCriteria: { filters: [{ pattern: JSON.stringify(OUTBOX_FILTER) }] },
      destinationConfig: { onFailure: { destination: this.failures.bucketArn } },
    });
    mapping.node.addDependency(this.function.role);
  }
}
