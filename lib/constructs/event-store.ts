import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import type { TableSpec } from '../service.ts';
import type { FunctionContext, ServiceContext } from './context.ts';
import { Relay } from './relay.ts';
import { serviceTable } from './table.ts';

/** The table's name within its service, and its keys and indexes. */
export interface EventStoreProps {
  name: string;
  spec: TableSpec;
  context: FunctionContext;
}

/** A table of commit items: state, inbox and outbox in one write, and a stream that a relay publishes from. */
export class EventStore extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { name, spec, context }: EventStoreProps) {
    super(scope, id);
    this.table = serviceTable(this, 'Table', { name, spec, context, stream: true });
  }

  /** Adds the function that takes the outboxes to the bus. */
  addRelay(definition: FunctionDefinition, context: ServiceContext): Relay {
    return new Relay(this, 'Relay', { definition, context, table: this.table });
  }
}
