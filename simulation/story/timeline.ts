import type { CallPoint } from '../../local/interference.ts';
import type { Bite } from '../adversary.ts';
import type { Answered, CommitSeen, Ledger, Published } from '../evidence/ledger.ts';
import { subjectOfCall } from '../subject.ts';
import { namesIn } from './names.ts';

/** A call of AWS that a function made, whatever became of it. */
export interface CallSeen {
  /** The function's name. */
  caller: string;
  operation: string;
  /** What it is about: the key of an item, the id of an event, the reference of a payment. */
  subject: string;
  atMs: number;
}

/** What a timeline keeps of a call. */
export function callSeen(point: CallPoint, atMs: number): CallSeen {
  const { caller, operation } = point;
  return { caller, operation, subject: subjectOfCall(point), atMs };
}

/** What a timeline is made of. */
export interface History {
  ledger: Ledger;
  bites: readonly Bite[];
  /** Every call of the run, where they were kept. */
  calls: readonly CallSeen[];
  /** Epoch milliseconds that all times are counted from. */
  startMs: number;
}

/** One thing that happened to what a violation is about. */
interface Moment {
  atMs: number;
  text: string;
}

/** So few faults are all told, whatever they are about: one about a neighbour may be the one that matters. */
const FEW_BITES = 20;

/** Moments shown at most; what is left out is told. */
const MAX_MOMENTS = 150;

/**
 * What happened to an order, an event or a SKU, from its first request to the end, one line each: requests, commits,
 * events, calls and the faults that bit. Where that would be too much to read, calls are left out first.
 */
export function timelineOf(subject: string, history: History): string[] {
  const { ledger, bites, calls, startMs } = history;
  const about = ledger.published.get(subject)?.event.metadata?.subject ?? subject;
  const published = ledger.bySubject.get(about) ?? [];
  const ids = [about, subject, ...eventsOf(ledger, about)];
  const concerns = (key: string): boolean => ids.some((id) => key.includes(id));
  const moments: Moment[] = [
    ...ledger.answers.filter((answer) => isAbout(answer, about)).map(answerMoment),
    ...ledger.commits.filter((commit) => isCommitOf(commit, about)).map(commitMoment),
    ...published.map(publishedMoment),
    ...bites.filter(({ key }) => bites.length <= FEW_BITES || concerns(key)).map(biteMoment),
  ];
  const made = calls.filter((call) => concerns(call.subject)).map(callMoment);
  const fits = moments.length + made.length <= MAX_MOMENTS;
  return linesOf(fits ? [...made, ...moments] : moments, {
    ledger,
    startMs,
    omitted: fits ? 0 : made.length,
  });
}

function linesOf(
  moments: Moment[],
  { ledger, startMs, omitted }: { ledger: Ledger; startMs: number; omitted: number },
): string[] {
  const named = namesIn(ledger);
  moments.sort((left, right) => left.atMs - right.atMs);
  const lines = moments.slice(0, MAX_MOMENTS).map(({ atMs, text }) => {
    const seconds = ((atMs - startMs) / 1_000).toFixed(3);
    return `${seconds.padStart(10)} s  ${named(text)}`;
  });
  const rest = moments.length - lines.length;
  if (rest > 0) lines.push(`... and ${rest} more`);
  if (omitted > 0)
    lines.push(
      `(${omitted} calls of AWS are left out; --shrink leaves a story short enough for them)`,
    );
  return lines;
}

/** The ids of all events about a subject, published or not. */
function eventsOf({ outboxes, bySubject }: Ledger, about: string): string[] {
  const committed = [...outboxes].filter(([, { subject }]) => subject === about);
  const published = bySubject.get(about) ?? [];
  return [...committed.map(([id]) => id), ...published.map(({ event }) => event.eventId)];
}

function isAbout({ body, act }: Answered, subject: string): boolean {
  return body['orderId'] === subject || act.id === subject || ('sku' in act && act.sku === subject);
}

/** A SKU is moved by the reservations that have it in a line. */
function isCommitOf({ table, key, image }: CommitSeen, subject: string): boolean {
  if (key.includes(subject)) return true;
  return table === 'stock' && JSON.stringify(image['lines'] ?? '').includes(`"${subject}"`);
}

function answerMoment({ act, request, status, atMs }: Answered): Moment {
  return { atMs, text: `client  ${request} of ${act.id} is answered ${status}` };
}

function commitMoment({ table, key, image, atMs }: CommitSeen): Moment {
  const cause = image['cause']?.S;
  const because = cause === undefined ? '' : `, because of ${cause}`;
  return { atMs, text: `commit  ${table} ${key}: ${contentOf(image)}${because}` };
}

function contentOf(image: CommitSeen['image']): string {
  const events = image['events']?.S;
  if (events !== undefined) {
    return (JSON.parse(events) as { type: string }[]).map(({ type }) => type).join(', ');
  }
  if (image['available']) return `${image['available'].N} of ${image['received']?.N} available`;
  const lines = (image['lines']?.L ?? []) as {
    M: { sku: { S: string }; quantity: { N: string } };
  }[];
  const content = lines.map(({ M }) => `${M.quantity.N} ${M.sku.S}`).join(', ');
  const state = image['state']?.S ?? 'handled';
  return content === '' ? state : `${state} ${content}`;
}

function publishedMoment({ event, atMs, times }: Published): Moment {
  const often = times > 1 ? `, ${times} times` : '';
  return { atMs, text: `event   ${event.eventId}, because of ${event.causationId}${often}` };
}

function callMoment({ caller, operation, subject, atMs }: CallSeen): Moment {
  return { atMs, text: `call    ${caller} ${operation} ${subject}` };
}

/** The key of a bite ends with the how-manieth time it is. */
function biteMoment({ kind, key, atMs }: Bite): Moment {
  const [, what = key, time = '1'] = /^(.*) (\d+)$/.exec(key) ?? [];
  return { atMs, text: `fault   ${kind} at ${what}${time === '1' ? '' : ` (time ${time})`}` };
}
