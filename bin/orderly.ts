#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { Command, InvalidArgumentError } from 'commander';
import { parseInstant } from '../ops/instant.ts';

enableCompileCache();

/** Exit code of a call that the user can mend. */
const USAGE_ERROR = 2;

const program = new Command('orderly')
  .description('An event-driven order platform, on AWS and on this machine')
  .showHelpAfterError()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_ERROR));

program
  .command('start')
  .description('run the platform here, with the real orders coming in, and take orders over HTTP')
  .option('--port <port>', 'port on 127.0.0.1', portNumber, 3_000)
  .option('--orders <file>', 'orders in the format of data/README.md')
  .action((options) => end(async () => (await import('../ops/start.ts')).startCommand(options)));

program
  .command('cloud')
  .description("serve the embedded cloud over AWS's own API, with the platform on it")
  .option('--port <port>', 'port on 127.0.0.1', portNumber, 4_566)
  .option('--empty', 'with nothing on it')
  .option('--bundles', 'run the functions as they are deployed, bundled and in threads')
  .option('--limits', 'with the throughput that a single item of DynamoDB has')
  .option('--account <id>', 'account of a call whose key names none', accountId)
  .option('--region <name>', 'region of a call that names none', regionName)
  .action((options) => end(async () => (await import('../ops/cloud.ts')).cloudCommand(options)));

program
  .command('run')
  .description('run every order of a file once, as fast as it can, and print the summary')
  .option('--orders <file>', 'orders in the format of data/README.md')
  .option('--virtual', 'on a virtual clock with the latencies of a cloud')
  .option('--json', 'print the summary as one JSON object on the last line of standard output')
  .option('--verify', 'then replay the archive and republish the outboxes: nothing may change')
  .action((options) => end(async () => (await import('../ops/run.ts')).runCommand(options)));

program
  .command('simulate')
  .description(
    'run seeds with faults of every kind, and hold the guarantees against what comes of it',
  )
  .option('--seeds <count>', 'how many seeds; 20,000 unless given, with --sdk 5', count)
  .option('--from <seed>', 'the first of them', count, 1)
  .option('--seed <seed>', 'this one alone, with its story if it fails', count)
  .option('--orders <count>', 'orders of each seed; 50 unless given, with --sdk 8', count)
  .option('--threads <count>', 'seeds side by side; one a core unless given', count)
  .option('--twice', 'run each seed twice, and fail if the traces differ')
  .option('--sdk', 'over the wire: the bundles that are deployed, with the whole SDK, in threads')
  .option('--plan <file>', 'replay a plan that --shrink wrote')
  .option('--shrink', 'reduce the first failure to a few orders and faults, and write its plan')
  .option('--json', 'print the result as one JSON object on the last line of standard output')
  .action((options) =>
    end(async () => {
      if (options.sdk) return (await import('../ops/simulate-sdk.ts')).simulateOverTheWire(options);
      const { simulateCommand } = await import('../ops/simulate.ts');
      return simulateCommand({ seeds: 20_000, orders: 50, ...options });
    }),
  );

program
  .command('republish')
  .description('put the events in the outboxes of the tables on the bus again')
  .requiredOption('--from <instant>', 'commits made at or after it, ISO 8601', instant)
  .requiredOption('--to <instant>', 'commits made before it, ISO 8601', instant)
  .option('--stage <name>', 'the stage on AWS', 'dev')
  .action((options) =>
    end(async () => (await import('../ops/republish-command.ts')).republishCommand(options)),
  );

program
  .command('contracts')
  .description('compare events/registry with the contracts')
  .option('--write', 'write what differs')
  .action((options) =>
    end(async () => (await import('../ops/contracts-command.ts')).contractsCommand(options)),
  );

program
  .command('fidelity')
  .description('print what the embedded cloud simulates, records and refuses')
  .action(() => end(async () => (await import('../ops/fidelity.ts')).fidelityCommand()));

await program.parseAsync();

/** Runs a command; what the user can mend is one line, anything else keeps its stack. */
async function end(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const expected = error instanceof Error && ['UsageError', 'StageError'].includes(error.name);
    console.error(expected ? `orderly: ${(error as Error).message}` : error);
    process.exitCode = expected ? USAGE_ERROR : 1;
  }
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is an integer from 0 to 65535.');
}

function accountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('an account has twelve digits.');
}

function regionName(text: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new InvalidArgumentError('a region is written like eu-central-1.');
}

function count(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('it is an integer of at least 1.');
}

function instant(text: string): number {
  const atMs = parseInstant(text);
  if (atMs !== undefined) return atMs;
  throw new InvalidArgumentError('an instant is written like 2026-11-21T10:00:00Z, with its zone.');
}
