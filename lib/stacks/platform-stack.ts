import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { alarmTopic } from '../constructs/alarm-topic.ts';
import { notifier } from '../constructs/alarms.ts';
import type { FunctionContext } from '../constructs/context.ts';
import { EncryptionKey } from '../constructs/encryption-key.ts';
import { OrderlyBus } from '../constructs/event-bus.ts';
import { OrderlyFunction } from '../constructs/orderly-function.ts';
import { platformDashboard } from '../constructs/platform-dashboard.ts';
import { SchemaRegistry } from '../constructs/schema-registry.ts';
import { namesOf } from '../names.ts';
import { type ServiceStackProps, stackPropsOf } from './service-stack.ts';

/** What all services share: bus, archive, schema registry, authoriser, alarm topic, one dashboard. */
export class PlatformStack extends Stack {
  constructor(scope: Construct, { service, stage, codeOf }: ServiceStackProps) {
    const names = namesOf(stage.name);
    super(scope, names.stack(service.name), stackPropsOf(service, stage));
    const key =
      stage.encryption === 'customer-managed'
        ? new EncryptionKey(this, 'Encryption', { service: service.name, stage, names })
        : undefined;
    const context: FunctionContext = {
      service: service.name,
      stage,
      names,
      codeOf,
      key,
      tableNamed: (name) => {
        throw new Error(`The platform has no tables; a function of it uses "${name}".`);
      },
      notify: notifier(alarmTopic(this, 'AlarmTopic', { names, key })),
    };
    new OrderlyBus(this, 'Events', context);
    if (!stage.leaveOut.includes('schemas')) new SchemaRegistry(this, 'Schemas', { stage, names });
    for (const definition of service.functions) {
      new OrderlyFunction(this, definition.name, { definition, context });
    }
    platformDashboard(this, 'Dashboard', { names, stage: stage.name });
    this.#letApiGatewayLog();
  }

  /**
   * One role for the region's API Gateway, which all its APIs log with; it stays when the stack goes, as
   * other APIs of the account may be using it (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html).
   */
  #letApiGatewayLog(): void {
    const role = new Role(this, 'ApiLogRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      description: 'Lets API Gateway write its logs',
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    const account = new CfnAccount(this, 'ApiAccount', { cloudWatchRoleArn: role.roleArn });
    for (const resource of [role, account]) resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(
      role.node.defaultChild!,
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      'The policy API Gateway documents for this role; the log groups are of its own naming.',
    );
  }
}
