import { archiveOperations } from './archive-operations.ts';
import { busOperations } from './bus-operations.ts';
import type { EventBridge } from './event-bridge.ts';
import { permissionOperations } from './permission-operations.ts';
import { cancelReplay, describeReplay, listReplays, startReplay } from './replay-operations.ts';
import { ruleOperations } from './rule-operations.ts';
import { tagOperations } from './tag-operations.ts';
import { targetOperations } from './target-operations.ts';
import { testEventPattern } from './test-event-pattern.ts';

/** Runs one operation on its input; throws the SDK's exceptions. */
export type Operation = (bridge: EventBridge, input: never) => object;

/** Every operation of EventBridge but PutEvents, which takes the caller's trace as well. */
export const operations: Readonly<Record<string, Operation>> = {
  ...busOperations,
  ...ruleOperations,
  ...targetOperations,
  ...archiveOperations,
  ...permissionOperations,
  ...tagOperations,
  StartReplay: startReplay,
  DescribeReplay: describeReplay,
  CancelReplay: cancelReplay,
  ListReplays: listReplays,
  TestEventPattern: testEventPattern,
};
