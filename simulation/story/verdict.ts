import type { Violation } from '../invariant.ts';
import { type SeedResult, START_MS } from '../seed-run.ts';
import { subjectOf } from '../shrink/closest-orders.ts';
import type { Act } from '../workload/act.ts';
import { namesIn } from './names.ts';
import { type CallSeen, timelineOf } from './timeline.ts';

/** Violations of one seed that are told with their timelines. */
const MAX_TOLD = 3;

/** Of the rest, those that are named. */
const MAX_LISTED = 5;

/** What a verdict says beside the run itself. */
export interface VerdictContext {
  /** The commit that ran. */
  commit: string;
  /** The command that reproduces it. */
  command: string;
  /** Every call of the run, where they were kept. */
  calls?: readonly CallSeen[];
}

/** A failing seed for the person who gets it: what does not hold, what happened to it, and how to see it again. */
export function verdictOf(result: SeedResult, context: VerdictContext): string {
  const { seed, violations, orders } = result;
  const told = distinct(violations).slice(0, MAX_TOLD);
  const lines = [`seed ${seed} of commit ${context.commit}, ${orders} orders placed`];
  for (const violation of told) lines.push('', ...linesOf(violation, result, context));
  const others = violations.filter((violation) => !told.includes(violation));
  if (others.length > 0) lines.push('', 'and also:', ...listed(others));
  lines.push('', 'to reproduce it:', `  ${context.command}`);
  return lines.join('\n');
}

/** One line of a violation: which guarantee, what about, and what is wrong. */
export function titleOf({ guarantee, invariant, subject, message }: Violation): string {
  const title = guarantee === 0 ? invariant : `guarantee ${guarantee}, ${invariant}`;
  return `${title}: ${subject} ${message}`;
}

function linesOf(
  violation: Violation,
  { scene, bites }: SeedResult,
  { calls = [] }: VerdictContext,
) {
  const { ledger, acts } = scene;
  const subject = subjectOf(violation);
  const seconds = ((violation.atMs - START_MS) / 1_000).toFixed(3);
  const timeline = timelineOf(subject, { ledger, bites, calls, startMs: START_MS });
  const named = namesIn(ledger)(subject);
  const act = acts.find(({ id }) => id === named);
  const who = act ? [`${subject} is ${named}: ${deedOf(act)}`] : [];
  return [`${titleOf(violation)} (seen at ${seconds} s)`, ...who, ...timeline];
}

function listed(violations: readonly Violation[]): string[] {
  const lines = violations.slice(0, MAX_LISTED).map((violation) => `  ${titleOf(violation)}`);
  const rest = violations.length - lines.length;
  return rest > 0 ? [...lines, `  ... ${rest} more`] : lines;
}

/** What somebody does, in words. */
function deedOf(act: Act): string {
  if (act.kind === 'price') return `the price of ${act.sku} becomes ${act.amount}`;
  if (act.kind === 'stock') return `the stock of ${act.sku} becomes ${act.received}`;
  const { customer, lines, card, twin, cancel } = act;
  const goods = lines.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ');
  const deeds = [`${customer} orders ${goods} with ${card}`];
  if (twin) deeds.push(`sends it again after ${twin.afterMs} ms with the ${twin.body} body`);
  if (cancel)
    deeds.push(`cancels ${'on' in cancel ? `on ${cancel.on}` : `after ${cancel.afterMs} ms`}`);
  return deeds.join(', ');
}

/** The first violation of each subject. */
function distinct(violations: readonly Violation[]): Violation[] {
  const subjects = new Set<string>();
  return violations.filter(({ subject }) => {
    if (subjects.has(subject)) return false;
    subjects.add(subject);
    return true;
  });
}
