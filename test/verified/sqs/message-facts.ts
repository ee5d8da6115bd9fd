import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import type { VerifiedFact } from '../fact.ts';
import { letters, SQS } from './letters.ts';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

/** What AWS says of messages. */
export const messageFacts: readonly VerifiedFact[] = [
  {
    says: 'a receipt handle that is none is refused as ReceiptHandleIsInvalid',
    source: `${SQS}, test_invalid_receipt_handle_should_return_error_message`,
    async holds(world) {
      const { QueueUrl } = await letters(world);
      const deletion = world.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'garbage' }));
      await world.expect(deletion).rejects.toThrow('is not a valid receipt handle');
    },
  },
  {
    says: 'a batch without entries names what entry it needs',
    source: `${SQS}, test_send_message_batch_with_empty_list`,
    async holds(world) {
      const { QueueUrl } = await letters(world);
      const empty: readonly [string, object][] = [
        ['SendMessageBatch', new SendMessageBatchCommand({ QueueUrl, Entries: [] })],
        ['DeleteMessageBatch', new DeleteMessageBatchCommand({ QueueUrl, Entries: [] })],
        [
          'ChangeMessageVisibilityBatch',
          new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: [] }),
        ],
      ];
      for (const [name, command] of empty) {
        await world.expect(world.send(command)).rejects.toMatchObject({
          name: 'EmptyBatchRequest',
          message: `There should be at least one ${name}RequestEntry in the request.`,
        });
      }
    },
  },
  {
    says: 'a batch of more than ten entries is refused, whatever they are',
    source: `${SQS}, test_delete_message_batch_with_too_large_batch`,
    async holds(world) {
      const { QueueUrl } = await letters(world);
      const Entries = Array.from({ length: 11 }, (_, n) => ({ Id: `m${n}`, ReceiptHandle: 'x' }));
      const deletion = world.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      await world.expect(deletion).rejects.toMatchObject({
        name: 'TooManyEntriesInBatchRequest',
        message: 'Maximum number of entries per request are 10. You have sent 11.',
      });
    },
  },
  {
    says: 'the id of a batch entry has letters, digits, hyphens and underscores',
    source: `${SQS}, test_delete_message_batch_invalid_msg_id`,
    async holds(world) {
      const { QueueUrl } = await letters(world);
      for (const Id of ['', 'invalid:id', 'testLongId'.repeat(10)]) {
        const Entries = [{ Id, ReceiptHandle: 'x' }];
        const deletion = world.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        await world.expect(deletion).rejects.toMatchObject({
          name: 'InvalidBatchEntryId',
          message:
            'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
        });
      }
    },
  },
  {
    says: 'the visibility of a message that is visible again can be changed, without effect',
    source: `${SQS}, test_change_message_visibility_after_visibility_timeout_expiration`,
    async holds(world) {
      const { QueueUrl, send, receive } = await letters(world, { VisibilityTimeout: '1' });
      await send();
      const [{ ReceiptHandle } = {}] = await receive();
      await world.pass(2_000);
      const change = { QueueUrl, ReceiptHandle, VisibilityTimeout: 100 };
      await world.send(new ChangeMessageVisibilityCommand(change));
      world.expect(await receive()).toHaveLength(1);
    },
  },
  ...['All', '*', '.*'].map(
    (name): VerifiedFact => ({
      says: `all message attributes are asked for by ${name}`,
      source: `${SQS}, test_receive_message_message_attribute_names_filters`,
      async holds(world) {
        const { send, receive } = await letters(world);
        const MessageAttributes = { one: text('1'), 'two.three': text('2') };
        await send({ MessageAttributes });
        const [received] = await receive({ MessageAttributeNames: [name] });
        world.expect(received?.MessageAttributes).toEqual(MessageAttributes);
      },
    }),
  ),
  {
    says: 'message attributes are asked for by name and by prefix, and others are left out',
    source: `${SQS}, test_receive_message_message_attribute_names_filters`,
    async holds(world) {
      const { QueueUrl, send, receive } = await letters(world);
      await send({ MessageAttributes: { 'Help.Me': text('1'), Hello: text('2'), Foo: text('3') } });
      const named = async (...names: string[]): Promise<string[]> => {
        const [received] = await receive({ MessageAttributeNames: names });
        const { ReceiptHandle } = received!;
        const now = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
        await world.send(new ChangeMessageVisibilityCommand(now));
        return Object.keys(received?.MessageAttributes ?? {}).sort();
      };
      world.expect(await named('Help.*')).toEqual(['Help.Me']);
      world.expect(await named('Hello', 'Foo')).toEqual(['Foo', 'Hello']);
      world.expect(await named('Missing')).toEqual([]);
    },
  },
  {
    says: 'the name of a message attribute may have letters beyond ASCII',
    source: `${SQS}, test_send_message_with_invalid_string_attributes`,
    async holds(world) {
      const { send, receive } = await letters(world);
      const MessageAttributes = { 'attr.1øßä': text('value1') };
      await send({ MessageAttributes });
      const [received] = await receive({ MessageAttributeNames: ['All'] });
      world.expect(received?.MessageAttributes).toEqual(MessageAttributes);
    },
  },
  {
    says: 'a message attribute with an empty text is refused',
    source: `${SQS}, test_send_message_with_empty_string_attribute`,
    async holds(world) {
      const { send } = await letters(world);
      const sending = send({ MessageAttributes: { ErrorDetails: text('') } });
      await world.expect(sending).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message:
          "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
      });
    },
  },
];
