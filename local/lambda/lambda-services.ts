import type { Client } from '../client.ts';
import type { TableStreams } from '../dynamodb/table-streams.ts';
import type { Foundation } from '../foundation.ts';
import type { S3 } from '../s3/s3.ts';
import type { Principal } from '../service.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { CodeSource } from './handler.ts';

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
  /** Takes a line of a function's log. */
  log(functionName: string, line: string): void;
}

/** The service principal of Lambda. */
export const LAMBDA_PRINCIPAL = 'lambda.amazonaws.com';
