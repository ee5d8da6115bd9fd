import type { Surroundings } from '../surroundings.ts';
import { missingParameter, sqsException, sqsParameterError } from './sqs-errors.ts';

const NAME = /^[\w-]{1,80}$/;
const FIFO_NAME = /^[\w-]{1,75}\.fifo$/;

/** Throws for a name that a queue of that kind cannot have. Amazon SQS API Reference, CreateQueue. */
export function checkQueueName(name: string | undefined, fifo: boolean): string {
  if (name === undefined || name === '') throw missingParameter('QueueName');
  if (fifo ? FIFO_NAME.test(name) : NAME.test(name)) return name;
  throw sqsParameterError(
    fifo
      ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length'
      : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}

/**
 * The URL of a queue as AWS gives it, at the endpoint where there is one: the SDK calls the host of the URL. There the
 * path names the region of every place but the home, as in LocalStack ("SQS", endpoint strategy `path`).
 */
export function queueUrl(surroundings: Surroundings, name: string): string {
  const { region, urlSuffix, account, endpoint, isHome = true } = surroundings;
  if (endpoint === undefined) return `https://sqs.${region}.${urlSuffix}/${account}/${name}`;
  const path = isHome ? '' : `/queue/${region}`;
  return `${endpoint}${path}/${account}/${name}`;
}

/** What may stand for the URL of a queue of the caller's own: its name. */
const BARE_NAME = /^[\w-]{1,80}(\.fifo)?$/;

/**
 * The account and the name at the end of a queue's URL, whatever host it names: clients reach an endpoint by
 * the URLs it gave them. SQS takes the bare name as well. Throws InvalidAddress for what is neither.
 */
export function parseQueueUrl(
  url: string | undefined,
  { region, urlSuffix, account: own }: Surroundings,
): { account: string; name: string } {
  if (url === undefined || url === '') throw missingParameter('QueueUrl');
  if (BARE_NAME.test(url)) return { account: own, name: url };
  const [, account, name] = /\/(\d{12})\/([\w.-]+)\/?$/.exec(url) ?? [];
  if (account !== undefined && name !== undefined) return { account, name };
  const message = `The address https://sqs.${region}.${urlSuffix}/ is not valid for this endpoint.`;
  throw sqsException('InvalidAddress', message);
}
