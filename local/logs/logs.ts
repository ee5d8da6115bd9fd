import { regionalArn } from '../arn.ts';
import type { Surroundings } from '../surroundings.ts';
import { LogGroup } from './log-group.ts';
import { alreadyExists, notFound } from './logs-errors.ts';

/** What a new log group is made with. */
export interface LogGroupSpec {
  name: string;
  createdMs: number;
  tags?: Readonly<Record<string, string>> | undefined;
  kmsKeyId?: string | undefined;
  retentionDays?: number | undefined;
}

/** The log groups of one account in one region. */
export class Logs {
  readonly surroundings: Surroundings;
  /** Events that each group keeps; 0: none, and functions write nothing. */
  readonly capacity: number;
  readonly #groups = new Map<string, LogGroup>();

  constructor(surroundings: Surroundings, capacity: number) {
    this.surroundings = surroundings;
    this.capacity = capacity;
  }

  groups(): Iterable<LogGroup> {
    return this.#groups.values();
  }

  /** Undefined if there is none. */
  find(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  /** Throws ResourceNotFoundException if there is none. */
  group(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw notFound('log group');
    return group;
  }

  /** Throws ResourceAlreadyExistsException. */
  create({ name, createdMs, tags = {}, kmsKeyId, retentionDays }: LogGroupSpec): LogGroup {
    if (this.#groups.has(name)) throw alreadyExists('log group');
    const spec = { name, createdMs, tags: new Map(Object.entries(tags)), kmsKeyId };
    const group = new LogGroup(spec, this.capacity);
    group.retentionDays = retentionDays;
    this.#groups.set(name, group);
    return group;
  }

  delete({ name }: LogGroup): void {
    this.#groups.delete(name);
  }

  /** The ARN of a group, without the `:*` that stands for its streams. */
  arnOf(name: string): string {
    return regionalArn(this.surroundings, 'logs', `log-group:${name}`);
  }
}
