import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../../functions/runtime/errors.ts';
import { skuParameter } from '../../../../functions/runtime/sku-parameter.ts';

/** The problem of a path with this SKU; none if it can be one. */
function problemOf(params: Record<string, string>): ProblemError | undefined {
  try {
    skuParameter(params);
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}

describe('the SKU in a path', () => {
  it.each(['a', 'CD-1', '0._-', 'a'.repeat(40)])('is read: %s', (sku) => {
    expect(skuParameter({ sku })).toBe(sku);
  });

  it.each(['', '-a', 'a b', 'ö', 'a\n', 'a'.repeat(41)])('is refused: %j', (sku) => {
    const problem = problemOf({ sku });
    expect(problem).toMatchObject({ status: 422, code: 'invalid-fields' });
    const detail = `The path names ${sku}; a SKU has 1 to 40 letters, digits, . _ -`;
    expect(problem?.errors).toEqual([{ pointer: '', detail }]);
  });
});
