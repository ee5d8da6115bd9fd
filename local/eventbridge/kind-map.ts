/** Kinds kept; a producer of ever new types starts over. */
const MAXIMUM_KINDS = 10_000;

/** Something that is worked out once for all events of one source and type. */
export class KindMap<Kind> {
  readonly #make: (source: string, detailType: string) => Kind;
  /** By source, then by detail type. */
  readonly #kinds = new Map<string, Map<string, Kind>>();
  #count = 0;

  constructor(make: (source: string, detailType: string) => Kind) {
    this.#make = make;
  }

  of(source: string, detailType: string): Kind {
    const known = this.#kinds.get(source)?.get(detailType);
    return known ?? this.#add(source, detailType);
  }

  /** To be called when what the kinds were worked out from has changed. */
  forget(): void {
    this.#kinds.clear();
    this.#count = 0;
  }

  #add(source: string, detailType: string): Kind {
    if (this.#count >= MAXIMUM_KINDS) this.forget();
    const kind = this.#make(source, detailType);
    let ofSource = this.#kinds.get(source);
    if (!ofSource) {
      ofSource = new Map();
      this.#kinds.set(source, ofSource);
    }
    ofSource.set(detailType, kind);
    this.#count += 1;
    return kind;
  }
}
