import type { StoredSchema } from './stored-schema.ts';

/** A registry to create: what its template, or CreateRegistry, gives. */
export interface RegistrySpec {
  name: string;
  description?: string;
  tags?: Readonly<Record<string, string>>;
}

/** A registry with its schemas by name. */
export interface Registry {
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  readonly schemas: Map<string, StoredSchema>;
  description: string | undefined;
}

/** An empty registry. */
export function registryNamed({ name, description, tags }: RegistrySpec, arn: string): Registry {
  return { name, arn, description, tags: new Map(Object.entries(tags ?? {})), schemas: new Map() };
}
