import type { ListReplaysRequest, StartReplayRequest } from '@aws-sdk/client-eventbridge';
import type { Archive } from './archive.ts';
import type { EventBridge } from './event-bridge.ts';
import { eventBridgeException, validationException } from './event-bridge-errors.ts';
import { pageOf } from './pages.ts';
import { Replay } from './replay.ts';

const NAME = /^[\w.-]{1,64}$/;
const ACTIVE = new Set(['STARTING', 'RUNNING']);

/** StartReplay: throws where archive, window, destination or name do not fit. Amazon EventBridge API Reference. */
export function startReplay(bridge: EventBridge, input: StartReplayRequest): object {
  const { ReplayName: name = '', EventSourceArn, Destination, Description } = input;
  if (!NAME.test(name)) throw validationException(`Replay name ${name} is not valid.`);
  if (bridge.replays.has(name)) {
    throw eventBridgeException('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
  }
  const bus = bridge.busNamed(Destination?.Arn);
  const archive = archiveOf(bridge, EventSourceArn ?? '');
  const startMs = input.EventStartTime?.getTime() ?? Number.NaN;
  const endMs = input.EventEndTime?.getTime() ?? Number.NaN;
  if (!(startMs < endMs)) {
    throw validationException(
      'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    );
  }
  if (Destination?.Arn !== archive.settings.busArn) {
    throw validationException(
      'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    );
  }
  const known = new Set(bus.rules().map(({ settings }) => settings.arn));
  const foreign = Destination.FilterArns?.find((arn) => !known.has(arn));
  if (foreign !== undefined) {
    throw validationException(`Rule ${foreign} in FilterArns is not on the event bus.`);
  }
  const { foundation } = bridge;
  const arn = bridge.arn(`replay/${name}`);
  const window = { startMs, endMs, ruleArns: Destination.FilterArns };
  const replay = new Replay(
    { name, arn, description: Description, archive, bus, ...window },
    foundation,
  );
  bridge.replays.set(name, replay);
  return {
    ReplayArn: arn,
    State: replay.state,
    ReplayStartTime: new Date(foundation.scheduler.nowMs()),
  };
}

/** The archive of a replay; one that is not there makes the parameter invalid. */
function archiveOf(bridge: EventBridge, arn: string): Archive {
  try {
    return bridge.archiveByArn(arn);
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'ResourceNotFoundException') throw error;
    throw validationException(`Parameter EventSourceArn is not valid. Reason: ${message}`);
  }
}

/** DescribeReplay. */
export function describeReplay(bridge: EventBridge, input: { ReplayName?: string }): object {
  return replayNamed(bridge, input.ReplayName).describe();
}

/** CancelReplay: what is on the bus already stays there. */
export function cancelReplay(bridge: EventBridge, input: { ReplayName?: string }): object {
  const replay = replayNamed(bridge, input.ReplayName);
  if (!ACTIVE.has(replay.state)) {
    const message = `Replay ${input.ReplayName} is in state ${replay.state} and cannot be cancelled.`;
    throw eventBridgeException('IllegalStatusException', message);
  }
  replay.cancel();
  const { ReplayArn } = replay.describe();
  return { ReplayArn, State: 'CANCELLING' };
}

/** ListReplays. */
export function listReplays(bridge: EventBridge, input: ListReplaysRequest): object {
  const { NamePrefix = '', State, EventSourceArn } = input;
  const found = [...bridge.replays.values()]
    .map((replay) => replay.describe())
    .filter(
      (replay) =>
        replay.ReplayName?.startsWith(NamePrefix) &&
        (State === undefined || replay.State === State) &&
        (EventSourceArn === undefined || replay.EventSourceArn === EventSourceArn),
    );
  const { page, next } = pageOf(found, ({ ReplayName = '' }) => ReplayName, input);
  return { Replays: page.map(({ Destination: _destination, ...shown }) => shown), ...next };
}

function replayNamed(bridge: EventBridge, name = ''): Replay {
  const replay = bridge.replays.get(name);
  if (replay) return replay;
  throw eventBridgeException('ResourceNotFoundException', `Replay ${name} does not exist.`);
}
