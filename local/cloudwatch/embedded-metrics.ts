import type { Metric } from './metric-series.ts';
import { UNITS } from './units.ts';

/** The values of one metric that a log line carries. */
export interface EmbeddedMetric {
  metric: Metric;
  unit: string;
  values: readonly number[];
  /** Epoch milliseconds. */
  atMs: number;
}

/** What a log line in the embedded metric format holds, or why CloudWatch takes no metric from it. */
export type EmbeddedMetrics = { metrics: EmbeddedMetric[] } | { rejected: string };

/** Metrics of one directive, at most. */
const MAX_METRICS = 100;
/** Values of one metric in a line, at most. */
const MAX_VALUES = 100;
/** Dimensions of one set, at most. */
const MAX_DIMENSIONS = 30;

/**
 * Reads a log line in CloudWatch's embedded metric format; undefined for a line that is not in it.
 * CloudWatch User Guide, "Specification: Embedded metric format".
 */
export function parseEmbeddedMetrics(line: string): EmbeddedMetrics | undefined {
  if (!line.includes('"CloudWatchMetrics"')) return undefined;
  let root: Root;
  try {
    root = JSON.parse(line) as Root;
  } catch {
    return { rejected: 'not JSON' };
  }
  const { Timestamp: atMs, CloudWatchMetrics: directives } = root._aws ?? {};
  if (!Array.isArray(directives)) return { rejected: '_aws.CloudWatchMetrics is not a list' };
  if (typeof atMs !== 'number') return { rejected: '_aws.Timestamp is not a number' };
  try {
    const metrics: EmbeddedMetric[] = [];
    for (const directive of directives) addMetrics(metrics, root, directive, atMs);
    return { metrics };
  } catch (error) {
    if (error instanceof InvalidDirective) return { rejected: error.message };
    throw error;
  }
}

interface Root {
  _aws?: { Timestamp?: unknown; CloudWatchMetrics?: unknown };
  [member: string]: unknown;
}

interface Directive {
  Namespace?: unknown;
  Dimensions?: unknown;
  Metrics?: unknown;
}

interface MetricDefinition {
  Name?: unknown;
  Unit?: unknown;
}

class InvalidDirective extends Error {}

function addMetrics(to: EmbeddedMetric[], root: Root, directive: Directive, atMs: number): void {
  const { Namespace: namespace, Dimensions, Metrics } = directive;
  if (typeof namespace !== 'string' || namespace === '') refuse('Namespace is not a text');
  if (!Array.isArray(Metrics)) refuse('Metrics is not a list');
  if (Metrics.length > MAX_METRICS) refuse(`more than ${MAX_METRICS} metrics`);
  const sets = dimensionSets(root, Dimensions);
  for (const { Name: name, Unit: unit = 'None' } of Metrics as MetricDefinition[]) {
    if (typeof name !== 'string') refuse('Name of a metric is not a text');
    if (!UNITS.has(unit)) refuse(`unit ${String(unit)} of ${name}`);
    const values = numbers(name, root[name]);
    for (const dimensions of sets) {
      to.push({ metric: { namespace, name, dimensions }, unit: unit as string, values, atMs });
    }
  }
}

function dimensionSets(root: Root, sets: unknown): Record<string, string>[] {
  if (!Array.isArray(sets)) refuse('Dimensions is not a list');
  if (sets.length === 0) return [{}];
  return sets.map((names: unknown) => {
    if (!Array.isArray(names)) refuse('a dimension set is not a list');
    if (names.length > MAX_DIMENSIONS) refuse(`more than ${MAX_DIMENSIONS} dimensions`);
    const named = (names as string[]).map((name) => {
      const value = root[name];
      if (typeof value !== 'string') refuse(`dimension ${name} has no text`);
      return [name, value];
    });
    return Object.fromEntries(named);
  });
}

function numbers(name: string, target: unknown): number[] {
  const values: unknown[] = Array.isArray(target) ? target : [target];
  if (values.length > MAX_VALUES) refuse(`more than ${MAX_VALUES} values of ${name}`);
  for (const value of values) {
    if (typeof value !== 'number') refuse(`${name} has no number`);
  }
  return values as number[];
}

function refuse(reason: string): never {
  throw new InvalidDirective(reason);
}
