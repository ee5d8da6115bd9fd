import type { Field } from './pattern/field.ts';
import { type CompiledPattern, compiledFrom, compileFully } from './pattern.ts';
import type { RuleTarget } from './rule-target.ts';

/** A rule's configuration; one of pattern and schedule, or both. */
export interface RuleSettings {
  name: string;
  arn: string;
  enabled: boolean;
  pattern: Readonly<Record<string, unknown>> | undefined;
  /** The pattern's JSON text, where it was given as text: it may say what a parsed value does not. */
  patternText?: string | undefined;
  schedule: string | undefined;
  description?: string | undefined;
}

/** Fields of the envelope that every event has, as a string. */
const ALWAYS: ReadonlySet<string> = new Set(['source', 'detail-type']);

/** A pattern that nothing matches. */
const NEVER: CompiledPattern = { matches: () => false, alternatives: [] };

/** A rule on a bus: which events it takes, and where they go. */
export class Rule {
  #settings: RuleSettings;
  #compiled: CompiledPattern;
  #targets: readonly RuleTarget[];

  /** Throws InvalidPatternError. */
  constructor(settings: RuleSettings, targets: readonly RuleTarget[]) {
    this.#settings = settings;
    this.#compiled = compiled(settings);
    this.#targets = targets;
  }

  get settings(): RuleSettings {
    return this.#settings;
  }

  get targets(): readonly RuleTarget[] {
    return this.#targets;
  }

  /** Takes other settings; targets stay. Throws InvalidPatternError, and then changes nothing. */
  configure(settings: RuleSettings): void {
    this.#compiled = compiled(settings);
    this.#settings = settings;
  }

  /** Adds a target, or replaces the one of its id. */
  putTarget(target: RuleTarget): void {
    const at = this.#targets.findIndex(({ spec }) => spec.Id === target.spec.Id);
    this.#targets = at < 0 ? [...this.#targets, target] : this.#targets.with(at, target);
  }

  /** Whether there was such a target. */
  removeTarget(id: string): boolean {
    const before = this.#targets.length;
    this.#targets = this.#targets.filter(({ spec }) => spec.Id !== id);
    return this.#targets.length < before;
  }

  hasTarget(id: string): boolean {
    return this.#targets.some(({ spec }) => spec.Id === id);
  }

  /** What is left to ask of events of this source and type; undefined if none of them can match. */
  restFor(source: string, detailType: string): CompiledPattern | undefined {
    if (!this.#settings.enabled) return undefined;
    const passes = ({ name, test }: Field): boolean => {
      if (name === 'source') return test(source);
      return name !== 'detail-type' || test(detailType);
    };
    const possible = this.#compiled.alternatives.filter((fields) => fields.every(passes));
    if (possible.length === 0) return undefined;
    return compiledFrom(possible.map((fields) => fields.filter(({ name }) => !ALWAYS.has(name))));
  }
}

function compiled({ pattern, patternText }: RuleSettings): CompiledPattern {
  const given = patternText ?? pattern;
  return given === undefined ? NEVER : compileFully(given);
}
