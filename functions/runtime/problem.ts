import type { FieldProblem } from './errors.ts';
import { ProblemError } from './errors.ts';

/** Problem types are URIs that name a section of docs/reference/problems.md (RFC 9457, section 3.1.1). */
export const PROBLEM_TYPES = 'https://orderly.example/problems/';

/** The body of an RFC 9457 problem. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly FieldProblem[];
}

/** The response a refused request gets. */
export function problemResponse(problem: ProblemError): {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
} {
  const body: ProblemBody = {
    type: `${PROBLEM_TYPES}${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
  return {
    statusCode: problem.status,
    headers: { 'content-type': 'application/problem+json', ...problem.headers },
    body: JSON.stringify(body),
  };
}

/** 400: the request cannot be read. */
export function badRequest(code: string, detail: string): ProblemError {
  return new ProblemError({ status: 400, code, title: 'Bad request', detail });
}

/** 401: no valid token came with the request (RFC 6750). */
export function unauthorised(detail: string): ProblemError {
  return new ProblemError(
    { status: 401, code: 'unauthorised', title: 'Unauthorised', detail },
    { headers: { 'www-authenticate': 'Bearer' } },
  );
}

/** 403: the token does not allow this. */
export function forbidden(detail: string): ProblemError {
  return new ProblemError({ status: 403, code: 'forbidden', title: 'Forbidden', detail });
}

/** 404: there is no such thing, or it is not the caller's; the two look alike on purpose. */
export function notFound(detail: string): ProblemError {
  return new ProblemError({ status: 404, code: 'not-found', title: 'Not found', detail });
}

/** 409: the state of the thing does not allow this. */
export function conflicting(code: string, detail: string): ProblemError {
  return new ProblemError({ status: 409, code, title: 'Conflict', detail });
}

/** 422: the request can be read, but these fields are wrong. */
export function invalidFields(errors: readonly FieldProblem[]): ProblemError {
  const count = errors.length === 1 ? 'One field is' : `${errors.length} fields are`;
  return new ProblemError(
    {
      status: 422,
      code: 'invalid-fields',
      title: 'Invalid fields',
      detail: `${count} wrong; see errors`,
    },
    { errors },
  );
}

/** 422: the key was used before, for another request (draft-ietf-httpapi-idempotency-key-header). */
export function keyReused(): ProblemError {
  return new ProblemError({
    status: 422,
    code: 'idempotency-key-reused',
    title: 'Idempotency key reused',
    detail:
      'This Idempotency-Key came with another request before; use a new key for a new request',
  });
}
