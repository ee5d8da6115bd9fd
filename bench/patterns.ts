import { KindMap } from '../local/eventbridge/kind-map.ts';
import { Rule } from '../local/eventbridge/rule.ts';
import { RuleIndex } from '../local/eventbridge/rule-index.ts';
import { virtualTime } from '../local/scheduler.ts';
import { openOrders, SHIPPED_ORDERS } from '../ops/order-source.ts';
import { OrderRun } from '../simulation/run/order-run.ts';
import { createWorld } from '../simulation/world.ts';
import { startEventRuler } from '../test/engines/event-ruler.ts';
import { generatedEvents, generatedPatterns } from './generated-patterns.ts';

/** How fast events are matched against a set of rules: by the embedded cloud's bus, and by event-ruler on the JVM. */
interface PatternRates {
  /** Whose rules. */
  name: string;
  rules: number;
  /** Events a second of the thread's processor time, parsed before, after a warm-up. */
  ours: number;
  theirs: number;
}

/** Processor time for which each side is measured, after a warm-up of the same length. */
const MEASURE_MS = 1_500;

/** Rules of the generated set, and events that are matched against either set. */
const RULES = 1_000;
const EVENTS = 2_000;

/** Where virtual time begins. */
const START_MS = Date.UTC(2026, 0, 1);

/**
 * Matches the platform's own events against its own rules, and generated ones against 1,000 generated rules. Throws if
 * event-ruler is missing, or if the two sides do not match the same.
 */
async function measurePatterns(): Promise<PatternRates[]> {
  const own = await ownRules();
  const generated = { patterns: generatedPatterns(RULES), events: generatedEvents(EVENTS) };
  const ruler = await startEventRuler({ install: true });
  try {
    const rates: PatternRates[] = [];
    for (const [name, { patterns, events }] of Object.entries({
      "the platform's": own,
      generated,
    })) {
      const theirs = await ruler.measure({ rules: patterns, events, milliseconds: MEASURE_MS });
      const ours = measureOurs(patterns, events);
      if (ours.matched !== theirs.matched) {
        throw new Error(`${name} rules match ${ours.matched} times here, ${theirs.matched} there`);
      }
      const { eventsPerSecond } = ours;
      rates.push({
        name,
        rules: patterns.length,
        ours: eventsPerSecond,
        theirs: theirs.eventsPerSecond,
      });
    }
    return rates;
  } finally {
    await ruler.stop();
  }
}

/** Prints how fast events are matched, and against event-ruler. */
export async function benchPatterns(): Promise<void> {
  for (const rates of await measurePatterns()) console.log(describeRates(rates));
}

/** One line for a set of rules. */
function describeRates({ name, rules, ours, theirs }: PatternRates): string {
  const perSecond = (rate: number): string => `${(rate / 1e6).toFixed(2)} M events/s`;
  const ratio = (ours / theirs).toFixed(1);
  return `${name} ${rules} rules: ${perSecond(ours)}, event-ruler ${perSecond(theirs)}, ${ratio} times`;
}

interface RuleSet {
  /** JSON texts. */
  patterns: string[];
  events: string[];
}

/** The rules of the synthesized templates, and events of a run of the shipped orders. */
async function ownRules(): Promise<RuleSet> {
  const world = await createWorld({ time: virtualTime(START_MS), seed: 1, latency: 'typical' });
  const events: string[] = [];
  const patterns: string[] = [];
  for (const bus of world.cloud.engines.eventbridge.buses()) {
    bus.watch(({ text }) => {
      if (events.length < EVENTS) events.push(text);
    });
    for (const { settings } of bus.rules()) {
      if (settings.pattern) patterns.push(JSON.stringify(settings.pattern));
    }
  }
  const run = new OrderRun(world);
  await run.place(await openOrders(SHIPPED_ORDERS));
  await world.cloud.drain();
  world.cloud.stop();
  return { patterns, events };
}

type BusEvent = Record<string, unknown>;

/** As a bus does: by source and type first, then by what rules ask for exactly. */
function measureOurs(
  patterns: readonly string[],
  texts: readonly string[],
): { eventsPerSecond: number; matched: number } {
  const rules = patterns.map((text, index) => ruleOf(text, `rule-${index}`));
  const kinds = new KindMap((source, detailType) => {
    const rests = rules.flatMap((rule) => rule.restFor(source, detailType) ?? []);
    return new RuleIndex(rests.map((compiled) => ({ compiled })));
  });
  const events = texts.map((text) => JSON.parse(text) as BusEvent);
  const round = (): number => {
    let matched = 0;
    for (const event of events) {
      const kind = kinds.of(event['source'] as string, event['detail-type'] as string);
      matched += kind.matching(event).length;
    }
    return matched;
  };
  eventsPerSecond(round, events.length);
  return { eventsPerSecond: eventsPerSecond(round, events.length), matched: round() };
}

function ruleOf(patternText: string, name: string): Rule {
  const pattern = JSON.parse(patternText) as Record<string, unknown>;
  return new Rule(
    { name, arn: name, enabled: true, pattern, patternText, schedule: undefined },
    [],
  );
}

function eventsPerSecond(round: () => number, events: number): number {
  const startMs = processorMs();
  let [rounds, elapsedMs] = [0, 0];
  while (elapsedMs < MEASURE_MS) {
    round();
    rounds += 1;
    elapsedMs = processorMs() - startMs;
  }
  return (rounds * events * 1_000) / elapsedMs;
}

/** Of this thread: what else the machine does is not counted. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
