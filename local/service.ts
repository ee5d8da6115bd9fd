/** Who makes a call: a role, a user, an AWS service acting for a resource, or the operator. */
export type Principal =
  | { kind: 'role'; roleArn: string; session: string }
  | { kind: 'user'; userArn: string; userId: string }
  | { kind: 'service'; service: string; sourceArn: string }
  | { kind: 'operator' };

/** One permission a call needs, with the condition keys it brings. */
export interface Access {
  /** Such as `dynamodb:PutItem`. */
  action: string;
  /** The ARN the action is on. */
  resource: string;
  /** Condition keys in lower case, such as `events:source`. */
  context?: Record<string, string | readonly string[]>;
}

/** What a call cost, for the meters. */
export interface Cost {
  readUnits?: number;
  writeUnits?: number;
}

/** One AWS service of the embedded cloud, as its API: permissions first, then the operation. */
export interface Service {
  /** The name of the SDK's service, in lower case: `dynamodb`, `sqs`, `eventbridge`, `lambda`. */
  readonly name: string;
  /**
   * The operations it simulates, each with the top-level parameters it honours; any other operation or
   * parameter is refused by name.
   */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The permissions `operation` needs; throws what AWS throws for an unknown resource. */
  accesses(operation: string, input: object): readonly Access[];
  /** Runs the operation, in the caller's trace; throws the SDK's exceptions. */
  execute(
    operation: string,
    input: object,
    caller: Principal,
    traceHeader?: string,
  ): Answer | Promise<Answer>;
  /**
   * Holds what an operation works on while it is under way, until the function it returns is called; throws what an
   * operation is told that meets another one. Absent where nothing is held.
   */
  hold?(operation: string, input: object): (() => void) | undefined;
  /** Runs a read that misses the last write of `withinMs`; absent where all reads are consistent. */
  executeStale?(operation: string, input: object, withinMs: number): Answer;
}

/** What an operation gives: its output as the SDK shapes it, without `$metadata`, and what it cost. */
export interface Answer {
  output: object;
  cost?: Cost;
}
