import type { Access } from '../service.ts';
import { DEFAULT_BUS, isArn } from './bus-name.ts';
import type { EventBridge } from './event-bridge.ts';
import { ruleArn } from './rule-arn.ts';

/** The members of inputs that say what is acted on. */
interface Input {
  Entries?: readonly { Source?: string; DetailType?: string; EventBusName?: string }[];
  Name?: string;
  Rule?: string;
  EventBusName?: string;
  ReplayName?: string;
  ArchiveName?: string;
  EventSourceArn?: string;
  ResourceARN?: string;
  Tags?: readonly object[];
}

type Resources = (bridge: EventBridge, input: Input) => readonly string[];

const ofBus: Resources = (bridge, { Name = DEFAULT_BUS }) => [
  isArn(Name) ? Name : bridge.arn(`event-bus/${Name}`),
];
const ofRule: Resources = ({ foundation }, { Name, Rule, EventBusName }) => [
  ruleArn(foundation.surroundings, EventBusName, Name ?? Rule ?? ''),
];
const ofArchive: Resources = (bridge, { ArchiveName }) => [bridge.arn(`archive/${ArchiveName}`)];
const ofReplay: Resources = (bridge, { ReplayName }) => [bridge.arn(`replay/${ReplayName}`)];
const ofSource: Resources = (_bridge, { EventSourceArn = '' }) => [EventSourceArn];
const ofTagged: Resources = (_bridge, { ResourceARN = '' }) => [ResourceARN];

const TAG_RESOURCE = 'events:TagResource';

/** What an operation is on; all others are on `*`. Service Authorization Reference, "Amazon EventBridge". */
const RESOURCES: Readonly<Record<string, readonly Resources[]>> = {
  CreateEventBus: [ofBus],
  DescribeEventBus: [ofBus],
  UpdateEventBus: [ofBus],
  DeleteEventBus: [ofBus],
  PutRule: [ofRule],
  DescribeRule: [ofRule],
  DeleteRule: [ofRule],
  EnableRule: [ofRule],
  DisableRule: [ofRule],
  PutTargets: [ofRule],
  RemoveTargets: [ofRule],
  ListTargetsByRule: [ofRule],
  CreateArchive: [ofArchive, ofSource],
  UpdateArchive: [ofArchive],
  DeleteArchive: [ofArchive],
  DescribeArchive: [ofArchive],
  StartReplay: [ofSource, ofReplay],
  DescribeReplay: [ofReplay],
  CancelReplay: [ofReplay],
  TagResource: [ofTagged],
  UntagResource: [ofTagged],
  ListTagsForResource: [ofTagged],
};

/** The permissions of an operation; throws ResourceNotFoundException for an unknown bus that events are put on. */
export function accessesOf(bridge: EventBridge, operation: string, given: object): Access[] {
  const input = given as Input;
  if (operation === 'PutEvents') return putAccesses(bridge, input.Entries ?? []);
  const action = `events:${operation}`;
  const resources = RESOURCES[operation]?.flatMap((find) => find(bridge, input)) ?? ['*'];
  const actions = isTagging(operation, input) ? [action, TAG_RESOURCE] : [action];
  return actions.flatMap((each) => resources.map((resource) => ({ action: each, resource })));
}

/** Whether it gives tags to what it makes, which needs a permission of its own. */
function isTagging(operation: string, { Tags = [] }: Input): boolean {
  return (operation === 'PutRule' || operation === 'CreateEventBus') && Tags.length > 0;
}

/** Every entry has to pass by itself. */
function putAccesses(bridge: EventBridge, entries: NonNullable<Input['Entries']>): Access[] {
  const accesses: Access[] = [];
  for (const { Source = '', DetailType = '', EventBusName } of entries) {
    const { access } = bridge.entryBus(EventBusName).kind(Source, DetailType);
    if (!accesses.includes(access)) accesses.push(access);
  }
  return accesses;
}
