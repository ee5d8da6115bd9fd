import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../../functions/runtime/errors.ts';
import {
  badRequest,
  conflicting,
  forbidden,
  invalidFields,
  keyReused,
  notFound,
  problemResponse,
  unauthorised,
} from '../../../../functions/runtime/problem.ts';

const fields = (count: number) =>
  Array.from({ length: count }, (_none, index) => ({ pointer: `/${index}`, detail: 'is wrong' }));

/** The answer to a problem, with its body read. */
function answerTo(problem: ProblemError) {
  const { body, ...rest } = problemResponse(problem);
  return { ...rest, body: JSON.parse(body) };
}

describe('a problem', () => {
  it.each([
    [badRequest('not-json', 'why'), 400, 'not-json', 'Bad request'],
    [unauthorised('why'), 401, 'unauthorised', 'Unauthorised'],
    [forbidden('why'), 403, 'forbidden', 'Forbidden'],
    [notFound('why'), 404, 'not-found', 'Not found'],
    [conflicting('stock-committed', 'why'), 409, 'stock-committed', 'Conflict'],
  ])('has its status, type and title: %s', (problem, status, code, title) => {
    const { statusCode, body } = answerTo(problem);
    expect(statusCode).toBe(status);
    const type = `https://orderly.example/problems/${code}`;
    expect(body).toEqual({ type, title, status, detail: 'why' });
  });

  it('names the scheme of the token that is missing', () => {
    expect(answerTo(unauthorised('why')).headers).toEqual({
      'content-type': 'application/problem+json',
      'www-authenticate': 'Bearer',
    });
  });

  it('is of another body under the same key', () => {
    expect(answerTo(keyReused())).toMatchObject({
      statusCode: 422,
      body: { type: expect.stringMatching(/\/idempotency-key-reused$/) },
    });
  });

  it.each([
    [1, 'One field is wrong; see errors'],
    [2, '2 fields are wrong; see errors'],
    [50, '50 fields are wrong; see errors'],
  ])('counts the fields that are wrong: %d', (count, detail) => {
    const { statusCode, body } = answerTo(invalidFields(fields(count)));
    expect(statusCode).toBe(422);
    expect(body).toMatchObject({ title: 'Invalid fields', detail, errors: fields(count) });
  });

  it('has no list of fields where none is wrong', () => {
    const { body } = answerTo(
      new ProblemError({ status: 400, code: 'c', title: 'T', detail: 'd' }),
    );
    expect(body).not.toHaveProperty('errors');
  });
});
