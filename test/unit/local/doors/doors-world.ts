import { isDeepStrictEqual } from 'node:util';
import {
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { HttpRequest, HttpResponse } from '../../../../local/apigateway/http.ts';
import type { Queue } from '../../../../local/sqs/queue.ts';
import { uriOf } from '../apigateway/management-fixture.ts';
import { World } from '../cloud/world.ts';
import { isCausedByOthers } from './fuzz-seed.ts';

const ITEM = { id: { S: 'a' }, text: { S: 'as it was' } };

const BYSTANDER = { source: 'bystander', detailType: 'Stands', detail: '{"by":1}' };

/** A server with a way in by each door, and bystanders that nothing may touch. */
export class DoorsWorld extends World {
  /** What its functions answer: the value of this JSON, or an error where it is none. */
  answer = '{}';
  readonly events: Queue;
  readonly #bystanders: Queue;
  restApiId = '';
  /** The stage's address, before a path. */
  stage = '';
  #authorizerId = '';
  /** What the command that was taken last was answered. */
  last: Record<string, unknown> = {};

  constructor() {
    super({ conduct: 'server' });
    this.function('answers', async () => JSON.parse(this.answer));
    this.function('guard', async () => JSON.parse(this.answer));
    this.events = this.queue('events');
    this.#bystanders = this.queue('bystanders', { MessageRetentionPeriod: 1_209_600 });
    this.openToRules(this.events, this.#bystanders);
    for (const name of ['answers', 'guard']) this.#openToGateway(name);
    this.table('untouched');
    this.#bystanders.send({ body: 'letter', senderId: 'test' });
  }

  /** Rules of the bystanders and of the doors, and a REST API with an authoriser. */
  async open(): Promise<void> {
    await this.rule('bystander', BYSTANDER.source, this.#bystanders, {});
    await this.send(new PutItemCommand({ TableName: 'untouched', Item: ITEM }));
    const api = await this.send(new CreateRestApiCommand({ name: 'shop' }));
    const restApiId = String(api['id']);
    const parentId = String(api['rootResourceId']);
    this.restApiId = restApiId;
    const authorizer = { name: 'guard', type: 'TOKEN', authorizerResultTtlInSeconds: 0 } as const;
    const guard = await this.send(
      new CreateAuthorizerCommand({
        ...{ restApiId, ...authorizer, identitySource: 'method.request.header.Authorization' },
        ...{
          identityValidationExpression: '^Bearer +[a-z]+$',
          authorizerUri: uriOf(this.fn('guard')),
        },
      }),
    );
    this.#authorizerId = String(guard['id']);
    for (const path of ['open', 'guarded', 'mock']) {
      const { id } = await this.send(
        new CreateResourceCommand({ restApiId, parentId, pathPart: path }),
      );
      await this.#method(path, String(id));
    }
    await this.send(new CreateDeploymentCommand({ restApiId, stageName: 'v1' }));
    this.stage = `/_aws/execute-api/${restApiId}/v1`;
  }

  /** Sends a command; rejects as the SDK does. */
  send(command: object): Promise<Record<string, unknown>> {
    return this.client.send(command);
  }

  /** What a command was refused with; undefined if it was taken. */
  async refusal(command: object): Promise<Error | undefined> {
    return this.send(command).then(
      (answer) => {
        this.last = answer;
        return undefined;
      },
      (error: Error) => error,
    );
  }

  http(request: Partial<HttpRequest>): Promise<HttpResponse> {
    const whole = { method: 'GET', path: this.stage, headers: {}, ...request };
    return this.engines.apigateway.handle(whole);
  }

  fn(name: string): string {
    return this.arn('lambda', `function:${name}`);
  }

  /** A rule of one source, to a queue. */
  async rule(name: string, source: string, queue: Queue, target: object): Promise<void> {
    const EventPattern = JSON.stringify({ source: [source] });
    await this.send(new PutRuleCommand({ Name: name, EventPattern }));
    const Targets = [{ Id: 'q', Arn: queue.settings.arn, ...target }];
    await this.send(new PutTargetsCommand({ Rule: name, Targets }));
  }

  /** What is wrong with the bystanders: with what was there before, and with what still must work. */
  async harm(): Promise<string[]> {
    await this.drain();
    const [letter, ...others] = this.#bystanders.receive(10);
    const { source: Source, detailType: DetailType, detail: Detail } = BYSTANDER;
    await this.send(new PutEventsCommand({ Entries: [{ Source, DetailType, Detail }] }));
    await this.drain();
    const [event] = this.#bystanders.receive(10);
    this.answer = '{"statusCode":200,"body":"up"}';
    const { status, body } = await this.http({ path: `${this.stage}/open` });
    for (const received of [letter, event]) if (received) this.#bystanders.delete(received);
    this.#bystanders.send({ body: 'letter', senderId: 'test' });
    const { Item } = await this.send(
      new GetItemCommand({ TableName: 'untouched', Key: { id: ITEM.id } }),
    );
    return [
      ...(isDeepStrictEqual(Item, ITEM) ? [] : ['the item']),
      ...(letter?.message.body === 'letter' && others.length === 0 ? [] : ['the letter']),
      ...(event?.message.body.includes('"by":1') ? [] : ['the rule']),
      ...(status === 200 && body === 'up' ? [] : [`the API: ${status} ${body}`]),
      ...this.troubles.filter((line) => !isCausedByOthers(line)),
    ];
  }

  async #method(path: string, resourceId: string): Promise<void> {
    const { restApiId } = this;
    const name = { restApiId, resourceId, httpMethod: 'ANY' };
    const guard = { authorizationType: 'CUSTOM', authorizerId: this.#authorizerId };
    const authorisation = path === 'guarded' ? guard : { authorizationType: 'NONE' };
    await this.send(new PutMethodCommand({ ...name, ...authorisation }));
    if (path !== 'mock') {
      const proxy = { type: 'AWS_PROXY', integrationHttpMethod: 'POST' } as const;
      const uri = uriOf(this.fn('answers'));
      await this.send(new PutIntegrationCommand({ ...name, ...proxy, uri }));
      return;
    }
    const requestTemplates = { 'application/json': '{"statusCode":200}' };
    await this.send(new PutIntegrationCommand({ ...name, type: 'MOCK', requestTemplates }));
    await this.send(new PutMethodResponseCommand({ ...name, statusCode: '200' }));
    const responseTemplates = { 'application/json': '{}' };
    await this.send(
      new PutIntegrationResponseCommand({ ...name, statusCode: '200', responseTemplates }),
    );
  }

  #openToGateway(name: string): void {
    const Principal = { Service: 'apigateway.amazonaws.com' };
    const Resource = this.fn(name);
    const Action = 'lambda:InvokeFunction';
    const Statement = { Effect: 'Allow', Principal, Action, Resource };
    this.engines.iam.addToResourcePolicy(Resource, { Statement });
  }
}
