import { AccessDeniedError } from '../iam/access-denied-error.ts';
import type { Scheduler } from '../scheduler.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { LambdaServices } from './lambda-services.ts';
import { createPoller, type Poller } from './mapping.ts';
import type { MappingSettings } from './mapping-settings.ts';

/** What the API says of a mapping. AWS Lambda API Reference, EventSourceMappingConfiguration. */
export type MappingState =
  | 'Creating'
  | 'Enabling'
  | 'Enabled'
  | 'Disabling'
  | 'Disabled'
  | 'Updating'
  | 'Deleting';

/** How long a mapping is said to be on its way to another state; it acts on what is asked of it at once. */
const TRANSITION_MS = 500;

/** An event source mapping: its settings, its state, and the pollers that follow them. */
export class EventSourceMapping {
  readonly #services: LambdaServices;
  #settings: MappingSettings;
  #properties: Readonly<Record<string, unknown>>;
  #target: LambdaFunction;
  #poller: Poller;
  #state: MappingState;
  #modifiedMs: number;
  /** Its function is gone. */
  #orphaned = false;

  /** `properties` as the template or the API gave them, for later changes. */
  constructor(
    settings: MappingSettings,
    properties: Readonly<Record<string, unknown>>,
    target: LambdaFunction,
    services: LambdaServices,
  ) {
    this.#services = services;
    this.#settings = settings;
    this.#properties = properties;
    this.#target = target;
    this.#poller = createPoller({ settings, target }, services);
    this.#state = settings.enabled ? 'Enabled' : 'Disabled';
    this.#modifiedMs = this.#scheduler.nowMs();
  }

  get settings(): MappingSettings {
    return this.#settings;
  }

  get properties(): Readonly<Record<string, unknown>> {
    return this.#properties;
  }

  get target(): LambdaFunction {
    return this.#target;
  }

  get state(): MappingState {
    return this.#state;
  }

  /** Epoch milliseconds of the latest change. */
  get modifiedMs(): number {
    return this.#modifiedMs;
  }

  /** Whether it may be changed. */
  get isSettled(): boolean {
    return this.#state === 'Enabled' || this.#state === 'Disabled';
  }

  /** Starts polling; nothing is polled while its function is gone. */
  enable(): void {
    if (this.#state === 'Deleting') return;
    this.#switch(true);
    this.#state = 'Enabled';
  }

  /** Stops polling; what is in flight is finished, the rest waits. */
  disable(): void {
    if (this.#state === 'Deleting') return;
    this.#switch(false);
    this.#state = 'Disabled';
  }

  /** Says for a while that it is on its way to the state that its settings name. */
  settle(state: MappingState): void {
    this.#state = state;
    this.#modifiedMs = this.#scheduler.nowMs();
    this.#scheduler.after(TRANSITION_MS, () => {
      if (this.#state === state) this.#state = this.#settings.enabled ? 'Enabled' : 'Disabled';
    });
  }

  /** Goes on with other settings or to another function; throws what making it anew would throw. */
  configure(
    settings: MappingSettings,
    properties: Readonly<Record<string, unknown>>,
    target: LambdaFunction,
  ): void {
    const { enabled } = this.#settings;
    const onlySwitched = sameBut({ ...settings, enabled }, this.#settings);
    if (onlySwitched && target === this.#target) this.#switch(settings.enabled);
    else {
      const former = this.#poller;
      this.#poller = createPoller({ settings, target, former }, this.#services);
    }
    this.#settings = settings;
    this.#properties = properties;
    this.#target = target;
    this.#orphaned = false;
  }

  /** Its function is gone: nothing is polled until it has another. */
  orphan(): void {
    this.#orphaned = true;
    this.#poller.disable();
  }

  /** Goes on with a function that was made under its function's name; where that is refused, it polls no more. */
  adopt(target: LambdaFunction): void {
    if (this.#state === 'Deleting' || target.settings.arn !== this.#target.settings.arn) return;
    try {
      this.configure(this.#settings, this.#properties, target);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { facts } = this.#services.foundation;
      const { name: note } = error as Error;
      if (facts.heard) {
        facts.tell({
          kind: 'mapping.orphaned',
          resource: target.name,
          id: this.#settings.uuid,
          note,
        });
      }
    }
  }

  /** Ends it; `done` is called once it is no longer there. */
  delete(done: () => void): void {
    this.#poller.disable();
    this.#poller.end?.();
    this.#state = 'Deleting';
    this.#scheduler.after(TRANSITION_MS, done);
  }

  #switch(enabled: boolean): void {
    this.#settings = { ...this.#settings, enabled };
    if (enabled && !this.#orphaned) this.#poller.enable();
    else this.#poller.disable();
  }

  get #scheduler(): Scheduler {
    return this.#services.foundation.scheduler;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AccessDeniedError || (error as { $fault?: string }).$fault !== undefined;
}

function sameBut(settings: MappingSettings, others: MappingSettings): boolean {
  return JSON.stringify(settings) === JSON.stringify(others);
}
