import type { PlantedBug } from './planted-bug.ts';

/** Bugs in what all functions run on. */
export const runtimeBugs: readonly PlantedBug[] = [
  {
    name: 'outbox-after-the-write',
    file: 'functions/runtime/state-store.ts',
    replaces: `        ...updateExpression({ trace: undefined, ...change.set, ...attributes }, expectedState),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );`,
    by: `        ...updateExpression(
          { trace: undefined, ...change.set, ...attributes, outbox: '[]' },
          expectedState,
        ),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    if (attributes.outbox !== '[]') {
      await deps.dynamodb.send(
        new UpdateItemCommand({
          TableName: key.table,
          Key: { [key.attribute]: { S: key.value } },
          UpdateExpression: 'SET outbox = :outbox',
          ExpressionAttributeValues: { ':outbox': { S: attributes.outbox } },
        }),
      );
    }`,
    wrong: 'The events that follow from a change of state are written after it, by a second write.',
  },
  {
    name: 'any-state-will-do',
    file: 'functions/runtime/state-store.ts',
    replaces: "'#state = :expected',\n    ExpressionAttributeNames",
    by: "'#state = :expected OR attribute_exists(#state)',\n    ExpressionAttributeNames",
    wrong: 'A change of state is written whatever the state is by then.',
  },
  {
    name: 'last-write-wins',
    file: 'functions/runtime/event-store.ts',
    replaces: "ConditionExpression: 'attribute_not_exists(#stream)',",
    by: "ConditionExpression: 'attribute_not_exists(#stream) OR attribute_exists(#stream)',",
    wrong: 'A commit replaces another one of the same version.',
  },
  {
    name: 'first-outbox-entry-only',
    file: 'functions/runtime/outbox.ts',
    replaces: 'return entries.map((',
    by: 'return entries.slice(0, 1).map((',
    wrong: 'Of a commit with several events only the first is published.',
  },
  {
    name: 'correlation-missing',
    file: 'functions/runtime/outbox.ts',
    replaces: 'correlationId: commit.correlation,\n    causationId: commit.cause,',
    by: 'causationId: commit.cause,',
    wrong: 'Events are published without a field of their schema.',
  },
  {
    name: 'caused-by-the-flow',
    file: 'functions/runtime/outbox.ts',
    replaces: 'causationId: commit.cause,',
    by: 'causationId: commit.correlation,',
    wrong: 'An event names what began its flow as its cause.',
  },
  {
    name: 'id-from-the-clock',
    file: 'functions/runtime/relay.ts',
    replaces: '.map((envelope) => ({\n    envelope,',
    by: `.map((envelope) => ({
    envelope: {
      ...envelope,
      eventId: envelope.eventId.slice(0, 20) + deps.clock.nowMs().toString(16).padStart(12, '0'),
    },`,
    wrong: 'The relay gives an event its id, by the clock.',
  },
  {
    name: 'relay-goes-on',
    file: 'functions/runtime/relay.ts',
    replaces: 'batchItemFailures: [{ itemIdentifier: first.dynamodb!.SequenceNumber! }]',
    by: 'batchItemFailures: first.dynamodb ? [] : []',
    wrong: 'The relay logs what the bus refused for good, and goes on.',
  },
  {
    name: 'relay-goes-back-too-little',
    file: 'functions/runtime/relay.ts',
    replaces: 'Math.min(...failed.map',
    by: 'Math.max(...failed.map',
    wrong: 'After a failure the relay goes back to the last record that failed, not the first.',
  },
  {
    name: 'failed-entries-unread',
    file: 'functions/runtime/publish.ts',
    replaces: 'if (!FailedEntryCount) return [];',
    by: 'if (!FailedEntryCount || Entries.length > 0) return [];',
    wrong: 'PutEvents refuses some entries, and nobody reads its answer.',
  },
  {
    name: 'entries-mixed-up',
    file: 'functions/runtime/publish.ts',
    replaces: 'answer: Entries[index] }',
    by: 'answer: Entries[Entries.length - 1 - index] }',
    wrong: 'The answers to the entries of PutEvents are read in the wrong order.',
  },
  {
    name: 'lost-race-swallowed',
    file: 'functions/runtime/conflicts.ts',
    replaces: 'deps.remainingMs() < pauseMs + RESERVE_MS) throw error;',
    by: 'deps.remainingMs() < pauseMs + RESERVE_MS) return undefined as T;',
    wrong: 'Who loses too many races gives up, and says nothing.',
  },
  {
    name: 'command-done-again',
    file: 'functions/runtime/command-store.ts',
    replaces: "ConditionExpression: 'attribute_not_exists(pk)',",
    by: "ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(pk)',",
    wrong: 'A command that is sent again is carried out again.',
  },
  {
    name: 'key-by-attempt',
    file: 'functions/runtime/route-handler.ts',
    replaces: 'isCommand ? idempotencyKey(headers) : context.awsRequestId',
    by: 'isCommand && idempotencyKey(headers) === "" ? "" : context.awsRequestId',
    wrong: 'A command has the id of its attempt, not of its idempotency key.',
  },
  {
    name: 'conflict-is-success',
    file: 'functions/runtime/command-store.ts',
    replaces: 'if (twin) return twin.result;',
    by: 'return twin ? twin.result : commit.result;',
    wrong: 'A command whose write met another one is answered as if it had been written.',
  },
  {
    name: 'relay-rounds',
    file: 'functions/runtime/relay.ts',
    replaces: '.map((envelope) => ({\n    envelope,',
    by: `.map((envelope) => ({
    envelope: envelope.eventType.startsWith('Payment')
      ? JSON.parse(JSON.stringify(envelope), (key, value) =>
          key === 'amount' && typeof value === 'number' ? Math.round(value / 100) * 100 : value,
        )
      : envelope,`,
    wrong: 'The amounts of payments are published otherwise than they were committed.',
  },
  {
    name: 'another-event-the-second-time',
    file: 'functions/runtime/relay.ts',
    replaces: `    envelope,
    origin: position,
  }));
}`,
    by: `    envelope: seenBy(deps.eventbridge).has(envelope.eventId)
      ? { ...envelope, data: { ...(envelope.data as object), again: true } }
      : (seenBy(deps.eventbridge).add(envelope.eventId), envelope),
    origin: position,
  }));
}

const seen = new WeakMap<object, Set<string>>();

function seenBy(environment: object): Set<string> {
  if (!seen.has(environment)) seen.set(environment, new Set());
  return seen.get(environment)!;
}`,
    wrong: 'An event that is published a second time carries other data under the same id.',
  },
];
