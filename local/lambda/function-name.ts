import { NotSimulatedError } from '../errors.ts';
import type { Surroundings } from '../surroundings.ts';
import { lambdaException, validationException } from './lambda-errors.ts';

const NAME_CHARACTERS = 64;
const PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';
/** The same, with names for its parts. */
const PARTS =
  /^(arn:(aws[a-zA-Z-]*)?:lambda:)?((?<region>[a-z]{2}(-gov)?-[a-z]+-\d):)?((?<account>\d{12}):)?(function:)?(?<name>[a-zA-Z0-9-_]+)(:(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/;

type Place = Pick<Surroundings, 'account' | 'region'>;

/**
 * The name in a name, an ARN or a part of one (`123456789012:function:name`). Throws ValidationException for what is none,
 * ResourceNotFoundException for another region's, and NotSimulatedError for another account's, a version or an alias.
 */
export function functionName(nameOrArn: string, place: Place): string {
  const parts = PARTS.exec(nameOrArn)?.groups;
  if (!parts) {
    const constraint = `Member must satisfy regular expression pattern: ${PATTERN}`;
    throw validationException(nameOrArn, 'functionName', constraint);
  }
  const { name, region = place.region, account = place.account, qualifier } = parts;
  if (region !== place.region) {
    const message = `Functions from '${region}' are not reachable in this region ('${place.region}')`;
    throw lambdaException('ResourceNotFoundException', message);
  }
  if (account !== place.account) {
    throw new NotSimulatedError(`the function of another account, ${nameOrArn}`);
  }
  checkQualifier(qualifier);
  return name!;
}

/** The name of a function to be made. */
export function newFunctionName(nameOrArn: string | undefined, place: Place): string {
  if (nameOrArn === undefined) {
    throw validationException(undefined, 'functionName', 'Member must not be null');
  }
  const name = functionName(nameOrArn, place);
  if (name.length <= NAME_CHARACTERS) return name;
  const constraint = `Member must have length less than or equal to ${NAME_CHARACTERS}`;
  throw validationException(nameOrArn, 'functionName', constraint);
}

/** Throws NotSimulatedError for a version or alias: there is only what is latest. */
export function checkQualifier(qualifier: string | undefined): void {
  if (qualifier === undefined || qualifier === '$LATEST') return;
  throw new NotSimulatedError(`Qualifier: version or alias ${qualifier} of a function`);
}
