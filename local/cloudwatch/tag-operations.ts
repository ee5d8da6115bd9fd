import { cloudWatchException } from './cloudwatch-errors.ts';
import {
  alarmArn,
  type CloudWatchOperation,
  type CloudWatchPlace,
  dashboardArn,
} from './operation.ts';
import { putTags, type Tag } from './tags.ts';

interface Input {
  ResourceARN?: string;
  Tags?: Tag[];
  TagKeys?: string[];
}

/** The operations on the tags of alarms and dashboards. */
export const tagOperations: Readonly<Record<string, CloudWatchOperation>> = {
  ListTagsForResource: {
    parameters: ['ResourceARN'],
    resources: onTagged,
    run: (input: Input, place) => ({
      Tags: [...taggedBy(input, place)].map(([Key, Value]) => ({ Key, Value })),
    }),
  },
  TagResource: {
    parameters: ['ResourceARN', 'Tags'],
    resources: onTagged,
    run(input: Input, place) {
      putTags(taggedBy(input, place), input.Tags ?? []);
      return {};
    },
  },
  UntagResource: {
    parameters: ['ResourceARN', 'TagKeys'],
    resources: onTagged,
    run(input: Input, place) {
      const tags = taggedBy(input, place);
      for (const name of input.TagKeys ?? []) tags.delete(name);
      return {};
    },
  },
};

function onTagged({ ResourceARN = '' }: Input): readonly string[] {
  return [ResourceARN];
}

function taggedBy({ ResourceARN = '' }: Input, place: CloudWatchPlace): Map<string, string> {
  const { alarmStore, dashboards } = place.cloudwatch;
  const alarm = alarmStore.all().find(({ alarm: { spec } }) => spec.arn === ResourceARN);
  if (alarm) return alarm.tags;
  const isMeant = (name: string): boolean => dashboardArn(place, name) === ResourceARN;
  const dashboard = dashboards.all().find(({ name }) => isMeant(name));
  if (dashboard) return dashboard.tags;
  const kind = ResourceARN.startsWith(alarmArn(place, '')) ? 'alarm' : 'resource';
  throw cloudWatchException(
    'ResourceNotFoundException',
    `The ${kind} ${ResourceARN} does not exist.`,
  );
}
