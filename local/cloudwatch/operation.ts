import type { Foundation } from '../foundation.ts';
import { type Page, pageOf } from '../page.ts';
import { cloudWatchException } from './cloudwatch-errors.ts';

/** What an operation works on. */
export type CloudWatchPlace = Pick<Foundation, 'cloudwatch' | 'scheduler' | 'surroundings'>;

/** One operation of CloudWatch: what it takes, what it needs permission on, what it does. */
export interface CloudWatchOperation {
  parameters: readonly string[];
  /** ARNs; `*` where CloudWatch has no finer permission. */
  resources(input: never, place: CloudWatchPlace): readonly string[];
  run(input: never, place: CloudWatchPlace): object;
}

/** For operations without permissions on single resources. */
export const onEverything = (): readonly string[] => ['*'];

/** The ARN of an alarm. */
export function alarmArn({ surroundings }: CloudWatchPlace, name: string): string {
  const { partition, region, account } = surroundings;
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** The ARN of a dashboard, which belongs to no region. */
export function dashboardArn({ surroundings }: CloudWatchPlace, name: string): string {
  const { partition, account } = surroundings;
  return `arn:${partition}:cloudwatch::${account}:dashboard/${name}`;
}

/** One page of a list; throws InvalidNextToken. */
export function cloudWatchPage<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  limit: number,
  token: string | undefined,
): Page<Item> {
  return pageOf(items, keyOf, {
    limit,
    token,
    invalidToken: () =>
      cloudWatchException('InvalidNextToken', 'Request parameter NextToken is invalid'),
  });
}
