const page = ['NextToken', 'Limit'];
const rule = ['Name', 'EventBusName'];
const archive = ['ArchiveName', 'Description', 'EventPattern', 'RetentionDays'];

/** The operations of Amazon EventBridge that are simulated, each with the parameters it honours. */
export const parameters: Readonly<Record<string, readonly string[]>> = {
  PutEvents: ['Entries'],
  CreateEventBus: ['Name', 'Description', 'Tags'],
  DescribeEventBus: ['Name'],
  UpdateEventBus: ['Name', 'Description'],
  DeleteEventBus: ['Name'],
  ListEventBuses: ['NamePrefix', ...page],
  PutRule: [...rule, 'EventPattern', 'ScheduleExpression', 'State', 'Description', 'Tags'],
  DescribeRule: rule,
  DeleteRule: [...rule, 'Force'],
  ListRules: ['NamePrefix', 'EventBusName', ...page],
  EnableRule: rule,
  DisableRule: rule,
  PutTargets: ['Rule', 'EventBusName', 'Targets'],
  RemoveTargets: ['Rule', 'EventBusName', 'Ids', 'Force'],
  ListTargetsByRule: ['Rule', 'EventBusName', ...page],
  ListRuleNamesByTarget: ['TargetArn', 'EventBusName', ...page],
  TestEventPattern: ['EventPattern', 'Event'],
  CreateArchive: ['EventSourceArn', ...archive],
  UpdateArchive: archive,
  DeleteArchive: ['ArchiveName'],
  DescribeArchive: ['ArchiveName'],
  ListArchives: ['NamePrefix', 'EventSourceArn', 'State', ...page],
  PutPermission: ['EventBusName', 'Action', 'Principal', 'StatementId', 'Condition', 'Policy'],
  RemovePermission: ['StatementId', 'RemoveAllPermissions', 'EventBusName'],
  TagResource: ['ResourceARN', 'Tags'],
  UntagResource: ['ResourceARN', 'TagKeys'],
  ListTagsForResource: ['ResourceARN'],
  StartReplay: [
    ...['ReplayName', 'EventSourceArn', 'Destination', 'Description'],
    ...['EventStartTime', 'EventEndTime'],
  ],
  DescribeReplay: ['ReplayName'],
  CancelReplay: ['ReplayName'],
  ListReplays: ['NamePrefix', 'State', 'EventSourceArn', ...page],
};
