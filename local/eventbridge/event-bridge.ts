import type { PutEventsRequest } from '@aws-sdk/client-eventbridge';
import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Foundation } from '../foundation.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { absentBus } from './absent-bus.ts';
import { accessesOf } from './accesses.ts';
import { Archive, type ArchiveSettings } from './archive.ts';
import { busNameOf, DEFAULT_BUS, isArn } from './bus-name.ts';
import { BusPolicies } from './bus-policy.ts';
import { Deliverer } from './delivery.ts';
import {
  eventBridgeException,
  limitExceeded,
  noSuchArchive,
  noSuchRule,
  notTheArn,
  validationException,
} from './event-bridge-errors.ts';
import { EventBus } from './event-bus.ts';
import { checkLength } from './event-pattern.ts';
import { operations } from './operations.ts';
import { parameters } from './parameters.ts';
import { EventPutter } from './put-events.ts';
import type { Replay } from './replay.ts';
import { Rule, type RuleSettings } from './rule.ts';
import { type RunningSchedule, startSchedule } from './rule-schedule.ts';
import { RuleTarget, type TargetServices, type TargetSpec } from './rule-target.ts';
import { compileSchedule } from './schedule-expression.ts';
import { Tags } from './tags.ts';

/** Amazon EventBridge User Guide, "Amazon EventBridge quotas". */
const MAXIMUM_BUSES = 100;
const MAXIMUM_RULES = 300;
const MAXIMUM_TARGETS = 5;

/** Amazon EventBridge: buses with their rules and archives, PutEvents and replays. */
export class EventBridge implements Service {
  readonly name = 'eventbridge';
  readonly parameters = parameters;
  readonly foundation: Foundation;
  readonly replays = new Map<string, Replay>();
  readonly policies: BusPolicies;
  readonly tags = new Tags();
  readonly #services: TargetServices;
  readonly #deliverer: Deliverer;
  readonly #putter: EventPutter;
  readonly #buses = new Map<string, EventBus>();
  readonly #archives = new Map<string, Archive>();
  readonly #schedules = new Map<Rule, RunningSchedule>();

  constructor(services: TargetServices) {
    this.foundation = services.foundation;
    this.policies = new BusPolicies(services.foundation.iam);
    this.#services = services;
    this.#deliverer = new Deliverer(services.foundation);
    this.#putter = new EventPutter(services.foundation, (bus) => this.#buses.get(bus.name) === bus);
    this.createBus(DEFAULT_BUS);
  }

  /** Throws LimitExceededException. */
  createBus(name: string, description?: string): EventBus {
    if (this.#buses.size >= MAXIMUM_BUSES) throw limitExceeded();
    const arn = this.arn(`event-bus/${name}`);
    const bus = new EventBus(name, arn, this.foundation, this.#deliverer);
    bus.description = description;
    this.#buses.set(name, bus);
    return bus;
  }

  /** Takes a bus away that has neither rules nor archives. */
  deleteBus(bus: EventBus): void {
    this.#buses.delete(bus.name);
    this.policies.replace(bus.arn, []);
    this.tags.drop(bus.arn);
  }

  /** Throws LimitExceededException, ValidationException, InvalidPatternError and InvalidScheduleError. */
  createRule(
    busName: string | undefined,
    settings: RuleSettings,
    targets: readonly TargetSpec[],
  ): Rule {
    const bus = this.busNamed(busName);
    checkSettings(bus, settings);
    if (bus.rules().length >= MAXIMUM_RULES) throw limitExceeded();
    const rule = new Rule(settings, []);
    this.putTargets(rule, targets);
    bus.addRule(rule);
    this.#startSchedule(rule, bus);
    return rule;
  }

  /** Gives a rule other settings; its targets stay. Throws InvalidPatternError and InvalidScheduleError. */
  changeRule(bus: EventBus, rule: Rule, settings: RuleSettings): void {
    checkSettings(bus, settings);
    rule.configure(settings);
    this.#stopSchedule(rule);
    this.#startSchedule(rule, bus);
    bus.ruleChanged();
  }

  /** Takes a rule away: it delivers no more, not even what was to be tried again. */
  deleteRule(bus: EventBus, rule: Rule): void {
    this.#stopSchedule(rule);
    for (const { spec } of rule.targets) rule.removeTarget(spec.Id);
    bus.removeRule(rule.settings.name);
    this.tags.drop(rule.settings.arn);
  }

  /**
   * Adds or replaces targets, all or none. Throws LimitExceededException, TargetInputError and NotSimulatedError.
   */
  putTargets(rule: Rule, specs: readonly TargetSpec[]): void {
    const ids = [...rule.targets.map(({ spec }) => spec), ...specs].map(({ Id }) => Id);
    if (new Set(ids).size > MAXIMUM_TARGETS) throw limitExceeded();
    const targets = specs.map((spec) => new RuleTarget(spec, rule.settings, this.#services));
    for (const target of targets) rule.putTarget(target);
  }

  /** Throws LimitExceededException and InvalidPatternError. */
  createArchive(settings: ArchiveSettings): Archive {
    checkLength(settings);
    const archive = new Archive(settings, this.foundation.scheduler);
    this.busByArn(settings.busArn).addArchive(archive);
    this.#archives.set(settings.name, archive);
    return archive;
  }

  /** Gives an archive other settings; what it holds stays. Throws LimitExceededException. */
  changeArchive(archive: Archive, settings: ArchiveSettings): void {
    checkLength(settings);
    archive.configure(settings);
  }

  deleteArchive(archive: Archive): void {
    this.busNamed(archive.settings.busArn).removeArchive(archive);
    this.#archives.delete(archive.settings.name);
  }

  /** A bus by name or ARN, `default` without; throws ResourceNotFoundException. */
  busNamed(nameOrArn: string | undefined): EventBus {
    const bus = this.findBus(nameOrArn);
    if (bus) return bus;
    const message = `Event bus ${busNameOf(nameOrArn)} does not exist.`;
    throw eventBridgeException('ResourceNotFoundException', message);
  }

  /** Where an entry of PutEvents goes, though the bus may not exist. Throws NotSimulatedError. */
  entryBus(nameOrArn: string | undefined): EventBus {
    return this.findBus(nameOrArn) ?? absentBus(nameOrArn, this, this.#deliverer);
  }

  /** As `busNamed`, undefined where there is none: also for the ARN of a bus elsewhere, of whatever name. */
  findBus(nameOrArn: string | undefined): EventBus | undefined {
    const bus = this.#buses.get(busNameOf(nameOrArn));
    return isArn(nameOrArn) && bus?.arn !== nameOrArn ? undefined : bus;
  }

  /** A bus by its ARN, as the source of an archive; throws ValidationException and ResourceNotFoundException. */
  busByArn(arn: string): EventBus {
    if (isArn(arn)) return this.busNamed(arn);
    throw notTheArn('an event bus');
  }

  /** A rule of a bus; throws ResourceNotFoundException for either. */
  ruleNamed(busName: string | undefined, name: string): { bus: EventBus; rule: Rule } {
    const bus = this.busNamed(busName);
    const rule = bus.rule(name);
    if (!rule) throw noSuchRule(name, bus.name);
    return { bus, rule };
  }

  buses(): Iterable<EventBus> {
    return this.#buses.values();
  }

  archives(): Archive[] {
    return [...this.#archives.values()];
  }

  /** An archive by its name, undefined where there is none. */
  findArchive(name: string): Archive | undefined {
    return this.#archives.get(name);
  }

  /** Throws ResourceNotFoundException. */
  archiveNamed(name: string): Archive {
    const archive = this.findArchive(name);
    if (archive) return archive;
    throw noSuchArchive(name);
  }

  /** Throws ValidationException and ResourceNotFoundException. */
  archiveByArn(arn: string): Archive {
    if (!isArn(arn)) throw notTheArn('an archive');
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const archive = this.findArchive(name);
    if (archive?.settings.arn === arn) return archive;
    throw noSuchArchive(name);
  }

  /** An ARN of EventBridge in this account and region. */
  arn(resource: string): string {
    return regionalArn(this.foundation.surroundings, 'events', resource);
  }

  accesses(operation: string, input: object): readonly Access[] {
    if (!Object.hasOwn(parameters, operation)) throw unknown(operation);
    return accessesOf(this, operation, input);
  }

  execute(operation: string, input: object, _caller: Principal, traceHeader?: string): Answer {
    if (operation === 'PutEvents') {
      const output = this.#putter.put(
        input as PutEventsRequest,
        (name) => this.entryBus(name),
        traceHeader,
      );
      return { output };
    }
    const run = operations[operation];
    if (!run) throw unknown(operation);
    return { output: run(this, input as never) };
  }

  #startSchedule(rule: Rule, bus: EventBus): void {
    const running = startSchedule(rule, bus, this.foundation);
    if (running) this.#schedules.set(rule, running);
  }

  #stopSchedule(rule: Rule): void {
    this.#schedules.get(rule)?.stop();
    this.#schedules.delete(rule);
  }
}

/** What holds for rules of templates and of the API alike. */
function checkSettings(bus: EventBus, settings: RuleSettings): void {
  checkLength(settings);
  if (settings.schedule !== undefined && bus.name !== DEFAULT_BUS) {
    throw validationException('ScheduleExpression is supported only on the default event bus.');
  }
  if (settings.schedule !== undefined) compileSchedule(settings.schedule);
}

function unknown(operation: string): NotSimulatedError {
  return new NotSimulatedError(`operation events:${operation}`);
}
