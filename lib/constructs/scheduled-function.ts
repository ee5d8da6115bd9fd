import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import type { ServiceContext } from './context.ts';
import { OrderlyFunction } from './orderly-function.ts';

/** A tick that could not be delivered within this is dropped: the next one does its work. */
const MAX_TICK_AGE = Duration.minutes(5);

/** The function's definition, which has its schedule, and where it is deployed to. */
export interface ScheduledFunctionProps {
  definition: FunctionDefinition;
  context: ServiceContext;
}

/** A function that EventBridge calls every so many minutes. */
export class ScheduledFunction extends Construct {
  readonly function: OrderlyFunction;

  constructor(scope: Construct, id: string, { definition, context }: ScheduledFunctionProps) {
    super(scope, id);
    const { service, name, trigger } = definition;
    const everyMinutes = trigger.kind === 'schedule' ? trigger.everyMinutes : 1;
    this.function = new OrderlyFunction(this, 'Function', { definition, context });
    // Schedules live on the default bus, whatever the stage's own is called.
    const rule = new CfnRule(this, 'Rule', {
      name: context.names.rule(service, name),
      description: `Calls ${service}/${name}`,
      scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
      state: 'ENABLED',
      targets: [
        {
          id: 'Function',
          arn: this.function.lambda.functionArn,
          retryPolicy: {
            maximumEventAgeInSeconds: MAX_TICK_AGE.toSeconds(),
            maximumRetryAttempts: 2,
          },
        },
      ],
    });
    new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.lambda.functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
    });
    context.dashboard.addFunction(this.function);
  }
}
