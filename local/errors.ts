/** One thing that the embedded cloud does not simulate, and where it stands. */
export interface Problem {
  /** What is refused, by name: `operator "Foo"`, `resource type AWS::EC2::Instance`. */
  what: string;
  /** The stack whose template it is in. */
  template?: string;
  logicalId?: string;
  /** Within the resource or document, such as `Properties.Targets[0].RunCommandParameters`. */
  path?: string;
}

/**
 * Something the embedded cloud does not simulate: a resource type, property, intrinsic, operator,
 * condition or operation. It is refused by name; all that was found is in `problems`.
 */
export class NotSimulatedError extends Error {
  override readonly name = 'NotSimulatedError';
  readonly problems: readonly Problem[];

  /** From a list of problems, or from one said in words. */
  constructor(refused: string | readonly Problem[], options?: ErrorOptions) {
    const problems = typeof refused === 'string' ? [{ what: refused }] : refused;
    super(describeAll(problems), options);
    this.problems = problems;
  }
}

/** Runs `task` and gives what it refused; any other error is thrown on. */
export function problemsOf(task: () => void): readonly Problem[] {
  try {
    task();
    return [];
  } catch (error) {
    if (error instanceof NotSimulatedError) return error.problems;
    throw error;
  }
}

function describeAll(problems: readonly Problem[]): string {
  const [first, ...others] = problems.map(describeOne);
  if (first === undefined) return 'not simulated';
  if (others.length === 0) return `not simulated: ${first}`;
  return [`not simulated, ${problems.length} problems:`, first, ...others].join('\n  ');
}

function describeOne({ template, logicalId, path, what }: Problem): string {
  const place = [template, logicalId, path].filter((part) => part !== undefined).join(' / ');
  return place === '' ? what : `${place}: ${what}`;
}
