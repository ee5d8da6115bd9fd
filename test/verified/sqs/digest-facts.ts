import type { VerifiedFact } from '../fact.ts';
import { letters, SQS } from './letters.ts';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

const THREE = { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') };

/** The names asked for, what of the three attributes comes, and its digest. */
const CHOICES: readonly [asked: string[], names: string[], digest: string | undefined][] = [
  [[], [], undefined],
  [['All'], ['General', 'Hello', 'Help.Me'], '4c360f3fdafd970e05fae2f149d997f5'],
  [['Hello', 'General'], ['General', 'Hello'], 'fca026605781cb4126a1e9044df24232'],
  [['Foo', 'Hello'], ['Hello'], 'a311262e065454b75da111d535b8dacd'],
  [['Hel.*'], ['Hello', 'Help.Me'], '83fee93c1bcd8b9a5a923ffacdc636c7'],
  [['AWS.'], [], undefined],
  [['..foo'], [], undefined],
];

/** The system attributes of a message to a standard queue. */
const STANDARD_ATTRIBUTES = [
  ...['ApproximateFirstReceiveTimestamp', 'ApproximateReceiveCount', 'SenderId', 'SentTimestamp'],
];

/** What AWS says of the attributes of messages and of digests. */
export const digestFacts: readonly VerifiedFact[] = [
  {
    says: 'the digest of a body is its MD5, when it is sent and when it is received',
    source: `${SQS}, test_send_receive_message`,
    async holds(world) {
      const { send, receive } = await letters(world);
      const sent = await send({ MessageBody: 'message' });
      world.expect(sent['MD5OfMessageBody']).toBe('78e731027d8fd50ed642340b7c9a63b3');
      const [received] = await receive();
      world.expect(received).toMatchObject({
        ...{ MessageId: sent['MessageId'], MD5OfBody: '78e731027d8fd50ed642340b7c9a63b3' },
      });
    },
  },
  {
    says: 'the digest of message attributes that are sent is that of all of them',
    source: `${SQS}, test_receive_message_message_attribute_names_filters`,
    async holds(world) {
      const { send } = await letters(world);
      world.expect(await send({ MessageBody: 'msg', MessageAttributes: THREE })).toMatchObject({
        MD5OfMessageAttributes: '4c360f3fdafd970e05fae2f149d997f5',
        MD5OfMessageBody: '6e2baaf3b97dbeef01c0043275f9a0e7',
      });
    },
  },
  ...CHOICES.map(
    ([asked, names, digest]): VerifiedFact => ({
      says: `of the message attributes ${JSON.stringify(asked)} a receive tells those there are, and their digest`,
      source: `${SQS}, test_receive_message_message_attribute_names_filters`,
      async holds(world) {
        const { send, receive } = await letters(world);
        await send({ MessageBody: 'msg', MessageAttributes: THREE });
        const [received] = await receive({ MessageAttributeNames: asked });
        world.expect(Object.keys(received?.MessageAttributes ?? {}).sort()).toEqual(names);
        world.expect(received?.MD5OfMessageAttributes).toBe(digest);
      },
    }),
  ),
  {
    says: 'a message attribute of bytes comes back as it was, with its digest',
    source: `${SQS}, test_send_message_with_binary_attributes`,
    async holds(world) {
      const { send, receive } = await letters(world);
      const bytes = 'traceparent\u001e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01';
      const BinaryValue = new Uint8Array(Buffer.from(bytes));
      const MessageAttributes = { attr1: { DataType: 'Binary', BinaryValue } };
      await send({ MessageAttributes });
      const [received] = await receive({ MessageAttributeNames: ['All'] });
      world.expect(received).toMatchObject({
        MD5OfMessageAttributes: '8cbe4db156db8a94db8b801b7addb984',
        MessageAttributes,
      });
    },
  },
  {
    says: 'a message keeps its attributes when it is received again',
    source: `${SQS}, test_sent_message_retains_attributes_after_receive`,
    async holds(world) {
      const { send, receive } = await letters(world);
      const MessageAttributes = { attr1: text('test1') };
      await send({ MessageAttributes });
      await receive({ VisibilityTimeout: 0, MessageAttributeNames: ['All'] });
      await world.pass(1);
      const [received] = await receive({ MessageAttributeNames: ['All'] });
      world.expect(received).toMatchObject({ MessageAttributes });
    },
  },
  {
    says: 'system attributes have a digest of their own',
    source: `${SQS}, test_system_attributes_have_no_effect_on_attr_md5`,
    async holds(world) {
      const { send } = await letters(world);
      const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
      const MessageAttributes = {
        timestamp: { DataType: 'Number', StringValue: '1493147359900' },
      };
      const without = await send({ MessageAttributes });
      const MessageSystemAttributes = { AWSTraceHeader: text(trace) };
      const withTrace = await send({ MessageAttributes, MessageSystemAttributes });
      world.expect(without).not.toHaveProperty('MD5OfMessageSystemAttributes');
      world.expect(withTrace).toMatchObject({
        MD5OfMessageAttributes: without['MD5OfMessageAttributes'],
        MD5OfMessageSystemAttributes: '5ae4d5d7636402d80f4eb6d213245a88',
      });
    },
  },
  {
    says: 'all system attributes of a message to a standard queue are four',
    source: `${SQS}, test_receive_message_attribute_names_filters`,
    async holds(world) {
      const { send, receive } = await letters(world);
      await send();
      const [received] = await receive({ AttributeNames: ['All'] });
      world.expect(Object.keys(received?.Attributes ?? {}).sort()).toEqual(STANDARD_ATTRIBUTES);
    },
  },
  {
    says: 'a system attribute that the message does not have is left out',
    source: `${SQS}, test_receive_message_attribute_names_filters`,
    async holds(world) {
      const { send, receive } = await letters(world);
      await send();
      const [received] = await receive({
        MessageSystemAttributeNames: ['SenderId', 'SequenceNumber'],
      });
      world.expect(Object.keys(received?.Attributes ?? {})).toEqual(['SenderId']);
    },
  },
  {
    says: 'the instants of a message are whole milliseconds',
    source: `${SQS}, test_receive_message_attributes_timestamp_types`,
    async holds(world) {
      const { send, receive } = await letters(world);
      await send();
      const [received] = await receive({ AttributeNames: ['All'] });
      for (const name of ['SentTimestamp', 'ApproximateFirstReceiveTimestamp'] as const) {
        world.expect(received?.Attributes?.[name]).toMatch(/^\d{13}$/);
      }
    },
  },
  {
    says: 'more than ten messages cannot be asked for',
    source: `${SQS}, test_send_receive_max_number_of_messages`,
    async holds(world) {
      const { receive } = await letters(world);
      await world.expect(receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message:
          'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
      });
    },
  },
];
