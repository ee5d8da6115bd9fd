import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Composed, compose } from '../../../../../local/compose.ts';
import type { Bundle } from '../../../../../local/lambda/bundle/runtime-variables.ts';
import { WorkerHost } from '../../../../../local/lambda/bundle/worker-host.ts';
import type {
  FunctionSettings,
  LambdaFunction,
} from '../../../../../local/lambda/lambda-function.ts';
import { flowingTime } from '../../../../../local/scheduler.ts';
import { surroundings } from '../../surroundings.ts';

export const START_MS = Date.UTC(2026, 0, 1);
const ENDPOINT = 'http://127.0.0.1:4550';
const KEYS = { accessKeyId: 'ASIAWORK', secretAccessKey: 'secret', sessionToken: 'session' };
export const ROLE_ARN = 'arn:aws:iam::123456789012:role/worker';
const TRUST = {
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** An empty cloud on flowing time whose functions run in threads. `stop` it. */
export class Threads {
  readonly host: WorkerHost;
  readonly composed: Composed;

  constructor(maximumWorkers?: number) {
    this.host = new WorkerHost({
      endpoint: () => ENDPOINT,
      ...(maximumWorkers === undefined ? {} : { maximumWorkers }),
    });
    this.composed = compose({
      code: () => undefined,
      workers: this.host,
      time: flowingTime(START_MS, () => Date.now()),
      seed: 7,
      latency: 'none',
      surroundings,
      conduct: 'run',
      logLines: 100,
    });
    const { iam, lambda } = this.composed.engines;
    lambda.services.credentials = () => KEYS;
    iam.createRole({ name: 'worker', arn: ROLE_ARN, trustPolicy: TRUST });
  }

  get nowMs(): number {
    return this.composed.engines.scheduler.nowMs();
  }

  get lines(): string[] {
    return this.composed.logs.lines().map(({ line }) => line);
  }

  /** A function whose `index.js` is this text. */
  function(
    text: string,
    settings: Partial<FunctionSettings> = {},
    bundle: Partial<Bundle> & { file?: string } = {},
  ): LambdaFunction {
    const folder = this.host.makeFolder();
    writeFileSync(join(folder, bundle.file ?? 'index.js'), text);
    const name = settings.name ?? 'work';
    const arn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
    const place = { folder, handler: 'index.handler', runtime: 'nodejs24.x', functionArn: arn };
    return this.composed.engines.lambda.createFunction(
      {
        name,
        arn,
        roleArn: ROLE_ARN,
        variables: {},
        memoryMb: 128,
        timeoutMs: 10_000,
        reservedConcurrency: undefined,
        deadLetterArn: undefined,
        ...settings,
      },
      this.host.code({ ...place, ...bundle }),
    );
  }

  stop(): Promise<void> {
    this.composed.engines.scheduler.stop();
    return this.host.stop();
  }
}
