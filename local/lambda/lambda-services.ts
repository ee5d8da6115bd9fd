import type { Mortal } from '../attempt.ts';
import type { Client } from '../client.ts';
import type { TableStreams } from '../dynamodb/table-streams.ts';
import type { Foundation } from '../foundation.ts';
import type { EnvironmentLog, LoggedFunction } from '../logs/function-log.ts';
import type { S3 } from '../s3/s3.ts';
import type { Principal } from '../service.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { WorkerHost } from './bundle/worker-host.ts';
import type { CodeSource, Credentials } from './handler.ts';

/** What Lambda needs of the rest of the cloud. */
export interface LambdaServices {
  foundation: Foundation;
  sqs: Sqs;
  s3: S3;
  streams: TableStreams;
  /** The code of each function's resource. */
  code: CodeSource;
  /** A client in a function's role. */
  connect(principal: Principal, caller: string): Client;
  /** The keys of a principal, for calls over the wire by one of its environments. */
  credentials?(principal: Principal, mortal?: Mortal): Credentials;
  /** Runs code in threads; without it there are only the functions of the templates. */
  workers?: WorkerHost | undefined;
  /** Takes a line of a function's log. */
  log(functionName: string, line: string): void;
  /** Opens the log of one environment in CloudWatch Logs; undefined where none are kept. */
  openLog?: ((of: LoggedFunction) => EnvironmentLog) | undefined;
}

/** The service principal of Lambda. */
export const LAMBDA_PRINCIPAL = 'lambda.amazonaws.com';
