/** Who may import whom: the table of the design, first match first. */
export interface Layer {
  /** Files of the layer: a folder, or one file. `<service>` is any folder but `runtime`. */
  files: string;
  /** Folders and files of the project it may import; `<service>` is its own. */
  may: readonly string[];
  /** What it may not import all the same. */
  except?: readonly string[];
  /** Packages it may import: names, scopes with a slash, or `node:`. */
  packages: readonly string[];
  /** Packages of which it may import types. */
  types?: readonly string[];
}

/** What lists or registers all contracts; functions import the contract files they need. */
const wholeOfEvents = ['events/index.ts', 'events/schema.ts'];

/** The edges that bind functions to Lambda or to an engine. */
const edges = ['functions/runtime/lambda.ts', 'functions/runtime/in-process.ts'];

export const layers: readonly Layer[] = [
  { files: 'events/', may: ['events/'], packages: ['zod/mini'] },
  {
    files: 'functions/runtime/lambda.ts',
    may: ['functions/runtime/'],
    packages: ['@aws-lambda-powertools/'],
    types: ['aws-lambda'],
  },
  {
    files: 'functions/runtime/',
    may: ['events/', 'functions/runtime/'],
    except: [...wholeOfEvents, 'functions/runtime/lambda.ts'],
    // jose verifies tokens, and node:crypto derives ids.
    packages: ['zod/mini', '@aws-sdk/', 'jose', 'node:crypto'],
    types: ['aws-lambda'],
  },
  {
    files: 'functions/<service>/',
    may: ['events/', 'functions/runtime/', 'functions/<service>/'],
    except: [...wholeOfEvents, ...edges],
    packages: ['zod/mini', '@aws-sdk/'],
    types: ['aws-lambda'],
  },
  {
    files: 'lib/',
    // cdk.json holds the feature flags, for apps that the CDK CLI does not start.
    may: ['events/', 'functions/', 'lib/', 'cdk.json'],
    except: edges,
    packages: ['aws-cdk-lib', 'constructs', 'esbuild', 'node:'],
  },
  {
    files: 'local/',
    may: ['local/'],
    // The wire walks the schemas of the SDK's packages.
    packages: ['@aws-sdk/', '@smithy/core/', 'node:'],
  },
  {
    files: 'simulation/',
    may: ['simulation/', 'local/', 'events/', 'functions/', 'lib/'],
    // jose issues the tokens of its customers; the schemas of a campaign's threads are compiled.
    packages: ['@aws-sdk/', 'jose', 'zod/compile', 'node:'],
  },
  {
    files: 'bench/',
    // The engines that others wrote are started as the tests start them.
    may: [
      'bench/',
      'ops/',
      'simulation/',
      'local/',
      'lib/',
      'events/',
      'functions/',
      'test/engines/',
    ],
    packages: ['@aws-sdk/', 'node:'],
  },
  { files: 'ops/', may: ['ops/', 'events/'], packages: ['@aws-sdk/', 'commander', 'node:'] },
  {
    files: 'bin/',
    may: ['lib/', 'ops/'],
    packages: ['aws-cdk-lib', 'cdk-nag', 'constructs', 'commander', 'node:'],
  },
];

/** A file that may import more than its layer. */
export interface Exception {
  file: string;
  may: readonly string[];
  why: string;
}

const starts = 'starts the embedded cloud';

export const exceptions: readonly Exception[] = [
  { file: 'ops/start.ts', may: ['local/', 'simulation/'], why: starts },
  { file: 'ops/cloud.ts', may: ['local/', 'simulation/'], why: starts },
  { file: 'ops/serve.ts', may: ['local/'], why: starts },
  { file: 'ops/served-cloud.ts', may: ['local/', 'simulation/'], why: starts },
  { file: 'ops/run.ts', may: ['local/', 'simulation/'], why: starts },
  { file: 'ops/simulate.ts', may: ['simulation/'], why: 'runs the simulation' },
  { file: 'ops/simulate-report.ts', may: ['simulation/'], why: 'prints what a simulation came to' },
  { file: 'ops/simulate-sdk.ts', may: ['simulation/'], why: 'runs the simulation' },
  {
    file: 'bench/pipeline-engines.ts',
    may: ['test/acceptance/'],
    why: 'deploys the stacks on an engine as the acceptance suite does',
  },
  { file: 'ops/verify.ts', may: ['lib/', 'simulation/'], why: 'reads the books of a run' },
  { file: 'ops/order-source.ts', may: ['simulation/'], why: 'reads the order file of a run' },
  { file: 'ops/fidelity.ts', may: ['local/'], why: 'prints what the embedded cloud simulates' },
  { file: 'ops/republish-command.ts', may: ['lib/config.ts'], why: 'finds the stage by its name' },
  {
    file: 'ops/republish.ts',
    may: ['lib/names.ts', 'lib/services.ts', 'functions/runtime/'],
    why: "publishes the outboxes of a stage's tables just as the relay does",
  },
];
