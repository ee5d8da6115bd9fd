import { NotSimulatedError, problemsOf } from '../errors.ts';

/** Runs a check whose problems have their place within the properties, and says so as templates do. */
export function withPath(check: () => void): void {
  const problems = problemsOf(check);
  if (problems.length === 0) return;
  throw new NotSimulatedError(
    problems.map((problem) =>
      problem.path === undefined ? problem : { ...problem, path: `Properties.${problem.path}` },
    ),
  );
}
