import type * as z from 'zod/mini';

/** Kinds of zod schema that survive JSON both ways, with the schemas they are made of. */
const kinds: Readonly<Record<string, (definition: Definition) => readonly z.ZodMiniType[]>> = {
  string: () => [],
  number: () => [],
  boolean: () => [],
  enum: () => [],
  literal: () => [],
  object: ({ shape }) => Object.values(shape!),
  array: ({ element }) => [element!],
  optional: ({ innerType }) => [innerType!],
  nullable: ({ innerType }) => [innerType!],
  union: ({ options }) => options!,
};

interface Definition {
  type: string;
  shape?: Record<string, z.ZodMiniType>;
  element?: z.ZodMiniType;
  innerType?: z.ZodMiniType;
  options?: readonly z.ZodMiniType[];
}

/** The kinds within a schema that have no place in a contract: dates, bigints, transforms and more. */
export function foreignKinds(schema: z.ZodMiniType): string[] {
  const definition = schema._zod.def as unknown as Definition;
  const parts = kinds[definition.type];
  return parts ? parts(definition).flatMap(foreignKinds) : [definition.type];
}
