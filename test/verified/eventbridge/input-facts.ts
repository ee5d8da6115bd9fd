import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { FactWorld, VerifiedFact } from '../fact.ts';

const INPUTS = 'localstack/localstack tests/aws/services/events/test_events_inputs.py';

const DETAIL = { command: 'update-account', payload: { acc_id: '0a787ecb-4015', sf_id: 'baz' } };

/** What a queue gets of an event with this detail, as the target of a rule. */
async function delivered(
  { cloud, send }: FactWorld,
  target: object,
  detail: object = DETAIL,
): Promise<string | undefined> {
  const { QueueUrl } = await send(new CreateQueueCommand({ QueueName: 'letters' }));
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:letters';
  const Principal = { Service: 'events.amazonaws.com' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: Arn }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await send(new PutRuleCommand({ Name: 'all', EventPattern: '{"source":["shop"]}' }));
  await send(new PutTargetsCommand({ Rule: 'all', Targets: [{ Id: 'q', Arn, ...target }] }));
  const entry = { Source: 'shop', DetailType: 'customerCreated', Detail: JSON.stringify(detail) };
  await send(new PutEventsCommand({ Entries: [entry] }));
  await cloud.drain();
  const { Messages = [] } = await send(new ReceiveMessageCommand({ QueueUrl }));
  return (Messages as { Body: string }[])[0]?.Body;
}

const InputTransformer = {
  InputPathsMap: { type: '$.detail-type', command: '$.detail.command' },
  InputTemplate: '"Event of <type> type, info extracted from detail <command>"',
};

/** What AWS delivers where a target shapes its input. */
export const inputFacts: readonly VerifiedFact[] = [
  {
    says: 'the variables of an input template are put into its text',
    source: `${INPUTS}, test_put_events_with_input_transformation_to_sqs`,
    async holds(world) {
      const body = await delivered(world, { InputTransformer });
      world
        .expect(body)
        .toBe('"Event of customerCreated type, info extracted from detail update-account"');
    },
  },
  {
    says: 'a variable that an event does not have leaves nothing in the text of an input template',
    source: `${INPUTS}, test_put_events_with_input_transformation_to_sqs (custom-variables-not-match-all)`,
    async holds(world) {
      const body = await delivered(world, { InputTransformer }, { payload: 'none' });
      world.expect(body).toBe('"Event of customerCreated type, info extracted from detail "');
    },
  },
  {
    says: 'an input path delivers the part of the event that it selects',
    source: `${INPUTS}, test_put_events_with_input_path`,
    async holds(world) {
      const body = await delivered(world, { InputPath: '$.detail' });
      world.expect(JSON.parse(body ?? '')).toEqual(DETAIL);
    },
  },
  {
    says: 'an input path to an object within delivers that object',
    source: `${INPUTS}, test_put_events_with_input_path_nested`,
    async holds(world) {
      const body = await delivered(world, { InputPath: '$.detail.payload' });
      world.expect(JSON.parse(body ?? '')).toEqual(DETAIL.payload);
    },
  },
  {
    says: 'an input path to a text delivers it with its quotes',
    source: `${INPUTS}, test_put_events_with_input_path_max_level_depth`,
    async holds(world) {
      const body = await delivered(world, { InputPath: '$.detail.payload.sf_id' });
      world.expect(body).toBe('"baz"');
    },
  },
];
