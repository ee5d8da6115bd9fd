import type { HttpResponse } from '../../../local/apigateway/http.ts';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import { queue } from './queue-facts.ts';

const QUERY = 'localstack/localstack tests/aws/services/sqs/test_sqs.py TestSqsQueryApi';
const PATH = '/000000000000/letters';

/** A GET of a queue's URL with these parameters, signed unless it is not. */
function get(
  { request }: FactWorld,
  path: string,
  parameters: Record<string, string> = {},
  signed = true,
): Promise<HttpResponse> {
  const credential = 'AKIDEXAMPLE/20260101/us-east-1/sqs/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0f`;
  const query = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, [value]]),
  );
  const headers: Record<string, string> = signed
    ? { authorization, 'x-amz-date': '20260101T000000Z' }
    : {};
  return request({ method: 'GET', path, query, headers: { host: 'sqs', ...headers }, body: '' });
}

/** What AWS answers to the query protocol on a queue's own URL. */
export const queryFacts: readonly VerifiedFact[] = [
  {
    says: 'the attributes of a queue can be had by a GET of its URL',
    source: `${QUERY}, test_get_queue_attributes_all`,
    async holds(world) {
      await queue(world, { VisibilityTimeout: '7' });
      const asked = { Action: 'GetQueueAttributes', 'AttributeName.1': 'All' };
      const { status, body } = await get(world, PATH, asked);
      world.expect(status).toBe(200);
      world.expect(body).toContain('<GetQueueAttributesResponse');
      world
        .expect(body)
        .toContain('<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>');
    },
  },
  {
    says: 'a message can be sent by a GET of the URL of its queue',
    source: `${QUERY}, test_get_send_and_receive_messages`,
    async holds(world) {
      await queue(world);
      const sent = await get(world, PATH, { Action: 'SendMessage', MessageBody: 'a&b' });
      world.expect(sent.body).toContain('<MessageId>');
      const { body } = await get(world, PATH, { Action: 'ReceiveMessage' });
      world.expect(body).toContain('<Body>a&amp;b</Body>');
    },
  },
  {
    says: 'what XML would change of a message comes escaped in the query protocol',
    source:
      'localstack/localstack tests/aws/services/sqs/test_sqs.py, test_send_receive_message_encoded_content',
    async holds(world) {
      await queue(world);
      await get(world, PATH, { Action: 'SendMessage', MessageBody: '"&quot;\r' });
      const { body } = await get(world, PATH, { Action: 'ReceiveMessage' });
      world.expect(body).toContain('<Body>&quot;&amp;quot;&#xD;</Body>');
    },
  },
  {
    says: 'a receive by a GET that finds nothing has an empty result',
    source: `${QUERY}, test_get_send_and_receive_messages`,
    async holds(world) {
      await queue(world);
      const { body } = await get(world, PATH, { Action: 'ReceiveMessage' });
      world.expect(body).toContain('<ReceiveMessageResult/>');
    },
  },
  {
    says: 'a GET without an action is an unknown operation, in XML and of status 404',
    source: `${QUERY}, test_get_without_query_returns_unknown_operation`,
    async holds(world) {
      await queue(world);
      for (const signed of [true, false]) {
        const { status, body } = await get(world, PATH, {}, signed);
        world.expect(status).toBe(404);
        world.expect(body).toContain('<UnknownOperationException');
      }
    },
  },
  {
    says: 'a GET with an action that is none is refused as InvalidAction',
    source: `${QUERY}, test_invalid_action_raises_exception`,
    async holds(world) {
      await queue(world);
      const { status, body } = await get(world, PATH, { Action: 'FooBar' });
      world.expect(status).toBe(400);
      world.expect(body).toContain('<Code>InvalidAction</Code>');
      world
        .expect(body)
        .toContain('<Message>The action FooBar is not valid for this endpoint.</Message>');
    },
  },
  {
    says: 'an unknown queue is named in the query protocol as of this WSDL version',
    source: `${QUERY}, test_get_on_deleted_queue_fails`,
    async holds(world) {
      const { status, body } = await get(world, PATH, { Action: 'GetQueueAttributes' });
      world.expect(status).toBe(400);
      world.expect(body).toContain('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>');
      world
        .expect(body)
        .toContain('<Message>The specified queue does not exist for this wsdl version.</Message>');
    },
  },
  {
    says: 'an attribute that a queue does not have is refused by a GET as well',
    source: `${QUERY}, test_get_queue_attributes_with_invalid_arg_returns_error`,
    async holds(world) {
      await queue(world);
      const asked = { Action: 'GetQueueAttributes', 'AttributeName.1': 'Foobar' };
      const { status, body } = await get(world, PATH, asked);
      world.expect(status).toBe(400);
      world.expect(body).toContain('<Code>InvalidAttributeName</Code>');
      world.expect(body).toContain('<Message>Unknown Attribute Foobar.</Message>');
    },
  },
  ...['CreateQueue', 'ListQueues'].map(
    (Action): VerifiedFact => ({
      says: `the URL of a queue is no address for ${Action}`,
      source: `${QUERY}, ${Action === 'CreateQueue' ? 'test_get_create_queue_fails' : 'test_get_list_queues_fails'}`,
      async holds(world) {
        await queue(world);
        const { status, body } = await get(world, PATH, { Action, QueueName: 'other' });
        world.expect(status).toBe(400);
        world.expect(body).toContain('<Code>InvalidAction</Code>');
        world
          .expect(body)
          .toContain(`<Message>The action ${Action} is not valid for this endpoint`);
      },
    }),
  ),
  {
    says: 'a parameter that is missing from a GET is named',
    source: `${QUERY}, test_valid_action_with_missing_parameter_raises_exception`,
    async holds(world) {
      await queue(world);
      const { body } = await get(world, PATH, { Action: 'SendMessage' });
      world.expect(body).toContain('<Code>MissingParameter</Code>');
      world
        .expect(body)
        .toContain('<Message>The request must contain the parameter MessageBody.</Message>');
    },
  },
  {
    says: 'only the attributes that a GET asks for are told',
    source: `${QUERY}, test_get_queue_attributes_with_query_args`,
    async holds(world) {
      await queue(world);
      const asked = { Action: 'GetQueueAttributes', 'AttributeName.1': 'QueueArn' };
      const { body } = await get(world, PATH, asked);
      world.expect(body).toContain('<Attribute><Name>QueueArn</Name><Value>arn:aws:sqs:');
      world.expect(body).not.toContain('VisibilityTimeout');
    },
  },
  {
    says: 'the URL of any queue can be asked for at the URL of another',
    source: `${QUERY}, test_get_queue_url_work_for_different_queue`,
    async holds(world) {
      const url = await queue(world);
      const asked = { Action: 'GetQueueUrl', QueueName: 'letters' };
      const { status, body } = await get(world, '/000000000000/other', asked);
      world.expect(status).toBe(200);
      world.expect(body).toContain(`<QueueUrl>${url}</QueueUrl>`);
    },
  },
  {
    says: 'the queue that a GET names counts, and not the one whose URL it came to',
    source: `${QUERY}, test_overwrite_queue_url_in_params`,
    async holds(world) {
      const QueueUrl = await queue(world);
      const asked = { Action: 'GetQueueAttributes', QueueUrl, 'AttributeName.1': 'QueueArn' };
      const { body } = await get(world, '/000000000000/other', asked);
      world.expect(body).toContain(':letters</Value>');
    },
  },
  {
    says: 'a queue can be deleted by a GET of its URL',
    source: `${QUERY}, test_get_delete_queue`,
    async holds(world) {
      await queue(world);
      const { status, body } = await get(world, PATH, { Action: 'DeleteQueue' });
      world.expect(status).toBe(200);
      world.expect(body).toContain('<DeleteQueueResponse ');
    },
  },
];
