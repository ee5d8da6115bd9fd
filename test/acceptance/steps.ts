/** Takes each step, whatever becomes of those before it; throws what failed: an AggregateError if more than one did. */
export async function eachStep(...steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1)
    throw new AggregateError(errors, errors.map(messageOf).join('; and then '));
}

/** Cleans up after an error, and throws it: what fails in cleaning up is told beside it, not instead of it. */
export async function failWith(
  error: unknown,
  ...cleanUp: readonly (() => Promise<unknown>)[]
): Promise<never> {
  await eachStep(() => Promise.reject(error), ...cleanUp);
  throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
