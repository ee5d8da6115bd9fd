import type { Adversary } from './adversary.ts';
import { inBackground } from './background.ts';
import { oneOf } from './dice.ts';
import type { ConsumerQueues, Operator } from './operator.ts';
import { replayArchive, republishAll } from './second-delivery.ts';
import type { World } from './world.ts';

/** What incidents act on. */
export interface IncidentScene {
  world: World;
  adversary: Adversary;
  operator: Operator;
  /** A throw of the dice about an incident, in [0, 1). */
  chance(what: string): number;
  /** How long the acts of the run take. */
  spanMs: number;
}

/** Something that happens to the platform from outside, while it works. */
export interface Incident {
  /** Kebab-case, among the kinds of faults. */
  kind: string;
  sentence: string;
  /** The chance that one seed has it for one of its targets. */
  chance: number;
  /** A consumer each, or once a seed. */
  each: 'consumer' | 'seed';
  /** It begins before the first order, not at any time while people act. */
  fromTheStart?: boolean;
  begin(scene: IncidentScene, consumer: ConsumerQueues): Promise<void>;
}

/** How long a consumer may be off: from a minute to hours. */
const OUTAGES_MS = [60_000, 600_000, 7_200_000];

const consumerOff: Incident = {
  kind: 'consumer-off',
  sentence: 'A consumer is switched off for minutes or hours, and then on again.',
  chance: 0.06,
  each: 'consumer',
  async begin({ world, operator, chance }, consumer) {
    operator.switchOff(consumer);
    const lengthMs = oneOf(OUTAGES_MS, chance(`consumer-off ${consumer.queue} for`));
    await world.cloud.scheduler.sleep(lengthMs);
    operator.switchOn(consumer);
  },
};

const backlog: Incident = {
  kind: 'backlog',
  sentence: 'Every consumer is off while the orders come, and all of them are taken at once.',
  chance: 0.03,
  each: 'seed',
  fromTheStart: true,
  async begin({ world, operator, spanMs }) {
    for (const consumer of operator.consumers) operator.switchOff(consumer);
    await world.cloud.scheduler.sleep(spanMs);
    operator.switchAllOn();
  },
};

/** How long the bus may be out of service: shorter than the relays keep trying. */
const BUS_OUTAGES_MS = [20_000, 60_000, 300_000];

const busOutage: Incident = {
  kind: 'bus-outage',
  sentence: 'PutEvents is out of service for a while, up to minutes.',
  chance: 0.06,
  each: 'seed',
  async begin({ world, adversary, chance }) {
    adversary.switchOff('PutEvents');
    await world.cloud.scheduler.sleep(oneOf(BUS_OUTAGES_MS, chance('bus-outage for')));
    adversary.switchOn('PutEvents');
  },
};

const poisonEvent: Incident = {
  kind: 'poison-event',
  sentence: 'A message that nobody can read gets into a consumer’s queue.',
  chance: 0.05,
  each: 'consumer',
  begin: ({ operator }, consumer) => operator.poison(consumer),
};

const archiveReplay: Incident = {
  kind: 'archive-replay',
  sentence: 'The archive is replayed into live traffic.',
  chance: 0.08,
  each: 'seed',
  async begin({ world }) {
    const nowMs = world.cloud.scheduler.nowMs();
    await replayArchive(world, 'live', 0, nowMs + 1_000);
  },
};

const liveRepublish: Incident = {
  kind: 'republish',
  sentence: 'The outboxes of all tables are published again into live traffic.',
  chance: 0.08,
  each: 'seed',
  begin: ({ world }) => republishAll(world),
};

const liveRedrive: Incident = {
  kind: 'redrive',
  sentence: 'DLQs of both kinds are redriven into live traffic.',
  chance: 0.3,
  each: 'seed',
  async begin({ operator, adversary }) {
    const found = await operator.redriveAll();
    if (found > 0) adversary.record('redrive-with-letters', String(found));
  },
};

/** Everything that happens from outside. */
export const incidents: readonly Incident[] = [
  consumerOff,
  backlog,
  busOutage,
  poisonEvent,
  archiveReplay,
  liveRepublish,
  liveRedrive,
];

/** Schedules the incidents that the dice give this seed. */
export function scheduleIncidents(scene: IncidentScene): void {
  for (const incident of incidents) {
    const targets = incident.each === 'consumer' ? scene.operator.consumers : [EVERYTHING];
    for (const target of targets) schedule(scene, incident, target);
  }
}

const EVERYTHING: ConsumerQueues = { service: '', name: '', queue: 'all', dlq: '', ruleDlq: '' };

function schedule(scene: IncidentScene, incident: Incident, consumer: ConsumerQueues): void {
  const { adversary, chance, spanMs } = scene;
  const { scheduler } = scene.world.cloud;
  const { kind, fromTheStart } = incident;
  if (!adversary.strikes(kind, consumer.queue, incident.chance)) return;
  const fraction = fromTheStart ? 0 : chance(`${kind} ${consumer.queue} at`);
  scheduler.after(Math.floor(fraction * spanMs), () => {
    adversary.record(kind, consumer.queue);
    inBackground(scheduler, () => incident.begin(scene, consumer));
  });
}
