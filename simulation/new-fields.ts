import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { FunctionCode } from '../local/lambda/handler.ts';

/** The code of a later release: its events carry a field that today's contracts do not know. */
export function withNewFields(code: FunctionCode): FunctionCode {
  return {
    start: (environment) => {
      const { client } = environment;
      const send: typeof client.send = (command, limits) =>
        client.send(command instanceof PutEventsCommand ? extended(command) : command, limits);
      return code.start({ ...environment, client: { send } });
    },
  };
}

function extended({ input }: PutEventsCommand): PutEventsCommand {
  return new PutEventsCommand({ ...input, Entries: input.Entries?.map(extendedEntry) });
}

/** An entry of PutEvents. */
export interface Entry {
  Detail?: string | undefined;
}

/** An entry with a field in its event's data that today's contracts do not know. */
export function extendedEntry(entry: Entry): Entry {
  const envelope = JSON.parse(entry.Detail ?? '{}') as { data?: object };
  const data = { ...envelope.data, nextRelease: { note: 'unknown to this one' } };
  return { ...entry, Detail: JSON.stringify({ ...envelope, data }) };
}
