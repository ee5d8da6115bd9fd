import * as z from 'zod/mini';
import type { FieldProblem } from './errors.ts';

type Issue = z.core.$ZodIssue;

/** Issues keep their input, by which a missing field is told from a wrong one. */
const withInput = { reportInput: true } as const;

/** Checks a value against a schema; the issues are for the functions below. */
export function validate<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): z.core.util.SafeParseResult<z.infer<Schema>> {
  return z.safeParse(schema, value, withInput);
}

/** The wrong fields of a body, each with its RFC 6901 pointer. */
export function fieldProblems(issues: readonly Issue[]): FieldProblem[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: pointerTo([...issue.path, key]),
          detail: 'is not a field of this request',
        }))
      : [{ pointer: pointerTo(issue.path), detail: describeIssue(issue) }],
  );
}

/** The issues in one line, for a DLQ's reason and for logs. */
export function describeIssues(issues: readonly Issue[]): string {
  return fieldProblems(issues)
    .map(({ pointer, detail }) => `${pointer || '(whole)'} ${detail}`)
    .join('; ');
}

/** An RFC 6901 JSON pointer. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be of type ${issue.expected}`;
    case 'too_small':
      return `must ${measure(issue.origin)} at least ${issue.minimum}`;
    case 'too_big':
      return `must ${measure(issue.origin)} at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'regex'
        ? `must match ${(issue as { pattern?: string }).pattern}`
        : `must be a valid ${issue.format}`;
    default:
      return issue.message || 'is not valid';
  }
}

function measure(origin: string): string {
  if (origin === 'string') return 'have a length of';
  return origin === 'array' ? 'have a number of entries of' : 'be';
}
