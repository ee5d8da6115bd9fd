import type { Client } from '../../../../local/client.ts';
import { type Composed, compose } from '../../../../local/compose.ts';
import type { Conduct } from '../../../../local/foundation.ts';
import type { Interference } from '../../../../local/interference.ts';
import type { FunctionCode, Handler } from '../../../../local/lambda/handler.ts';
import type { FunctionSettings, LambdaFunction } from '../../../../local/lambda/lambda-function.ts';
import {
  type MappingSettings,
  mappingSettings,
} from '../../../../local/lambda/mapping-settings.ts';
import type { LatencyProfile } from '../../../../local/latency.ts';
import { virtualTime } from '../../../../local/scheduler.ts';
import type { Queue } from '../../../../local/sqs/queue.ts';
import { queueSettings } from '../../../../local/sqs/queue-settings.ts';
import { CLOUD_LOG } from '../../../../local/troubles.ts';
import { surroundings } from '../surroundings.ts';

export const START_MS = Date.UTC(2026, 0, 1);
const ACCOUNT = '111122223333';
const TRUST = {
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

interface WorldOptions {
  conduct?: Conduct;
  latency?: LatencyProfile;
  limits?: boolean;
  interference?: Partial<Interference>;
}

/** An interference that leaves everything alone but what is given. */
function interferenceOf(given: Partial<Interference>): Interference {
  return {
    call: () => undefined,
    invocation: () => undefined,
    delivery: () => undefined,
    visibility: () => undefined,
    deleteLost: () => false,
    streamLag: () => 0,
    streamRepeats: () => false,
    ...given,
  };
}

/** An empty cloud on virtual time, and short ways to fill it. */
export class World {
  readonly composed: Composed;
  readonly client: Client;
  readonly facts: string[] = [];
  /** What would have ended a run, however much it is. */
  readonly troubles: string[] = [];

  constructor({ conduct = 'run', latency = 'none', limits, interference }: WorldOptions = {}) {
    this.composed = compose({
      code: () => undefined,
      time: virtualTime(START_MS),
      seed: 7,
      latency,
      limits,
      surroundings: { ...surroundings, account: ACCOUNT },
      conduct,
      logLines: 10,
      ...(interference ? { interference: interferenceOf(interference) } : {}),
    });
    this.client = this.composed.connect({ kind: 'operator' }, 'operator');
    this.composed.logs.listen(({ functionName, line }) => {
      if (functionName === CLOUD_LOG) this.troubles.push(line);
    });
    this.composed.foundation.facts.listen(({ kind, resource, note }) =>
      this.facts.push([kind, resource, note].filter((part) => part !== undefined).join(' ')),
    );
  }

  get engines(): Composed['engines'] {
    return this.composed.engines;
  }

  /** Milliseconds since the start. */
  get elapsedMs(): number {
    return this.engines.scheduler.nowMs() - START_MS;
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:eu-west-1:${ACCOUNT}:${resource}`;
  }

  drain(): Promise<void> {
    return this.engines.scheduler.drain();
  }

  pass(durationMs: number): Promise<void> {
    return this.engines.scheduler.sleep(durationMs);
  }

  /** A queue with the properties of `AWS::SQS::Queue`. */
  queue(name: string, properties: Record<string, unknown> = {}): Queue {
    const identity = {
      name,
      arn: this.arn('sqs', name),
      url: `https://sqs/${name}`,
      createdMs: START_MS,
    };
    return this.engines.sqs.create(queueSettings(properties, identity));
  }

  /** Lets EventBridge send to a queue. */
  openToRules(...queues: Queue[]): void {
    for (const { settings } of queues) {
      this.engines.iam.setResourcePolicy(settings.arn, {
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: settings.arn,
        },
      });
    }
  }

  /** A role that Lambda may assume. */
  role(name: string, statements: { Action: string | string[]; Resource: string }[]): string {
    const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
    this.engines.iam.createRole({ name, arn, trustPolicy: TRUST });
    const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
    this.engines.iam.putRolePolicy(name, 'own', { Statement });
    return arn;
  }

  /** A function whose role may do everything. */
  function(
    name: string,
    handler: Handler,
    settings: Partial<FunctionSettings> = {},
  ): LambdaFunction {
    return this.functionOf(name, { start: () => handler }, settings);
  }

  /** The same of code that sees its environments start. */
  functionOf(
    name: string,
    code: FunctionCode,
    settings: Partial<FunctionSettings> = {},
  ): LambdaFunction {
    const roleArn = this.role(`${name}-role`, [{ Action: '*', Resource: '*' }]);
    return this.engines.lambda.createFunction(
      {
        name,
        arn: this.arn('lambda', `function:${name}`),
        roleArn,
        variables: {},
        memoryMb: 128,
        timeoutMs: 10_000,
        reservedConcurrency: undefined,
        deadLetterArn: undefined,
        ...settings,
      },
      code,
    );
  }

  /** An event source mapping with the properties of `AWS::Lambda::EventSourceMapping`. */
  mapping(
    source: string,
    target: LambdaFunction,
    properties: Record<string, unknown> = {},
  ): ReturnType<Composed['engines']['lambda']['createMapping']> {
    const settings: MappingSettings = mappingSettings(`mapping-${target.name}`, {
      EventSourceArn: source,
      FunctionName: target.name,
      ...properties,
    });
    return this.engines.lambda.createMapping(settings);
  }

  /** A table with the key `id` and a stream of new and old images; returns the stream's ARN. */
  table(tableName: string): string {
    const tableArn = this.arn('dynamodb', `table/${tableName}`);
    const arn = `${tableArn}/stream/1`;
    this.engines.dynamodb.createTable({
      tableName,
      tableArn,
      keySchema: { hash: 'id' },
      attributeTypes: { id: 'S' },
      indexes: [],
      streamView: 'NEW_AND_OLD_IMAGES',
    });
    this.engines.streams.open({ arn, tableName, view: 'NEW_AND_OLD_IMAGES' });
    return arn;
  }
}
