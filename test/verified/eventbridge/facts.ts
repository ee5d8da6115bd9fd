import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DescribeArchiveCommand,
  ListArchivesCommand,
  PutEventsCommand,
  PutRuleCommand,
  RemovePermissionCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import { inputFacts } from './input-facts.ts';
import { patternFacts } from './pattern-facts.ts';

const ARCHIVES = 'localstack/localstack tests/aws/services/events/test_archive_and_replay.py';
const EVENTS = 'localstack/localstack tests/aws/services/events/test_events.py';
const HERE = 'arn:aws:events:us-east-1:000000000000';
const window = { EventStartTime: new Date(0), EventEndTime: new Date(1_000) };

async function archived({ send }: FactWorld): Promise<void> {
  await send(new CreateEventBusCommand({ Name: 'shop' }));
  await send(
    new CreateArchiveCommand({ ArchiveName: 'all', EventSourceArn: `${HERE}:event-bus/shop` }),
  );
}

/** The replay of the archive `all` to its bus, but for what is changed. */
function replay(changes: object = {}): StartReplayCommand {
  return new StartReplayCommand({
    ReplayName: 'again',
    EventSourceArn: `${HERE}:archive/all`,
    Destination: { Arn: `${HERE}:event-bus/shop` },
    ...window,
    ...changes,
  });
}

const busAndArchiveFacts: readonly VerifiedFact[] = [
  {
    says: 'PutEvents to a bus that does not exist succeeds, and the event is gone',
    source: `${EVENTS}, test_put_events_nonexistent_event_bus`,
    async holds({ send, expect }) {
      const entry = { EventBusName: 'none', Source: 'a', DetailType: 'b', Detail: '{}' };
      const answer = await send(new PutEventsCommand({ Entries: [entry] }));
      expect(answer).toMatchObject({
        FailedEntryCount: 0,
        Entries: [{ EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
      });
    },
  },
  {
    says: 'the permission of a statement that is not there cannot be removed, from a bus with a policy or without',
    source: `${EVENTS}, test_remove_permission_non_existing_sid`,
    async holds({ send, expect }) {
      await send(new CreateEventBusCommand({ Name: 'shop' }));
      const removing = send(
        new RemovePermissionCommand({ EventBusName: 'shop', StatementId: 's' }),
      );
      await expect(removing).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'Statement with the provided id does not exist.',
      });
    },
  },
  {
    says: 'an archive of an unknown bus is refused, with the name of the bus',
    source: `${ARCHIVES}, test_create_archive_error_unknown_event_bus`,
    async holds({ send, expect }) {
      const EventSourceArn = `${HERE}:event-bus/none`;
      await expect(
        send(new CreateArchiveCommand({ ArchiveName: 'all', EventSourceArn })),
      ).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'Event bus none does not exist.',
      });
    },
  },
  {
    says: 'an archive of a name that is taken is refused',
    source: `${ARCHIVES}, test_create_archive_error_duplicate`,
    async holds(world) {
      await archived(world);
      await world.expect(archived({ ...world, send: skipBus(world) })).rejects.toMatchObject({
        name: 'ResourceAlreadyExistsException',
        message: 'Archive all already exists.',
      });
    },
  },
  {
    says: 'an unknown archive can be neither described nor deleted',
    source: `${ARCHIVES}, test_describe_archive_error_unknown_archive`,
    async holds({ send, expect }) {
      for (const Command of [DescribeArchiveCommand, DeleteArchiveCommand]) {
        await expect(send(new Command({ ArchiveName: 'none' }))).rejects.toMatchObject({
          name: 'ResourceNotFoundException',
          message: 'Archive none does not exist.',
        });
      }
    },
  },
  {
    says: 'archives are listed by prefix and by bus, and an unknown prefix lists none',
    source: `${ARCHIVES}, test_list_archive_with_name_prefix`,
    async holds(world) {
      await archived(world);
      const list = (input: object): Promise<unknown> => world.send(new ListArchivesCommand(input));
      const one = { Archives: [{ ArchiveName: 'all', EventCount: 0, SizeBytes: 0 }] };
      world.expect(await list({ NamePrefix: 'al' })).toMatchObject(one);
      world.expect(await list({ EventSourceArn: `${HERE}:event-bus/shop` })).toMatchObject(one);
      world.expect(await list({ NamePrefix: 'none' })).toMatchObject({ Archives: [] });
    },
  },
  {
    says: 'archives of an unknown bus cannot be listed',
    source: `${ARCHIVES}, test_list_archive_error_unknown_source_arn`,
    async holds({ send, expect }) {
      const EventSourceArn = `${HERE}:event-bus/none`;
      await expect(send(new ListArchivesCommand({ EventSourceArn }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'Event bus none does not exist.',
      });
    },
  },
  {
    says: 'a replay of an unknown archive has an invalid parameter',
    source: `${ARCHIVES}, test_start_replay_error_unknown_archive`,
    async holds(world) {
      await archived(world);
      const starting = world.send(replay({ EventSourceArn: `${HERE}:archive/none` }));
      await world.expect(starting).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Parameter EventSourceArn is not valid. Reason: Archive none does not exist.',
      });
    },
  },
  {
    says: 'a replay to an unknown bus finds none, and to another bus is not permitted',
    source: `${ARCHIVES}, test_start_replay_error_unknown_event_bus`,
    async holds(world) {
      await archived(world);
      const to = (bus: string): Promise<never> =>
        world.send(replay({ Destination: { Arn: `${HERE}:event-bus/${bus}` } }));
      await world.expect(to('none')).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'Event bus none does not exist.',
      });
      await world.expect(to('default')).rejects.toMatchObject({
        name: 'ValidationException',
        message:
          'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
      });
    },
  },
  {
    says: 'a replay of a name that is taken is refused',
    source: `${ARCHIVES}, test_start_replay_error_duplicate`,
    async holds(world) {
      await archived(world);
      await world.send(replay());
      await world.expect(world.send(replay())).rejects.toMatchObject({
        name: 'ResourceAlreadyExistsException',
        message: 'Replay again already exists.',
      });
    },
  },
  {
    says: 'a replay that ends before it begins has an invalid parameter',
    source: `${ARCHIVES}, test_start_replay_error_invalid_end_time`,
    async holds(world) {
      await archived(world);
      const EventStartTime = new Date(2_000);
      await world.expect(world.send(replay({ EventStartTime }))).rejects.toMatchObject({
        name: 'ValidationException',
        message:
          'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
      });
    },
  },
  {
    says: 'a step of a schedule beyond its field is refused',
    source: 'aws/aws-sdk-js issue 4212, cron(*/60 * * * ? *)',
    async holds({ send, expect }) {
      const put = (ScheduleExpression: string): Promise<never> =>
        send(new PutRuleCommand({ Name: 'tick', ScheduleExpression }));
      await expect(put('cron(*/60 * * * ? *)')).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Parameter ScheduleExpression is not valid.',
      });
      await put('cron(*/15 * * * ? *)');
    },
  },
];

/** Sends all but the making of a bus. */
function skipBus({ send }: FactWorld): FactWorld['send'] {
  return async (command) =>
    command instanceof CreateEventBusCommand ? (undefined as never) : send(command);
}

/** What tests that ran against AWS recorded of Amazon EventBridge. */
export const eventbridgeFacts: readonly VerifiedFact[] = [
  ...busAndArchiveFacts,
  ...patternFacts,
  ...inputFacts,
];
