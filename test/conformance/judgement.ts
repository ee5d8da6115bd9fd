/** Which side of a difference AWS is on. */
export type Verdict = 'embedded cloud' | 'reference' | 'neither' | 'not documented';

/** Something on which the embedded cloud and a reference do not agree, and who is right. */
export interface JudgedDifference {
  /** Rows of the fidelity table it concerns, such as `dynamodb:UpdateItem`. */
  concerns: readonly string[];
  /** The engine, or engines, that answer otherwise, with the version. */
  reference: string;
  /** What each side does. */
  differs: string;
  awsAgreesWith: Verdict;
  /** Where AWS says so. */
  source: string;
}

/** What a conformance suite compares, and what it found. */
export interface Comparison {
  /** The engine that others wrote, with the version. */
  reference: string;
  /** Rows of the fidelity table whose answers and errors are compared. */
  covers: readonly string[];
  differences: readonly JudgedDifference[];
}
