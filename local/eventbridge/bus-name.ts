/** The bus that every account has. */
export const DEFAULT_BUS = 'default';

const BUS_ARN = /^arn:(?:[^:]*:){4}event-bus\//;

/**
 * The name of a bus that is given by name or ARN, or not at all. Whether the ARN is one of this account and
 * region is for whoever looks the bus up.
 */
export function busNameOf(nameOrArn: string | undefined): string {
  return nameOrArn?.replace(BUS_ARN, '') ?? DEFAULT_BUS;
}

/** Whether it is an ARN, rather than a name. */
export function isArn(nameOrArn: string | undefined): nameOrArn is string {
  return nameOrArn?.startsWith('arn:') ?? false;
}
