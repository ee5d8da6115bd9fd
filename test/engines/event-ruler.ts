import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ENGINES, endProcess, onSearchPath, PROJECT, runToEnd } from './engine.ts';

/** The release of event-ruler (Maven Central, Apache-2.0) that the suite was judged against; its pom.xml names it. */
export const EVENT_RULER_VERSION = '2.1.0';

const SOURCES = join(PROJECT, 'test', 'engines', 'event-ruler');
const POM = join(SOURCES, 'pom.xml');
const DRIVER = 'EventRulerDriver';
const SOURCE = join(SOURCES, `${DRIVER}.java`);
/** One folder a release, so that another one is installed anew. */
const FOLDER = join(ENGINES, 'event-ruler', EVENT_RULER_VERSION);
const LIBRARIES = join(FOLDER, 'lib');
const CLASSES = join(FOLDER, 'classes');

/** What event-ruler makes of a pattern and of events. */
export type Judgement =
  /** Whether each event matches; text is the error on which event-ruler failed. */
  | { matches: readonly (boolean | string)[] }
  /** Why it does not take the pattern. */
  | { refused: string };

/** How fast parsed events are matched, on one thread. */
export interface Throughput {
  /** A second of the thread's processor time: what else the machine does is not counted. */
  eventsPerSecond: number;
  /** Rules that match in one round of all events: the same for whoever matches the same. */
  matched: number;
}

/** What to measure: rules and events as JSON text. */
export interface Measurement {
  rules: readonly string[];
  events: readonly string[];
  /** Processor time of the measurement, after a warm-up of the same length. */
  milliseconds: number;
}

/** event-ruler, the library that EventBridge matches with, in a Java process of its own. */
export class EventRuler {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: { resolve(answer: never): void; reject(error: Error): void }[] = [];
  #complaint = '';
  #ended: Error | undefined;

  constructor(process: ChildProcessWithoutNullStreams) {
    this.#process = process;
    createInterface({ input: process.stdout }).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line) as never);
    });
    process.stderr.on('data', (chunk) => {
      this.#complaint = `${this.#complaint}${chunk}`.slice(-2_000);
    });
    process.once('error', (error) => this.#end(error));
    process.once('exit', (code) => {
      this.#end(new Error(`event-ruler ended with ${code}: ${this.#complaint}`));
    });
    process.stdin.on('error', (error) => this.#end(error));
  }

  /** Which of the events match a pattern; all are JSON text. */
  judge(pattern: string, events: readonly string[]): Promise<Judgement> {
    return this.#ask({ pattern, events });
  }

  /** Matches the events against all rules in one machine, again and again. */
  measure(measurement: Measurement): Promise<Throughput> {
    return this.#ask(measurement);
  }

  /** Ends the process and waits until it is gone; one that does not end in time is killed. */
  async stop(): Promise<void> {
    const { pid, stdin } = this.#process;
    if (this.#ended || pid === undefined) return;
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    stdin.end();
    await endProcess(pid);
    await gone;
  }

  #ask<Answer>(question: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

/**
 * Starts event-ruler. With `install` it is fetched with Maven and its driver compiled, if that has not been done. Throws
 * with what to install if Java or the library is missing.
 */
export async function startEventRuler({ install = false } = {}): Promise<EventRuler> {
  demand('java', 'a Java runtime, 17 or later');
  if (!isCompiled()) await provide(install);
  const path = [CLASSES, join(LIBRARIES, '*')].join(delimiter);
  return new EventRuler(spawn('java', ['-cp', path, DRIVER], { stdio: 'pipe' }));
}

/** Whether the driver has been compiled since it was last changed. */
function isCompiled(): boolean {
  const compiled = join(CLASSES, `${DRIVER}.class`);
  return existsSync(compiled) && statSync(compiled).mtimeMs > statSync(SOURCE).mtimeMs;
}

async function provide(install: boolean): Promise<void> {
  if (!install) {
    throw new Error('event-ruler is not installed: npm run conformance installs it');
  }
  if (!readFileSync(POM, 'utf8').includes(`<version>${EVENT_RULER_VERSION}</version>`)) {
    throw new Error(`${POM} does not name event-ruler ${EVENT_RULER_VERSION}`);
  }
  demand('mvn', 'Maven, which fetches event-ruler');
  demand('javac', 'a Java compiler (JDK), 17 or later');
  const output = `-DoutputDirectory=${LIBRARIES}`;
  await runToEnd('mvn', ['--batch-mode', '-f', POM, 'dependency:copy-dependencies', output]);
  const path = join(LIBRARIES, '*');
  await runToEnd('javac', ['-cp', path, '-d', CLASSES, SOURCE]);
}

function demand(command: string, what: string): void {
  if (onSearchPath(command) === undefined) {
    throw new Error(`event-ruler cannot be used: ${command} is not on the path, install ${what}`);
  }
}
