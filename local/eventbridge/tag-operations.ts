import type {
  ListTagsForResourceRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import { DEFAULT_BUS } from './bus-name.ts';
import { constraints, Violations } from './constraints.ts';
import type { EventBridge } from './event-bridge.ts';
import { noSuchRule, validationException } from './event-bridge-errors.ts';

const ANY_NUMBER = [0, Number.POSITIVE_INFINITY] as const;

function tagResource(bridge: EventBridge, { ResourceARN, Tags }: TagResourceRequest): object {
  const violations = new Violations().text('resourceARN', ResourceARN, constraints.arn);
  violations.list('tags', Tags, ANY_NUMBER).refuse();
  bridge.tags.put(existing(bridge, ResourceARN), Tags ?? []);
  return {};
}

function untagResource(bridge: EventBridge, input: UntagResourceRequest): object {
  const { ResourceARN, TagKeys } = input;
  const violations = new Violations().text('resourceARN', ResourceARN, constraints.arn);
  violations.list('tagKeys', TagKeys, ANY_NUMBER).refuse();
  bridge.tags.remove(existing(bridge, ResourceARN), TagKeys ?? []);
  return {};
}

function listTags(bridge: EventBridge, { ResourceARN }: ListTagsForResourceRequest): object {
  new Violations().text('resourceARN', ResourceARN, constraints.arn).refuse();
  return { Tags: bridge.tags.of(existing(bridge, ResourceARN)) };
}

/** The ARN, if there is such a rule or bus. Throws ResourceNotFoundException. */
function existing(bridge: EventBridge, arn = ''): string {
  const [kind, first = '', ...rest] = (arn.split(':')[5] ?? '').split('/');
  if (kind === 'event-bus') return bridge.busNamed(arn).arn;
  if (kind !== 'rule') throw validationException('Parameter ResourceARN is not valid.');
  const [busName, name] = rest.length === 0 ? [DEFAULT_BUS, first] : [first, rest.join('/')];
  const { rule } = bridge.ruleNamed(busName, name);
  if (rule.settings.arn !== arn) throw noSuchRule(name, busName);
  return arn;
}

/** The operations on tags. Amazon EventBridge API Reference. */
export const tagOperations = {
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTags,
};
