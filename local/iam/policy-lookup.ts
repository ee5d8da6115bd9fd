import { NotSimulatedError } from '../errors.ts';
import type { Directory } from './directory.ts';
import { noSuchEntity, validationError } from './iam-errors.ts';
import { required } from './iam-input.ts';
import type { PolicyRecord, PolicyVersion } from './records.ts';

const POLICY_ARN = /^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+$/;
const OF_AWS = /^arn:[\w-]+:iam::aws:policy\//;

/** The ARN of a policy that an input gives; throws ValidationError for what is none. */
export function policyArn(given: string | undefined): string {
  const arn = required('policyArn', given);
  if (!POLICY_ARN.test(arn)) throw validationError(`ARN ${arn} is not valid.`);
  return arn;
}

/** The policy of that ARN; throws NoSuchEntity, and NotSimulatedError for one of AWS that is not known here. */
export function attachable(directory: Directory, arn: string): PolicyRecord {
  const found = policyOrOfAws(directory, arn);
  if (!found) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return found;
}

/** The policy of that ARN, as its own operations look for it. */
export function policyNamed(directory: Directory, arn: string): PolicyRecord {
  const found = policyOrOfAws(directory, arn);
  if (!found) throw noSuchEntity(`Policy ${arn} was not found.`);
  return found;
}

/** A version of a policy. */
export function versionOf(
  directory: Directory,
  arn: string,
  given: string | undefined,
): PolicyVersion {
  const id = required('versionId', given);
  const found = policyOrOfAws(directory, arn)?.versions.get(id);
  if (found) return found;
  throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
}

function policyOrOfAws(directory: Directory, arn: string): PolicyRecord | undefined {
  const found = directory.policy(arn);
  if (!found && OF_AWS.test(arn)) throw new NotSimulatedError(`managed policy ${arn}`);
  return found;
}
