import type {
  CreateEventBusRequest,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  EventBus as EventBusEntry,
  ListEventBusesRequest,
  UpdateEventBusRequest,
} from '@aws-sdk/client-eventbridge';
import { busNameOf, DEFAULT_BUS } from './bus-name.ts';
import { constraints, Violations } from './constraints.ts';
import type { EventBridge } from './event-bridge.ts';
import { eventBridgeException, validationException } from './event-bridge-errors.ts';
import type { EventBus } from './event-bus.ts';
import { pageOf } from './pages.ts';

/** CreateEventBus: of the account's own; partner buses are not simulated. */
function createEventBus(bridge: EventBridge, input: CreateEventBusRequest): object {
  const { Name: name = '', Description, Tags = [] } = input;
  new Violations()
    .text('name', input.Name, constraints.busName)
    .text('description', Description, constraints.description)
    .refuse();
  if (name.includes('/')) throw validationException("Event bus name must not contain '/'.");
  if (bridge.findBus(name)) {
    const message = `Event bus ${name} already exists.`;
    throw eventBridgeException('ResourceAlreadyExistsException', message);
  }
  bridge.tags.check(bridge.arn(`event-bus/${name}`), Tags);
  const bus = bridge.createBus(name, Description);
  bridge.tags.put(bus.arn, Tags);
  return { EventBusArn: bus.arn, ...described(bus) };
}

function describeEventBus(bridge: EventBridge, { Name }: DescribeEventBusRequest): object {
  new Violations().text('name', Name, constraints.busNameOrArn).refuse();
  return entryOf(bridge, bridge.busNamed(Name));
}

function updateEventBus(bridge: EventBridge, { Name, Description }: UpdateEventBusRequest): object {
  new Violations()
    .text('name', Name, { ...constraints.busName, required: false })
    .text('description', Description, constraints.description)
    .refuse();
  const bus = bridge.busNamed(Name);
  if (Description !== undefined) bus.description = Description;
  bus.changedMs = bridge.foundation.scheduler.nowMs();
  return { Arn: bus.arn, Name: bus.name, ...described(bus) };
}

/** DeleteEventBus: one that is not there is deleted already; rules and archives are in the way. */
function deleteEventBus(bridge: EventBridge, { Name }: DeleteEventBusRequest): object {
  new Violations().text('name', Name, constraints.busName).refuse();
  if (busNameOf(Name) === DEFAULT_BUS) {
    throw validationException('Cannot delete event bus default.');
  }
  const bus = bridge.findBus(Name);
  if (!bus) return {};
  if (bus.isInUse) throw validationException("EventBus can't be deleted since it has rules.");
  bridge.deleteBus(bus);
  return {};
}

function listEventBuses(bridge: EventBridge, input: ListEventBusesRequest): object {
  const { NamePrefix = '' } = input;
  const found = [...bridge.buses()].filter(({ name }) => name.startsWith(NamePrefix));
  const { page, next } = pageOf(found, ({ name }) => name, input);
  return { EventBuses: page.map((bus) => entryOf(bridge, bus)), ...next };
}

function entryOf({ policies }: EventBridge, bus: EventBus): EventBusEntry {
  const policy = policies.textOf(bus.arn);
  return {
    Name: bus.name,
    Arn: bus.arn,
    ...described(bus),
    ...(policy === undefined ? {} : { Policy: policy }),
    CreationTime: new Date(bus.createdMs),
    LastModifiedTime: new Date(bus.changedMs),
  };
}

function described({ description }: EventBus): { Description?: string } {
  return description === undefined ? {} : { Description: description };
}

/** The operations on buses. Amazon EventBridge API Reference. */
export const busOperations = {
  CreateEventBus: createEventBus,
  DescribeEventBus: describeEventBus,
  UpdateEventBus: updateEventBus,
  DeleteEventBus: deleteEventBus,
  ListEventBuses: listEventBuses,
};
