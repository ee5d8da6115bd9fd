import type { FactSink } from '../local/facts.ts';
import { hashText, mix } from './dice.ts';

/**
 * A hash over everything that happens in a world and when, as a trace would say it, and over what is stored and answered.
 * No line is written for it.
 */
export class TraceHash {
  #hash: number;
  #left: number;
  /** Hashes of what is named again and again: kinds, resources, operations, outcomes. */
  readonly #names = new Map<string, number>();

  /** A run of more facts than `limit` has no end: it is broken off by an error. */
  constructor(seed: number, limit: number) {
    this.#hash = mix(seed);
    this.#left = limit;
  }

  get value(): number {
    return this.#hash >>> 0;
  }

  readonly take: FactSink = ({ kind, resource, id, other, note }, atMs) => {
    let hash = mix(this.#hash ^ atMs) ^ this.#ofName(kind);
    hash = mix(hash ^ Math.imul(this.#ofName(resource), 31));
    hash = hashText(id, hash);
    if (other !== undefined) hash = hashText(other, hash ^ 1);
    if (typeof note === 'number') hash = mix(hash ^ note);
    else if (note !== undefined) hash = mix(hash ^ this.#ofName(note));
    this.#hash = hash | 0;
    this.#left -= 1;
    if (this.#left === 0) throw new Error('it has no end: far more happens than there is to do');
  };

  /** Takes what no fact says: the text of a commit, or of an answer. */
  readonly takeText = (text: string): void => {
    this.#hash = hashText(text, this.#hash) | 0;
  };

  #ofName(name: string): number {
    let hash = this.#names.get(name);
    if (hash === undefined) {
      hash = hashText(name) | 0;
      this.#names.set(name, hash);
    }
    return hash;
  }
}
