import type { Directory } from './directory.ts';
import { noSuchEntity } from './iam-errors.ts';
import { required } from './iam-input.ts';
import { type IamOperation, iamArn } from './operation.ts';
import type { Identity } from './records.ts';

/** What may have policies: roles and users, whose operations differ only in their words. */
export interface HolderKind {
  /** As operations write it: `Role`. */
  word: 'Role' | 'User';
  /** As messages and ARNs write it. */
  lower: 'role' | 'user';
  /** Of the parameter with the name. */
  parameter: 'RoleName' | 'UserName';
  /** The same in messages of validation. */
  member: 'roleName' | 'userName';
  /** The errors that say there are too many policies, or too much of them. */
  maximumInlineBytes: number;
  all(directory: Directory): ReadonlyMap<string, Identity>;
}

/** The parameters that name a role or user. */
export type Named = Readonly<{ RoleName?: string | undefined; UserName?: string | undefined }>;

/** Bytes of all inline policies of one role, and of one user. IAM User Guide, "IAM and AWS STS quotas". */
const ROLE_INLINE_BYTES = 10_240;
const USER_INLINE_BYTES = 2048;

/** Roles. */
export const ROLE: HolderKind = {
  ...{ word: 'Role', lower: 'role', parameter: 'RoleName', member: 'roleName' },
  maximumInlineBytes: ROLE_INLINE_BYTES,
  all: ({ roles }) => roles,
};

/** Users. */
export const USER: HolderKind = {
  ...{ word: 'User', lower: 'user', parameter: 'UserName', member: 'userName' },
  maximumInlineBytes: USER_INLINE_BYTES,
  all: ({ users }) => users,
};

/** The role or user that an input names; throws NoSuchEntity. */
export function holderNamed(kind: HolderKind, directory: Directory, input: Named): Identity {
  const name = required(kind.member, input[kind.parameter]);
  const found = kind.all(directory).get(name);
  if (!found) throw noSuchEntity(`The ${kind.lower} with name ${name} cannot be found.`);
  return found;
}

/** What a permission on a role or user is on: its ARN, or the one it would have without a path. */
export function onHolder(kind: HolderKind): IamOperation['resource'] {
  return (input: Named, place) => {
    const name = input[kind.parameter] ?? '';
    return kind.all(place.iam.directory).get(name)?.arn ?? iamArn(place, kind.lower, `/${name}`);
  };
}

/** Operations that roles and users both have, made for each; `resource` is what the permission of one is on. */
export function forHolders(
  operationsFor: (
    kind: HolderKind,
    resource: IamOperation['resource'],
  ) => Record<string, IamOperation>,
): Readonly<Record<string, IamOperation>> {
  return { ...operationsFor(ROLE, onHolder(ROLE)), ...operationsFor(USER, onHolder(USER)) };
}
