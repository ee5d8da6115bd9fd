/** What reads time or chance from the machine: time and chance are injected everywhere else. */
export const machineGlobals: Readonly<Record<string, RegExp>> = {
  'Date.now': /\bDate\.now\b/,
  'new Date()': /\bnew Date\(\s*\)/,
  'performance.now': /\bperformance\.now\b/,
  'process.hrtime': /\bprocess\.hrtime\b/,
  'Math.random': /\bMath\.random\b/,
  randomUUID: /\brandomUUID\b/,
  randomBytes: /\brandomBytes\b/,
  getRandomValues: /\bgetRandomValues\b/,
  setTimeout: /\bsetTimeout\b/,
  setInterval: /\bsetInterval\b/,
  setImmediate: /\bsetImmediate\b/,
};

/** A file that may use some of them. */
export interface Edge {
  file: string;
  may: readonly string[];
  why: string;
}

export const edges: readonly Edge[] = [
  {
    file: 'functions/runtime/lambda.ts',
    may: ['Date.now', 'Math.random', 'setTimeout'],
    why: "makes the clock and the chance of a function in Lambda's own time",
  },
  {
    file: 'lib/entry.ts',
    may: ['Date.now'],
    why: 'writes the text of the Lambda entries, where tokens expire by the wall clock',
  },
  {
    file: 'local/lambda/bundle/worker-clock.ts',
    may: ['Date.now'],
    why: "shows the cloud's time in a function's thread",
  },
  {
    file: 'local/lambda/bundle/worker-timers.ts',
    may: ['setTimeout'],
    why: "has the timers of a function's thread count the cloud's time",
  },
  {
    file: 'local/lambda/bundle/worker.ts',
    may: ['setImmediate'],
    why: "answers in a function's thread behind what came before",
  },
  {
    file: 'local/scheduler.ts',
    may: ['setTimeout', 'setImmediate'],
    why: "wakes the engine's scheduler in real time",
  },
  { file: 'ops/cloud.ts', may: ['Date.now'], why: 'starts the engine in real time' },
  {
    file: 'ops/republish-command.ts',
    may: ['Date.now', 'Math.random', 'setTimeout'],
    why: 'makes the clock and the chance of a command that talks to AWS',
  },
  {
    file: 'ops/run.ts',
    may: ['Date.now', 'performance.now'],
    why: 'starts the engine in real time and measures how long a run took',
  },
  {
    file: 'ops/simulate.ts',
    may: ['performance.now'],
    why: 'measures how long the seeds took, and ends the reducing of a failure in time',
  },
  {
    file: 'ops/simulate-sdk.ts',
    may: ['performance.now'],
    why: 'lets time flow for functions in threads, and measures how long the seeds took',
  },
  {
    file: 'ops/start.ts',
    may: ['Date.now', 'performance.now', 'setInterval'],
    why: 'starts the engine in real time and redraws the terminal',
  },
];
