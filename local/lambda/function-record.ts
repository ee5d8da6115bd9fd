import { createHash } from 'node:crypto';
import type { FunctionProperties } from './function-settings.ts';
import type { FunctionCode } from './handler.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** The archive that a function's code came in. */
export interface CodeArchive {
  /** SHA-256, in Base64. */
  sha256: string;
  sizeBytes: number;
}

/** What the API tells of a function, beside its settings. */
export interface FunctionDetails {
  properties: FunctionProperties;
  tags: Record<string, string>;
  /** Undefined for code that came with a template. */
  archive?: CodeArchive | undefined;
  /** Where that archive is unpacked. */
  folder?: string | undefined;
}

/** A function and all that is known about it. */
export interface FunctionRecord extends FunctionDetails {
  target: LambdaFunction;
  code: FunctionCode;
  /** Epoch milliseconds of the latest change to its code or configuration. */
  modifiedMs: number;
  /** Changes with each update. */
  revisionId: string;
  /** The statements of its policy, by their ids. */
  statements: Map<string, object>;
}

/** What is told of an archive. */
export function archiveOf(bytes: Uint8Array): CodeArchive {
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  return { sha256, sizeBytes: bytes.byteLength };
}

/** A function as the API describes it. AWS Lambda API Reference, FunctionConfiguration. */
export function functionConfiguration(record: FunctionRecord): object {
  const { target, properties, archive, modifiedMs, revisionId } = record;
  const { name, arn, roleArn, variables, memoryMb, timeoutMs, deadLetterArn } = target.settings;
  const { Runtime, Handler, Description = '', TracingConfig, Architectures } = properties;
  return {
    FunctionName: name,
    FunctionArn: arn,
    Role: roleArn,
    ...(Runtime === undefined ? {} : { Runtime }),
    ...(Handler === undefined ? {} : { Handler }),
    ...(archive ? { CodeSize: archive.sizeBytes, CodeSha256: archive.sha256 } : {}),
    Description,
    Timeout: timeoutMs / 1000,
    MemorySize: memoryMb,
    LastModified: new Date(modifiedMs).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    ...(Object.keys(variables).length === 0 ? {} : { Environment: { Variables: variables } }),
    TracingConfig: { Mode: TracingConfig?.Mode ?? 'PassThrough' },
    RevisionId: revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: Architectures ?? ['x86_64'],
  };
}
