import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Duration, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import { environmentOf, gatewayFunctionName, tablesUsedBy } from '../environment.ts';
import { invokeStatement, keyStatement, logStatement, tableStatements } from '../grants.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmOnErrors, alarmOnMetrics, alarmOnThrottles } from './alarms.ts';
import type { FunctionContext } from './context.ts';
import { serviceLogGroup } from './service-log-group.ts';

/** The function's definition, and the service and stage it is deployed to. */
export interface OrderlyFunctionProps {
  definition: FunctionDefinition;
  context: FunctionContext;
  /** Variables beyond those that follow from definition and stage. */
  environment?: Record<string, string>;
}

/** An authoriser refuses, and a sandbox hangs up, by failing: that is nobody's alarm. */
const FAILS_ON_PURPOSE: ReadonlySet<string> = new Set(['authoriser', 'direct']);

/**
 * A Lambda function as its definition says: own role with what it uses and nothing more, own log group,
 * X-Ray, alarms on errors and throttles.
 */
export class OrderlyFunction extends Construct {
  readonly definition: FunctionDefinition;
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(
    scope: Construct,
    id: string,
    { definition, context, environment }: OrderlyFunctionProps,
  ) {
    super(scope, id);
    const { service, name, limits } = definition;
    const { stage, names, codeOf } = context;
    this.definition = definition;
    const logGroup = serviceLogGroup(this, 'Logs', names.functionLogGroup(service, name), context);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${service}/${name} may do in stage ${stage.name}`,
    });
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: names.function(service, name),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: codeOf(definition),
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      timeout: Duration.seconds(limits.timeoutSeconds),
      memorySize: limits.memoryMb,
      environment: { ...environmentOf(definition, stage), ...environment },
    });
    this.allow(logStatement(logGroup), ...this.#usesStatements(context));
    this.#acknowledgeWildcards();
    Tags.of(this).add('orderly:function', `${service}/${name}`);
    if (!FAILS_ON_PURPOSE.has(definition.trigger.kind)) alarmOnErrors(this, context);
    alarmOnThrottles(this, context);
    alarmOnMetrics(this, context);
  }

  /** Adds to what the function's role may do. */
  allow(...statements: PolicyStatement[]): void {
    for (const statement of statements) this.role.addToPolicy(statement);
  }

  #usesStatements({ tableNamed, stage, key }: FunctionContext): PolicyStatement[] {
    const { definition } = this;
    const holdsData = tablesUsedBy(definition).length > 0 || definition.trigger.kind === 'events';
    return [
      ...tableStatements(definition, tableNamed),
      ...(definition.uses.gateway ? [invokeStatement(this, gatewayFunctionName(stage))] : []),
      ...(key && (holdsData || definition.trigger.kind === 'stream')
        ? [keyStatement(key.key)]
        : []),
    ];
  }

  #acknowledgeWildcards(): void {
    acknowledge(
      this.role.node.findChild('DefaultPolicy').node.defaultChild!,
      'IAM5[Resource::*]',
      'X-Ray takes segments, and DynamoDB lists streams, for the account: these actions have no resource.',
    );
  }
}
