import type { PutEventsRequest } from '@aws-sdk/client-eventbridge';
import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Foundation } from '../foundation.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { Archive, type ArchiveSettings } from './archive.ts';
import { busNameOf, DEFAULT_BUS } from './bus-name.ts';
import { Deliverer } from './delivery.ts';
import { eventBridgeException } from './event-bridge-errors.ts';
import { EventBus } from './event-bus.ts';
import { EventPutter } from './put-events.ts';
import type { Replay } from './replay.ts';
import {
  cancelReplay,
  describeArchive,
  describeReplay,
  listArchives,
  listReplays,
  startReplay,
} from './replay-operations.ts';
import { Rule, type RuleSettings } from './rule.ts';
import { startSchedule } from './rule-schedule.ts';
import { RuleTarget, type TargetServices, type TargetSpec } from './rule-target.ts';

type Operation = (bridge: EventBridge, input: never) => object;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  StartReplay: startReplay,
  DescribeReplay: describeReplay,
  CancelReplay: cancelReplay,
  ListReplays: listReplays,
  DescribeArchive: describeArchive,
  ListArchives: listArchives,
};

interface Input {
  Entries?: readonly { Source?: string; DetailType?: string; EventBusName?: string }[];
  ReplayName?: string;
  ArchiveName?: string;
  EventSourceArn?: string;
}

/** Amazon EventBridge: buses with their rules and archives, PutEvents and replays. */
export class EventBridge implements Service {
  readonly name = 'eventbridge';
  readonly operations = ['PutEvents', ...Object.keys(OPERATIONS)];
  readonly foundation: Foundation;
  readonly replays = new Map<string, Replay>();
  readonly #services: TargetServices;
  readonly #deliverer: Deliverer;
  readonly #putter: EventPutter;
  readonly #buses = new Map<string, EventBus>();
  readonly #archives = new Map<string, Archive>();

  constructor(services: TargetServices) {
    this.foundation = services.foundation;
    this.#services = services;
    this.#deliverer = new Deliverer(services.foundation);
    this.#putter = new EventPutter(services.foundation);
    this.createBus(DEFAULT_BUS);
  }

  createBus(name: string): EventBus {
    const arn = this.arn(`event-bus/${name}`);
    const bus = new EventBus(name, arn, this.foundation, this.#deliverer);
    this.#buses.set(name, bus);
    return bus;
  }

  createRule(busName: string | undefined, settings: RuleSettings, targets: TargetSpec[]): void {
    const bus = this.busNamed(busName);
    const ruleTargets = targets.map((spec) => new RuleTarget(spec, settings, this.#services));
    const rule = new Rule(settings, ruleTargets);
    bus.addRule(rule);
    if (settings.schedule !== undefined) startSchedule(rule, bus, this.foundation);
  }

  createArchive(settings: ArchiveSettings): void {
    const archive = new Archive(settings);
    this.busNamed(settings.busArn).addArchive(archive);
    this.#archives.set(settings.name, archive);
  }

  /** A bus by name or ARN, `default` without; throws ResourceNotFoundException. */
  busNamed(nameOrArn: string | undefined): EventBus {
    const name = busNameOf(nameOrArn);
    const bus = this.#buses.get(name);
    if (bus) return bus;
    throw eventBridgeException('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  }

  buses(): Iterable<EventBus> {
    return this.#buses.values();
  }

  archives(): Archive[] {
    return [...this.#archives.values()];
  }

  /** Throws ResourceNotFoundException. */
  archiveNamed(name: string): Archive {
    const archive = this.#archives.get(name);
    if (archive) return archive;
    throw eventBridgeException('ResourceNotFoundException', `Archive ${name} does not exist.`);
  }

  /** Throws ResourceNotFoundException. */
  archiveByArn(arn: string): Archive {
    return this.archiveNamed(arn.slice(arn.lastIndexOf('/') + 1));
  }

  /** An ARN of EventBridge in this account and region. */
  arn(resource: string): string {
    return regionalArn(this.foundation.surroundings, 'events', resource);
  }

  accesses(operation: string, input: object): readonly Access[] {
    const { Entries, ReplayName, ArchiveName, EventSourceArn } = input as Input;
    if (operation === 'PutEvents') return this.#putAccesses(Entries ?? []);
    if (!OPERATIONS[operation]) throw new NotSimulatedError(`operation events:${operation}`);
    const action = `events:${operation}`;
    if (operation.startsWith('List')) return [{ action, resource: '*' }];
    const archiveArn = EventSourceArn ?? this.arn(`archive/${ArchiveName}`);
    if (operation === 'DescribeArchive') return [{ action, resource: archiveArn }];
    const replay = { action, resource: this.arn(`replay/${ReplayName}`) };
    return operation === 'StartReplay' ? [{ action, resource: archiveArn }, replay] : [replay];
  }

  execute(operation: string, input: object, _caller: Principal, traceHeader?: string): Answer {
    if (operation === 'PutEvents') {
      const output = this.#putter.put(
        input as PutEventsRequest,
        (name) => this.busNamed(name),
        traceHeader,
      );
      return { output };
    }
    const run = OPERATIONS[operation];
    if (!run) throw new NotSimulatedError(`operation events:${operation}`);
    return { output: run(this, input as never) };
  }

  /** Every entry has to pass by itself. */
  #putAccesses(entries: NonNullable<Input['Entries']>): Access[] {
    const accesses: Access[] = [];
    for (const { Source = '', DetailType = '', EventBusName } of entries) {
      const { access } = this.busNamed(EventBusName).kind(Source, DetailType);
      if (!accesses.includes(access)) accesses.push(access);
    }
    return accesses;
  }
}
