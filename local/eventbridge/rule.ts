import type { BusEvent } from './bus-event.ts';
import type { EventMatcher } from './pattern.ts';
import { compilePattern } from './pattern.ts';
import type { RuleTarget } from './rule-target.ts';

/** A rule's configuration; one of pattern and schedule, or both. */
export interface RuleSettings {
  name: string;
  arn: string;
  enabled: boolean;
  pattern: Readonly<Record<string, unknown>> | undefined;
  schedule: string | undefined;
}

/** A rule on a bus: which events it takes, and where they go. */
export class Rule {
  readonly settings: RuleSettings;
  readonly targets: readonly RuleTarget[];
  readonly #matches: EventMatcher | undefined;
  readonly #sources: ReadonlySet<unknown> | undefined;
  readonly #detailTypes: ReadonlySet<unknown> | undefined;

  constructor(settings: RuleSettings, targets: readonly RuleTarget[]) {
    const { pattern } = settings;
    this.settings = settings;
    this.targets = targets;
    this.#matches = pattern && compilePattern(pattern);
    this.#sources = plainValues(pattern?.['source']);
    this.#detailTypes = plainValues(pattern?.['detail-type']);
  }

  /** Whether events of this source and type may match: what can be told without looking further. */
  mayMatch(source: string, detailType: string): boolean {
    if (!this.settings.enabled || !this.#matches) return false;
    return this.#sources?.has(source) !== false && this.#detailTypes?.has(detailType) !== false;
  }

  matches(event: BusEvent): boolean {
    return this.#matches?.(event.parsed) === true;
  }
}

/** The values of a field that only compares for equality. */
function plainValues(condition: unknown): ReadonlySet<unknown> | undefined {
  if (!Array.isArray(condition)) return undefined;
  return condition.every((value) => typeof value === 'string') ? new Set(condition) : undefined;
}
