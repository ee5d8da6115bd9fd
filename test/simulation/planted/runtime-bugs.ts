import type { PlantedBug } from './planted-bug.ts';

/** Bugs in what all functions run on. */
export const runtimeBugs: readonly PlantedBug[] = [
  {
    name: 'acknowledged-before-commit',
    file: 'functions/runtime/consume.ts',
    replaces: 'await Promise.all(\n      [...groupBySubject',
    by: 'void Promise.all(\n      [...groupBySubject',
    wrong: 'A batch is acknowledged while its messages are still being handled.',
  },
  {
    name: 'swallowed-error',
    file: 'functions/runtime/consume.ts',
    replaces: 'await this.#setAside(message, error);\n    }\n    this.#measure',
    by: "deps.logger.warn('Event failed', { reason: errorMessage(error) });\n    }\n    this.#measure",
    wrong: 'A handler that fails is logged, and its message acknowledged.',
  },
  {
    name: 'wrong-outer-key',
    file: 'functions/runtime/consume.ts',
    replaces: 'return { batchItemFailures: batch.failures };',
    by: 'return { batchItemFailure: batch.failures } as never;',
    wrong: 'The failures of a batch come under a name that Lambda does not know.',
  },
  {
    name: 'failures-by-position',
    file: 'functions/runtime/consume.ts',
    replaces: 'return { batchItemFailures: batch.failures };',
    by: `return {
      batchItemFailures: batch.failures.map((_failure, position) => ({
        itemIdentifier: event.Records[position]!.messageId,
      })),
    };`,
    wrong: 'As many messages as have failed are reported, but the first of the batch.',
  },
  {
    name: 'set-aside-or-not',
    file: 'functions/runtime/consume.ts',
    replaces: `        this.failures.push({ itemIdentifier: record.messageId });
      }
    }
  }`,
    by: `        ports.metrics.add('SentToDlq', 'Count', 1);
      }
    }
  }`,
    wrong: 'A message that could not be sent to the DLQ is acknowledged all the same.',
  },
  {
    name: 'one-fails-all',
    file: 'functions/runtime/consume.ts',
    replaces: `  } catch (error) {
    return { record, error };
  }`,
    by: '  } catch (error) {\n    throw error;\n  }',
    wrong: 'A message that nobody can read fails the whole batch it came in.',
  },
  {
    name: 'redelivery-counts-as-new',
    file: 'functions/runtime/consume.ts',
    replaces: '{ id: eventId, correlationId, traceparent',
    by: '{ id: message.record.messageId, correlationId, traceparent',
    wrong: 'A cause is known by the id of its message, which a redrive or a duplicate changes.',
  },
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
];
