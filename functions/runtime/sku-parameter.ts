import { Sku } from '../../events/order-lines.ts';
import { invalidFields } from './problem.ts';

/** The SKU in a path; 422 if it can be none. */
export function skuParameter(params: Readonly<Record<string, string>>): string {
  const checked = Sku.safeParse(params.sku);
  if (checked.success) return checked.data;
  throw invalidFields([
    {
      pointer: '',
      detail: `The path names ${params.sku}; a SKU has 1 to 40 letters, digits, . _ -`,
    },
  ]);
}
