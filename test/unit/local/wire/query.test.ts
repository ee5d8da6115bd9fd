import { describe, expect, it } from 'vitest';
import { queryRequest, WireWorld } from './wire-world.ts';

const wired = new WireWorld();
const VERSION = '2012-11-05';

async function ask(parameters: Record<string, string>): Promise<{ status: number; body: string }> {
  return wired.send(queryRequest('sqs', { Version: VERSION, ...parameters }));
}

describe('AWS Query', () => {
  const QueueUrl = wired.world.queue('letters', { VisibilityTimeout: 7 }).settings.url;

  it('sends and receives messages with their attributes', async () => {
    const sent = await ask({
      Action: 'SendMessage',
      QueueUrl,
      MessageBody: 'grün <&> "x"',
      'MessageAttribute.1.Name': 'kind',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'letter',
      'MessageAttribute.2.Name': 'bytes',
      'MessageAttribute.2.Value.DataType': 'Binary',
      'MessageAttribute.2.Value.BinaryValue': 'AP8=',
    });
    expect(sent.status).toBe(200);
    expect(sent.body).toMatch(
      /^<\?xml version="1.0"\?>\n<SendMessageResponse xmlns="http:\/\/queue.amazonaws.com\/doc\/2012-11-05\/"><SendMessageResult>.*<MessageId>[-0-9a-f]{36}<\/MessageId>.*<\/SendMessageResult><ResponseMetadata><RequestId>[-0-9a-f]{36}<\/RequestId><\/ResponseMetadata><\/SendMessageResponse>$/,
    );
    const received = await ask({
      Action: 'ReceiveMessage',
      QueueUrl,
      'MessageAttributeName.1': 'All',
      'AttributeName.1': 'ApproximateReceiveCount',
      MaxNumberOfMessages: '10',
    });
    expect(received.body).toContain('<Body>grün &lt;&amp;&gt; &quot;x&quot;</Body>');
    expect(received.body).toContain(
      '<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>',
    );
    expect(received.body).toMatch(
      /<MessageAttribute><Name>bytes<\/Name><Value>.*<BinaryValue>AP8=<\/BinaryValue>.*<\/Value>/,
    );
  });

  it('sends batches, and answers each entry', async () => {
    const { body } = await ask({
      Action: 'SendMessageBatch',
      QueueUrl,
      'SendMessageBatchRequestEntry.1.Id': 'one',
      'SendMessageBatchRequestEntry.1.MessageBody': 'a',
      'SendMessageBatchRequestEntry.2.Id': 'two',
      'SendMessageBatchRequestEntry.2.MessageBody': 'b',
    });
    expect(body.match(/<SendMessageBatchResultEntry><Id>(one|two)<\/Id>/g)).toHaveLength(2);
  });

  it('reads the queue out of its own address', async () => {
    const { url } = wired.world.queue('own').settings;
    const request = queryRequest('sqs', { Action: 'PurgeQueue', Version: VERSION, QueueUrl: url });
    expect(await wired.send(request)).toMatchObject({
      status: 200,
      body: expect.stringMatching(/<PurgeQueueResponse [^>]*><ResponseMetadata>/),
    });
  });

  it('answers an error with its code of old', async () => {
    const { status, body } = await ask({ Action: 'GetQueueUrl', QueueName: 'missing' });
    expect(status).toBe(400);
    expect(body).toMatch(
      /<ErrorResponse xmlns="[^"]+"><Error><Type>Sender<\/Type><Code>AWS.SimpleQueueService.NonExistentQueue<\/Code><Message>The specified queue does not exist[^<]*<\/Message><Detail\/><\/Error><RequestId>[-0-9a-f]{36}<\/RequestId><\/ErrorResponse>$/,
    );
  });

  it.each([
    ['an action that is none', { Action: 'Nothing' }, 'InvalidAction'],
    ['another version', { Action: 'ListQueues', Version: '1999-01-01' }, 'InvalidAction'],
    ['a version of old', { Action: 'ListQueues', Version: '2009-02-01' }, 'InvalidParameterValue'],
    ['a text for a number', { Action: 'ListQueues', MaxResults: 'many' }, 'MalformedInput'],
    ['an empty number', { Action: 'ListQueues', MaxResults: '' }, 'MalformedInput'],
    ['a number in hexadecimal', { Action: 'ListQueues', MaxResults: '0x3c' }, 'MalformedInput'],
    ['a fraction', { Action: 'ListQueues', MaxResults: '1.5' }, 'MalformedInput'],
    ['a list without numbers', { Action: 'ReceiveMessage', 'AttributeName.x': 'All' }, 'Malformed'],
    ['a map without keys', { Action: 'SendMessage', 'MessageAttribute.1.V': 'x' }, 'Malformed'],
    ['a structure for a text', { Action: 'ListQueues', 'MaxResults.1': '1' }, 'MalformedInput'],
    ['deep nesting', { Action: 'ListQueues', ['a.'.repeat(99)]: '1' }, 'MalformedInput'],
    ['an unknown parameter', { Action: 'ListQueues', Novelty: '1' }, 'InvalidParameterValue'],
    ['one not simulated', { Action: 'ReceiveMessage', Novelty: '1' }, 'InvalidParameterValue'],
  ])('refuses %s', async (_what, parameters, code) => {
    const { status, body } = await ask(parameters as never);
    expect(status).toBe(400);
    expect(body).toContain(`<Code>${code}`);
    expect(body).toMatch(/<RequestId>[-0-9a-f]{36}<\/RequestId>/);
  });

  it('takes an attribute without its number, as AWS shows it', async () => {
    const asked = { Action: 'GetQueueAttributes', QueueUrl, AttributeName: 'VisibilityTimeout' };
    const { body } = await ask(asked);
    expect(body).toContain('<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>');
  });

  it('refuses by name to answer in JSON, and takes any other header', async () => {
    const request = queryRequest('sqs', { Action: 'ListQueues', Version: VERSION });
    const accepting = (accept: string) =>
      wired.send({ ...request, headers: { ...request.headers, accept } });
    const { status, body } = await accepting('application/json');
    expect(status).toBe(400);
    expect(body).toContain('not simulated: answers of AWS Query in JSON');
    expect(await accepting('*/*')).toMatchObject({ status: 200 });
    expect(await accepting('application/json, text/plain, */*')).toMatchObject({ status: 200 });
  });

  it('says how a version of old is asked for today', async () => {
    const { body } = await ask({ Action: 'ListQueues', Version: '2011-10-01' });
    expect(body).toContain('not simulated: version 2011-10-01 of sqs; use 2012-11-05');
  });

  it('misses a signature with 403', async () => {
    const request = queryRequest('sqs', { Action: 'ListQueues', Version: VERSION });
    const { authorization: _left, ...headers } = request.headers;
    expect(await wired.send({ ...request, headers })).toMatchObject({
      status: 403,
      body: expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
    });
  });

  it('leaves an unsigned form that is not for the root to the REST APIs', async () => {
    const request = queryRequest('sqs', { Action: 'ListQueues', Version: VERSION });
    const { authorization: _left, ...headers } = request.headers;
    const form = { ...request, headers, path: '/contact' };
    expect(await wired.wire.handle(form)).toBeUndefined();
  });

  it('is also spoken by AWS STS', async () => {
    const parameters = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
    const { body } = await wired.send(queryRequest('sts', parameters));
    expect(body).toContain('<Account>111122223333</Account>');
    expect(body).toContain('<GetCallerIdentityResult>');
  });

  it('is also spoken by Amazon CloudWatch, with lists that have their members named', async () => {
    const Version = '2010-08-01';
    const put = {
      Action: 'PutMetricData',
      Namespace: 'Shop',
      'MetricData.member.1.MetricName': 'Orders',
      'MetricData.member.1.Value': '2.5',
      'MetricData.member.1.Timestamp': '2026-01-01T00:00:00Z',
      'MetricData.member.1.Dimensions.member.1.Name': 'Stage',
      'MetricData.member.1.Dimensions.member.1.Value': 'local',
    };
    const { status } = await wired.send(queryRequest('monitoring', { Version, ...put }));
    expect(status).toBe(200);
    const list = { Action: 'ListMetrics', Namespace: 'Shop' };
    const { body } = await wired.send(queryRequest('monitoring', { Version, ...list }));
    expect(body).toContain('<Metrics><member>');
    expect(body).toContain('<member><Name>Stage</Name><Value>local</Value></member>');
  });

  it.each([
    ['ActionsEnabled', 'constructor'],
    ['ActionsEnabled', '1'],
    ['Threshold', '0x3c'],
    ['Threshold', 'Infinity'],
    ['Period', '1.5'],
  ])('takes no %s of %s', async (name, text) => {
    const parameters = { Action: 'PutMetricAlarm', Version: '2010-08-01', [name]: text };
    const { status, body } = await wired.send(queryRequest('monitoring', parameters));
    expect(status).toBe(400);
    expect(body).toContain(`<Code>MalformedInput</Code><Message>${text} is no `);
  });

  it.each([
    ['2026-01-01T00:00:00Z', true],
    ['2026-01-01T01:00:00.5+01:00', true],
    ['2026-01-01T00:00Z', true],
    ['Thu, 01 Jan 2026 00:00:00 GMT', true],
    ['1767225600', true],
    ['Jan 1', false],
    ['2026-01', false],
    ['2026-01-01 00:00', false],
    ['1 January 2026 UTC', false],
  ])('reads the instant %s: %s', async (text, isOne) => {
    const { status, body } = await wired.send(
      queryRequest('monitoring', {
        ...{ Action: 'PutMetricData', Version: '2010-08-01', Namespace: 'Shop' },
        ...{ 'MetricData.member.1.MetricName': 'Orders', 'MetricData.member.1.Value': '1' },
        'MetricData.member.1.Timestamp': text,
      }),
    );
    expect(status).toBe(isOne ? 200 : 400);
    expect(body.includes('<Code>MalformedInput</Code>')).toBe(!isOne);
  });

  it('answers what XML can hold, whatever was asked', async () => {
    const { body } = await ask({ Action: 'a\u0000b\u0008\ufffe<\t\u{1f642}' });
    expect(body).toContain('action a\ufffdb\ufffd\ufffd&lt;\t\u{1f642} is not');
  });

  it('refuses a form that cannot be read, whichever service it is signed for', async () => {
    for (const service of ['sqs', 'cloudformation']) {
      const request = { ...queryRequest(service, {}), body: Buffer.from('Action=%E4') };
      const response = await wired.wire.handle(request);
      expect(response).toMatchObject({ status: 400, body: expect.stringContaining('<Code>') });
    }
  });

  it('refuses an action that is not simulated by name', async () => {
    const parameters = { Action: 'GetSessionToken', Version: '2011-06-15' };
    const { status, body } = await wired.send(queryRequest('sts', parameters));
    expect(status).toBe(400);
    expect(body).toContain(
      '<Code>InvalidAction</Code><Message>not simulated: operation sts:GetSessionToken</Message>',
    );
  });

  it('refuses a service that it cannot reach by name', async () => {
    const { status, body } = await wired.send(
      queryRequest('cloudformation', { Action: 'ListStacks', Version: '2010-05-15' }),
    );
    expect(status).toBe(400);
    expect(body).toContain('<Message>not simulated: service cloudformation</Message>');
  });
});
