import type {
  ListTagsRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-lambda';
import { NotSimulatedError } from '../errors.ts';
import type { FunctionRecord } from './function-record.ts';
import type { Lambda } from './lambda.ts';
import { lambdaException, validationException } from './lambda-errors.ts';
import type { LambdaOperation } from './operations.ts';

interface OnResource {
  Resource: string | undefined;
}

const MAXIMUM_TAGS = 50;

/** The operations on the tags of functions, by name. */
export const tagOperations: Readonly<Record<string, LambdaOperation>> = {
  TagResource: onTagged<TagResourceRequest>('TagResource', ['Tags'], (lambda, record, input) => {
    const tags = { ...record.tags, ...input.Tags };
    checkTags(tags);
    record.tags = tags;
    lambda.touch(record);
    return {};
  }),
  UntagResource: onTagged<UntagResourceRequest>(
    'UntagResource',
    ['TagKeys'],
    (lambda, record, { TagKeys }) => {
      if (TagKeys === undefined) {
        throw validationException(undefined, 'tagKeys', 'Member must not be null');
      }
      for (const key of TagKeys) delete record.tags[key];
      lambda.touch(record);
      return {};
    },
  ),
  ListTags: onTagged<ListTagsRequest>('ListTags', [], (_lambda, { tags }) => ({
    Tags: { ...tags },
  })),
};

/** Throws InvalidParameterValueException for more tags than a function may have. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length <= MAXIMUM_TAGS) return;
  const message = 'Number of tags exceeds resource tag limit.';
  throw lambdaException('InvalidParameterValueException', message);
}

function onTagged<Input extends OnResource>(
  name: string,
  parameters: readonly string[],
  run: (lambda: Lambda, record: FunctionRecord, input: Input) => object,
): LambdaOperation {
  return {
    parameters: ['Resource', ...parameters],
    accesses: (_lambda, { Resource = '' }: Input) => [
      { action: `lambda:${name}`, resource: Resource },
    ],
    run: (lambda, input: Input) => run(lambda, taggedFunction(lambda, input.Resource), input),
  };
}

function taggedFunction(lambda: Lambda, resource = ''): FunctionRecord {
  const [, , service, , , type, , qualifier] = resource.split(':');
  if (service === 'lambda' && type === 'event-source-mapping') {
    throw new NotSimulatedError('tags of event source mappings');
  }
  if (service !== 'lambda' || type !== 'function') {
    const constraint =
      'Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12})';
    throw validationException(resource, 'resource', constraint);
  }
  if (qualifier !== undefined) {
    const message =
      'Tags on function aliases and versions are not supported. Please specify a function ARN.';
    throw lambdaException('InvalidParameterValueException', message);
  }
  return lambda.recordOf(resource);
}
