import type { Access } from '../service.ts';
import { functionName } from './function-name.ts';
import type { Lambda } from './lambda.ts';

/** What an operation on a mapping needs: with it goes the function that is meant, if one is. */
export function mappingAccess(
  lambda: Lambda,
  action: string,
  resource: string,
  nameOrArn: string | undefined,
): Access {
  if (nameOrArn === undefined) return { action, resource };
  const name = functionName(nameOrArn, lambda.services.foundation.surroundings);
  const context = { 'lambda:functionarn': lambda.arnOf(`function:${name}`) };
  return { action, resource, context };
}
