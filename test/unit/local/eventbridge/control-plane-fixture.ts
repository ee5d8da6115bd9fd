import {
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { Queue } from '../../../../local/sqs/queue.ts';
import { World } from '../cloud/world.ts';

/** What a call that fails says. */
export interface Failure {
  name: string;
  message: string;
}

/** An empty cloud, called as a client of EventBridge calls it. */
export class ControlPlane {
  readonly world = new World({ conduct: 'server' });

  /** The output of a call, without its metadata. */
  async call(command: object): Promise<Record<string, unknown>> {
    const answer: Record<string, unknown> = await this.world.client.send(command);
    const { $metadata, ...output } = answer;
    return output;
  }

  /** Name and message of the error that a call ends with. */
  async failure(command: object): Promise<Failure> {
    try {
      await this.world.client.send(command);
    } catch (error) {
      const { name, message } = error as Failure;
      return { name, message };
    }
    throw new Error('the call did not fail');
  }

  /** A bus named `shop`. */
  bus(): Promise<Record<string, unknown>> {
    return this.call(new CreateEventBusCommand({ Name: 'shop' }));
  }

  /** A rule named `placed` on `shop`, for events of the source `orders`. */
  rule(input: Partial<PutRuleCommandInput> = {}): Promise<Record<string, unknown>> {
    return this.call(
      new PutRuleCommand({
        Name: 'placed',
        EventBusName: 'shop',
        EventPattern: '{"source":["orders"]}',
        ...input,
      }),
    );
  }

  /** A queue that rules may send to, as the target `q` of `placed`. */
  async target(): Promise<Queue> {
    const queue = this.world.queue('orders');
    this.world.openToRules(queue);
    const target = { Id: 'q', Arn: queue.settings.arn };
    await this.call(
      new PutTargetsCommand({ Rule: 'placed', EventBusName: 'shop', Targets: [target] }),
    );
    return queue;
  }

  /** Puts an event of the source `orders` on `shop`. */
  put(): Promise<Record<string, unknown>> {
    const entry = { EventBusName: 'shop', Source: 'orders', DetailType: 'T', Detail: '{}' };
    return this.call(new PutEventsCommand({ Entries: [entry] }));
  }

  arn(resource: string): string {
    return this.world.arn('events', resource);
  }
}
