import type { Tag } from '@aws-sdk/client-eventbridge';
import { constraints, Violations } from './constraints.ts';
import { limitExceeded, validationException } from './event-bridge-errors.ts';

/** Tags of one resource. Amazon EventBridge API Reference, TagResource. */
const MAXIMUM_TAGS = 50;

/** The tags of rules and buses, by their ARN. */
export class Tags {
  readonly #byArn = new Map<string, ReadonlyMap<string, string>>();

  /** Adds tags, and replaces those of the same key. Throws as `check` does. */
  put(arn: string, tags: readonly Tag[]): void {
    this.#byArn.set(arn, this.#with(arn, tags));
  }

  /** To be called before something is made that is then given tags. Throws ValidationException and LimitExceededException. */
  check(arn: string, tags: readonly Tag[]): void {
    this.#with(arn, tags);
  }

  remove(arn: string, keys: readonly string[]): void {
    const left = [...(this.#byArn.get(arn) ?? [])].filter(([key]) => !keys.includes(key));
    this.#byArn.set(arn, new Map(left));
  }

  /** Takes all tags of a resource that is deleted. */
  drop(arn: string): void {
    this.#byArn.delete(arn);
  }

  of(arn: string): Tag[] {
    return [...(this.#byArn.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
  }

  /** Those of a resource and these. */
  #with(arn: string, tags: readonly Tag[]): ReadonlyMap<string, string> {
    const violations = new Violations();
    tags.forEach(({ Key, Value }, index) => {
      violations.text(`tags.${index + 1}.member.key`, Key, constraints.tagKey);
      violations.text(`tags.${index + 1}.member.value`, Value, constraints.tagValue);
    });
    violations.refuse();
    if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
      throw validationException('Invalid parameter: Duplicated keys are not allowed.');
    }
    const given = tags.map(({ Key = '', Value = '' }): [string, string] => [Key, Value]);
    const all = new Map([...(this.#byArn.get(arn) ?? []), ...given]);
    if (all.size > MAXIMUM_TAGS) throw limitExceeded();
    return all;
  }
}
