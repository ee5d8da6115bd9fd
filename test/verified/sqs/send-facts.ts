import { SendMessageBatchCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { VerifiedFact } from '../fact.ts';
import { bodies, letters, SQS } from './letters.ts';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

const ID_RULE =
  'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';

const NO_DEDUPLICATION =
  'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly';

/** Message attributes that are refused, each with what is wrong with it. */
const WRONG_ATTRIBUTES: readonly [what: string, attributes: Record<string, object>][] = [
  ['a text that cannot be printed', { attr1: text('Invalid-\u0008,\u000b') }],
  ['the prefix aWs.', { 'aWs.-Invalid-attr': text('Valid') }],
  ['the prefix AMAZON.', { 'AMAZON.-Invalid-attr': text('Valid') }],
  ['a name that begins with a dot', { '.-Invalid-attr': text('Valid') }],
  ['a name that ends with a dot', { 'Invalid.': text('Valid') }],
  ...['!', '"', '§', '(', '?'].map((sign): [string, Record<string, object>] => [
    `the sign ${sign} in its name`,
    { [`Invalid-${sign}-attr`]: text('Valid') },
  ]),
  ['a name of 257 characters', { ['L'.repeat(257)]: text('Valid') }],
  ['a type that is none', { name: { DataType: 'Invalid', StringValue: 'Valid' } }],
  [
    'a type of 263 characters',
    { name: { DataType: `Number.${'L'.repeat(256)}`, StringValue: 'Valid' } },
  ],
];

/** Refusals of a batch of sends to a FIFO queue that knows no repeats by content. */
const WRONG_FIFO_BATCHES: readonly [what: string, test: string, entry: object, message: string][] =
  [
    [
      'deduplication id',
      'test_send_batch_missing_deduplication_id_for_fifo_queue',
      { MessageGroupId: 'group' },
      NO_DEDUPLICATION,
    ],
    [
      'group',
      'test_send_batch_missing_message_group_id_for_fifo_queue',
      { MessageDeduplicationId: 'second' },
      'The request must contain the parameter MessageGroupId.',
    ],
  ];

/** What AWS says of what is sent. */
export const sendFacts: readonly VerifiedFact[] = [
  {
    says: 'a message and its attributes together are no larger than the queue takes',
    source: `${SQS}, test_send_message_with_updated_maximum_message_size`,
    async holds(world) {
      const { QueueUrl, send } = await letters(world);
      const Attributes = { MaximumMessageSize: '1024' };
      await world.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      await send({ MessageBody: 'a'.repeat(1024) });
      const MessageAttributes = { k: text('x') };
      await send({ MessageBody: 'a'.repeat(1016), MessageAttributes });
      const tooLarge = send({ MessageBody: 'a'.repeat(1017), MessageAttributes });
      await world.expect(tooLarge).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message:
          'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
      });
    },
  },
  {
    says: 'the messages of a batch together may be larger than the queue takes of one',
    source: `${SQS}, test_send_message_batch_with_oversized_contents_with_updated_maximum_message_size`,
    async holds(world) {
      const { QueueUrl } = await letters(world, { MaximumMessageSize: '2048' });
      const Entries = [
        { Id: '1', MessageBody: 'a'.repeat(2040), MessageAttributes: { k: text('x') } },
        { Id: '2', MessageBody: 'a' },
      ];
      const answer = await world.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      world.expect(answer['Successful']).toMatchObject([
        {
          Id: '1',
          MD5OfMessageAttributes: 'a45daa70926828a2f0a1db3418e6feb4',
          MD5OfMessageBody: world.expect.stringMatching(/^[0-9a-f]{32}$/),
        },
        { Id: '2', MD5OfMessageBody: '0cc175b9c0f1b6a831c399e269772661' },
      ]);
    },
  },
  {
    says: 'a batch that is too large as a whole is refused with its size',
    source: `${SQS}, test_send_message_batch_with_oversized_contents`,
    async holds(world) {
      const { QueueUrl } = await letters(world);
      const bytes = 1_048_576;
      const MessageBody = 'a'.repeat(bytes - 8);
      const Entries = [
        { Id: '1', MessageBody, MessageAttributes: { k: text('x') } },
        { Id: '2', MessageBody: 'a' },
      ];
      const sending = world.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      await world.expect(sending).rejects.toMatchObject({
        name: 'BatchRequestTooLong',
        message: `Batch requests cannot be longer than ${bytes} bytes. You have sent ${bytes + 1} bytes.`,
      });
    },
  },
  {
    says: 'a batch of sends has ten entries at most',
    source: `${SQS}, test_too_many_entries_in_batch_request`,
    async holds(world) {
      const { QueueUrl } = await letters(world);
      const Entries = Array.from({ length: 20 }, (_, n) => ({
        Id: `message-${n}`,
        MessageBody: 'a',
      }));
      const sending = world.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      await world.expect(sending).rejects.toMatchObject({
        name: 'TooManyEntriesInBatchRequest',
        message: 'Maximum number of entries per request are 10. You have sent 20.',
      });
    },
  },
  {
    says: 'the id of an entry of sends has no colon',
    source: `${SQS}, test_invalid_batch_id`,
    async holds(world) {
      const { QueueUrl } = await letters(world);
      const Entries = [{ Id: 'message:1', MessageBody: 'a' }];
      const sending = world.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      await world
        .expect(sending)
        .rejects.toMatchObject({ name: 'InvalidBatchEntryId', message: ID_RULE });
    },
  },
  ...WRONG_FIFO_BATCHES.map(
    ([what, test, entry, message]): VerifiedFact => ({
      says: `one entry without a ${what} fails a whole batch to a FIFO queue`,
      source: `${SQS}, ${test}`,
      async holds(world) {
        const { QueueUrl, receive } = await letters(world, { FifoQueue: 'true' });
        const MessageBody = 'a';
        const whole = { MessageGroupId: 'group', MessageDeduplicationId: 'first' };
        const Entries = [
          { Id: 'one', MessageBody, ...whole },
          { Id: 'two', MessageBody, ...entry },
        ];
        const sending = world.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
        await world
          .expect(sending)
          .rejects.toMatchObject({ name: 'InvalidParameterValue', message });
        world.expect(await receive()).toEqual([]);
      },
    }),
  ),
  {
    says: 'an entry with a character that cannot be sent fails alone',
    source: `${SQS}, test_batch_send_with_invalid_char_should_succeed`,
    async holds(world) {
      const { QueueUrl, receive } = await letters(world);
      const Entries = ['0', '1', '\u0001'].map((MessageBody, n) => ({
        Id: String(n),
        MessageBody,
      }));
      const { Failed } = await world.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      world.expect(Failed).toMatchObject([{ Id: '2', Code: 'InvalidMessageContents' }]);
      world.expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['0', '1']);
    },
  },
  {
    says: 'a message holds no character that XML cannot hold',
    source: `${SQS}, test_send_message_with_invalid_payload_characters`,
    async holds(world) {
      const { send } = await letters(world);
      for (const character of ['\u0000', '\u0008', '\u0013', '\uffff']) {
        const sending = send({ MessageBody: `Invalid-${character}` });
        await world.expect(sending).rejects.toMatchObject({ name: 'InvalidMessageContents' });
      }
    },
  },
  ...['{\r\n"machineID" : "d357"}', '"&quot;&quot;\r', '{"foo": "ba\\rr"}'].map(
    (MessageBody): VerifiedFact => ({
      says: `a message comes back as it was sent: ${JSON.stringify(MessageBody)}`,
      source: `${SQS}, ${MessageBody.includes('machineID') ? 'test_message_with_carriage_return' : 'test_send_receive_message_encoded_content'}`,
      async holds(world) {
        const { send, receive } = await letters(world);
        const sent = await send({ MessageBody });
        const [received] = await receive();
        world.expect(received).toMatchObject({ Body: MessageBody });
        world.expect(received?.MD5OfBody).toBe(sent['MD5OfMessageBody']);
      },
    }),
  ),
  ...WRONG_ATTRIBUTES.map(
    ([what, MessageAttributes]): VerifiedFact => ({
      says: `a message attribute is refused for ${what}`,
      source: `${SQS}, test_send_message_with_invalid_string_attributes`,
      async holds(world) {
        const { send } = await letters(world);
        const sending = send({ MessageAttributes } as never);
        await world.expect(sending).rejects.toMatchObject({ name: 'InvalidParameterValue' });
      },
    }),
  ),
  {
    says: 'the name of a queue may stand for its URL',
    source: 'getmoto/moto tests/test_sqs/test_sqs.py, test_send_message_delay_seconds_validation',
    async holds(world) {
      const { send, receive } = await letters(world);
      await send({ QueueUrl: 'letters', MessageBody: 'by name' });
      world.expect(bodies(await receive())).toEqual(['by name']);
    },
  },
];
