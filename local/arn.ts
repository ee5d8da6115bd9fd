import type { Surroundings } from './surroundings.ts';

/**
 * The ARN of something of this account in this region; `resource` is all that follows the account, such
 * as `table/orders`. IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
 */
export function regionalArn(
  { partition, region, account }: Surroundings,
  service: string,
  resource: string,
): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
