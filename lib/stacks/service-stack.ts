import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import type { CodeOf } from '../code.ts';
import type { StageConfig } from '../config.ts';
import { notifier } from '../constructs/alarms.ts';
import type { ServiceContext } from '../constructs/context.ts';
import { EncryptionKey } from '../constructs/encryption-key.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EventStore } from '../constructs/event-store.ts';
import { OrderlyFunction } from '../constructs/orderly-function.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { ServiceApi } from '../constructs/service-api.ts';
import { ServiceDashboard } from '../constructs/service-dashboard.ts';
import { serviceTable } from '../constructs/table.ts';
import { namesOf } from '../names.ts';
import { partsOf, type Service, type TableSpec } from '../service.ts';

/** The service and the stage, and where the code of each function is. */
export interface ServiceStackProps {
  service: Service;
  stage: StageConfig;
  codeOf: CodeOf;
}

/**
 * The stack of one service: its tables, and behind each function what its trigger asks for. It finds bus,
 * authoriser and alarm topic by their well-known names, so that no stack exports anything to another.
 */
export class ServiceStack extends Stack {
  readonly #context: ServiceContext;
  readonly #tables = new Map<string, Table>();
  readonly #stores = new Map<string, EventStore>();
  #api: ServiceApi | undefined;

  constructor(scope: Construct, { service, stage, codeOf }: ServiceStackProps) {
    const names = namesOf(stage.name);
    super(scope, names.stack(service.name), stackPropsOf(service, stage));
    const topicArn = this.formatArn({ service: 'sns', resource: names.alarmTopic });
    this.#context = {
      service: service.name,
      stage,
      names,
      codeOf,
      key:
        stage.encryption === 'customer-managed'
          ? new EncryptionKey(this, 'Encryption', { service: service.name, stage, names })
          : undefined,
      dashboard: new ServiceDashboard(this, 'Dashboard', { service: service.name, names }),
      tableNamed: (name) => this.#tableNamed(name),
      notify: notifier(Topic.fromTopicArn(this, 'AlarmTopic', topicArn)),
    };
    const { tables, functions } = partsOf(service, stage);
    for (const [name, spec] of Object.entries(tables)) {
      this.#addTable(
        name,
        spec,
        functions.some((definition) => isStreamOf(name, definition)),
      );
    }
    for (const definition of functions) this.#add(definition);
  }

  #addTable(name: string, spec: TableSpec, stream: boolean): void {
    const context = this.#context;
    if (stream) {
      const store = new EventStore(this, `${name}-store`, { name, spec, context });
      this.#stores.set(name, store);
      this.#tables.set(name, store.table);
    } else {
      const table = serviceTable(this, `${name}-table`, { name, spec, context, stream });
      this.#tables.set(name, table);
    }
  }

  #add(definition: FunctionDefinition): void {
    const context = this.#context;
    const { name, trigger } = definition;
    switch (trigger.kind) {
      case 'events':
        new EventConsumer(this, name, { definition, context });
        break;
      case 'stream':
        this.#storeOf(trigger.table).addRelay(definition, context);
        break;
      case 'route':
        this.#api ??= new ServiceApi(this, 'Api', context);
        this.#api.addRoute(definition);
        break;
      case 'schedule':
        new ScheduledFunction(this, name, { definition, context });
        break;
      default:
        new OrderlyFunction(this, name, { definition, context });
    }
  }

  #storeOf(table: string): EventStore {
    const store = this.#stores.get(table);
    if (store) return store;
    throw new Error(
      `A relay of ${this.#context.service} reads "${table}", which is no table of it.`,
    );
  }

  #tableNamed(name: string): Table {
    const table = this.#tables.get(name);
    if (table) return table;
    const { service } = this.#context;
    throw new Error(
      `A function of ${service} uses the table "${name}"; the service has ` +
        `${[...this.#tables.keys()].join(', ') || 'none'}.`,
    );
  }
}

/** What every stack of a stage has: its well-known name, and tags that CloudFormation hands down. */
export function stackPropsOf({ name, description }: Service, stage: StageConfig): StackProps {
  return {
    stackName: namesOf(stage.name).stack(name),
    description,
    tags: { 'orderly:stage': stage.name, 'orderly:service': name },
  };
}

function isStreamOf(table: string, { trigger }: FunctionDefinition): boolean {
  return trigger.kind === 'stream' && trigger.table === table;
}
