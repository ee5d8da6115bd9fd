import { NotSimulatedError } from '../errors.ts';
import { contentProblem } from './schema-content.ts';
import { schemasException } from './schemas-errors.ts';

/** A schema to create: what its template, or CreateSchema, gives. */
export interface SchemaSpec {
  registryName: string;
  /** Such as `orderly.ordering@OrderPlaced`. */
  schemaName: string;
  type: string;
  /** The schema's text. */
  content: string;
  description?: string;
  tags?: Readonly<Record<string, string>>;
}

/** One version of a schema. */
export interface SchemaVersion {
  /** Counted from 1. */
  number: number;
  type: string;
  content: string;
  createdMs: number;
}

/** What an update changes; what is left out stays. */
export interface SchemaUpdate {
  type?: string;
  content?: string;
  description?: string;
  /** The same token again changes nothing. */
  clientToken?: string;
}

/** A schema with its versions; EventBridge User Guide, "Amazon EventBridge schemas". */
export class StoredSchema {
  readonly registryName: string;
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  description: string | undefined;
  lastModifiedMs: number;
  #versions: SchemaVersion[] = [];
  #lastNumber = 0;
  #lastToken: string | undefined;

  /** Throws BadRequestException for content that is not a schema of the type. */
  constructor(spec: SchemaSpec, arn: string, nowMs: number) {
    this.registryName = spec.registryName;
    this.name = spec.schemaName;
    this.arn = arn;
    this.tags = new Map(Object.entries(spec.tags ?? {}));
    this.description = spec.description;
    this.lastModifiedMs = nowMs;
    this.#add(spec.type, spec.content, nowMs);
  }

  /** Oldest first; never empty. */
  get versions(): readonly SchemaVersion[] {
    return this.#versions;
  }

  /** The newest, or the one of that number in words; throws NotFoundException. */
  version(number?: string): SchemaVersion {
    if (number === undefined) return this.#versions.at(-1)!;
    const version = this.#versions.find((candidate) => String(candidate.number) === number);
    if (version) return version;
    const message = `Schema with name ${this.name} and version ${number} does not exist.`;
    throw schemasException('NotFoundException', message);
  }

  /** Adds a version if type or content change. Throws BadRequestException. */
  update({ type, content, description, clientToken }: SchemaUpdate, nowMs: number): void {
    if (clientToken !== undefined && clientToken === this.#lastToken) return;
    const newest = this.version();
    const [nextType, nextContent] = [type ?? newest.type, content ?? newest.content];
    if (nextType !== newest.type || nextContent !== newest.content) {
      this.#add(nextType, nextContent, nowMs);
    }
    this.description = description ?? this.description;
    this.lastModifiedMs = nowMs;
    this.#lastToken = clientToken;
  }

  /** Throws NotFoundException; what AWS does about the only version is not documented, so it is refused. */
  deleteVersion(number: string): void {
    const version = this.version(number);
    if (this.#versions.length === 1) {
      throw new NotSimulatedError(`deleting the only version of schema ${this.name}`);
    }
    this.#versions = this.#versions.filter((candidate) => candidate !== version);
  }

  #add(type: string, content: string, createdMs: number): void {
    const problem = contentProblem(type, content);
    if (problem) throw schemasException('BadRequestException', problem);
    this.#lastNumber += 1;
    this.#versions.push({ number: this.#lastNumber, type, content, createdMs });
  }
}
