/** The bus that every account has. */
export const DEFAULT_BUS = 'default';

/** The name of a bus that is given by name or ARN, or not at all. */
export function busNameOf(nameOrArn: string | undefined): string {
  return nameOrArn?.slice(nameOrArn.lastIndexOf('/') + 1) ?? DEFAULT_BUS;
}
