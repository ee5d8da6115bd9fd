import type {
  CreateArchiveRequest,
  DeleteArchiveRequest,
  DescribeArchiveRequest,
  ListArchivesRequest,
  UpdateArchiveRequest,
} from '@aws-sdk/client-eventbridge';
import type { Archive, ArchiveSettings } from './archive.ts';
import { constraints, Violations } from './constraints.ts';
import type { EventBridge } from './event-bridge.ts';
import { eventBridgeException } from './event-bridge-errors.ts';
import { givenPattern, patternTextOf } from './event-pattern.ts';
import { pageOf } from './pages.ts';

const RETENTION_DAYS = [0, 2 ** 31 - 1] as const;

function createArchive(bridge: EventBridge, input: CreateArchiveRequest): object {
  const { ArchiveName: name = '', EventSourceArn, Description, RetentionDays = 0 } = input;
  const violations = new Violations().text('eventSourceArn', EventSourceArn, constraints.arn);
  check(input, violations);
  if (bridge.findArchive(name)) {
    const message = `Archive ${name} already exists.`;
    throw eventBridgeException('ResourceAlreadyExistsException', message);
  }
  const archive = bridge.createArchive({
    name,
    arn: bridge.arn(`archive/${name}`),
    busArn: bridge.busByArn(EventSourceArn ?? '').arn,
    ...givenPattern(input.EventPattern),
    description: Description,
    retentionDays: RetentionDays,
    createdMs: bridge.foundation.scheduler.nowMs(),
  });
  return outcome(archive);
}

/** UpdateArchive: what is not given stays. */
function updateArchive(bridge: EventBridge, input: UpdateArchiveRequest): object {
  const { ArchiveName: name = '', Description, RetentionDays, EventPattern } = input;
  check(input, new Violations());
  const archive = bridge.archiveNamed(name);
  const changes: Partial<ArchiveSettings> = {
    ...(Description === undefined ? {} : { description: Description }),
    ...(RetentionDays === undefined ? {} : { retentionDays: RetentionDays }),
    ...(EventPattern === undefined ? {} : givenPattern(EventPattern)),
  };
  bridge.changeArchive(archive, { ...archive.settings, ...changes });
  return outcome(archive);
}

function check(input: UpdateArchiveRequest, violations: Violations): void {
  violations
    .text('archiveName', input.ArchiveName, constraints.archiveName)
    .text('description', input.Description, constraints.description)
    .text('eventPattern', input.EventPattern, constraints.pattern)
    .number('retentionDays', input.RetentionDays, RETENTION_DAYS)
    .refuse();
}

function outcome({ settings }: Archive): object {
  const { arn, createdMs } = settings;
  return { ArchiveArn: arn, State: 'ENABLED', CreationTime: new Date(createdMs) };
}

function deleteArchive(bridge: EventBridge, { ArchiveName: name }: DeleteArchiveRequest): object {
  new Violations().text('archiveName', name, constraints.archiveName).refuse();
  bridge.deleteArchive(bridge.archiveNamed(name ?? ''));
  return {};
}

function describeArchive(
  bridge: EventBridge,
  { ArchiveName: name }: DescribeArchiveRequest,
): object {
  new Violations().text('archiveName', name, constraints.archiveName).refuse();
  const archive = bridge.archiveNamed(name ?? '');
  const { arn, description } = archive.settings;
  const patternText = patternTextOf(archive.settings);
  return {
    ...summary(archive),
    ArchiveArn: arn,
    ...(description === undefined ? {} : { Description: description }),
    ...(patternText === undefined ? {} : { EventPattern: patternText }),
  };
}

function listArchives(bridge: EventBridge, input: ListArchivesRequest): object {
  const { NamePrefix = '', EventSourceArn, State } = input;
  if (EventSourceArn !== undefined) bridge.busByArn(EventSourceArn);
  const found = bridge
    .archives()
    .filter(({ settings }) => settings.name.startsWith(NamePrefix))
    .filter(({ settings }) => [undefined, settings.busArn].includes(EventSourceArn))
    .filter(() => [undefined, 'ENABLED'].includes(State));
  const { page, next } = pageOf(found, ({ settings }) => settings.name, input);
  return { Archives: page.map(summary), ...next };
}

function summary({ settings, eventCount, sizeBytes }: Archive): object {
  return {
    ArchiveName: settings.name,
    EventSourceArn: settings.busArn,
    State: 'ENABLED',
    RetentionDays: settings.retentionDays,
    SizeBytes: sizeBytes,
    EventCount: eventCount,
    CreationTime: new Date(settings.createdMs),
  };
}

/** The operations on archives. Amazon EventBridge API Reference. */
export const archiveOperations = {
  CreateArchive: createArchive,
  UpdateArchive: updateArchive,
  DeleteArchive: deleteArchive,
  DescribeArchive: describeArchive,
  ListArchives: listArchives,
};
