import type { PlantedBug } from './planted-bug.ts';

/** Bugs in what all consumers run on. */
export const consumeBugs: readonly PlantedBug[] = [
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
    name: 'back-off-of-hours',
    file: 'functions/runtime/consume.ts',
    replaces: 'Math.ceil(ports.chance.fraction() * spanSeconds)',
    by: '43_000',
    wrong: 'A message that fails comes again half a day later.',
  },
  {
    name: 'no-retry',
    file: 'functions/runtime/consume.ts',
    replaces: 'if (isRetriable(error) && !last) {',
    by: 'if (isRetriable(error) && receives < 1) {',
    wrong: 'A message that fails goes to the DLQ at once, though trying again would help.',
  },
  {
    name: 'put-off-for-an-hour',
    file: 'functions/runtime/consume.ts',
    replaces: 'else await this.#handle(message, message.event);',
    by: `else if (
        this.#environment.definition.name === 'capture-payment' &&
        message.record.attributes.ApproximateReceiveCount === '1'
      ) {
        this.failures.push({ itemIdentifier: message.record.messageId });
        await this.#environment.ports.sqs.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: required(this.#environment.variables, 'QUEUE_URL'),
            ReceiptHandle: message.record.receiptHandle,
            VisibilityTimeout: 3_600,
          }),
        );
      } else await this.#handle(message, message.event);`,
    wrong: 'A consumer puts each message off for an hour before it handles it.',
  },
];
