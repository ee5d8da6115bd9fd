import type { Directory } from './directory.ts';
import {
  addTagsTo,
  type Paging,
  paged,
  type Tag,
  tagKeysIn,
  tagPage,
  tagsIn,
} from './iam-input.ts';
import type { IamOperation } from './operation.ts';
import { policyArn, policyNamed } from './policy-lookup.ts';

interface OnPolicy {
  PolicyArn?: string | undefined;
}

const onPolicy: IamOperation['resource'] = ({ PolicyArn = '' }: OnPolicy) => PolicyArn;

/** The operations on tags of managed policies, and on those that have one. IAM API Reference. */
export const policyTagOperations: Readonly<Record<string, IamOperation>> = {
  TagPolicy: {
    parameters: ['PolicyArn', 'Tags'],
    resource: onPolicy,
    run: (input: OnPolicy & { Tags?: readonly Tag[] | undefined }, { iam }) => {
      const given = tagsIn(input.Tags, true);
      const arn = policyArn(input.PolicyArn);
      policyNamed(iam.directory, arn);
      iam.change((directory) => addTagsTo(policyNamed(directory, arn).tags, given));
      return {};
    },
  },
  UntagPolicy: {
    parameters: ['PolicyArn', 'TagKeys'],
    resource: onPolicy,
    run: (input: OnPolicy & { TagKeys?: readonly string[] | undefined }, { iam }) => {
      const keys = tagKeysIn(input.TagKeys);
      const arn = policyArn(input.PolicyArn);
      policyNamed(iam.directory, arn);
      iam.change((directory) => {
        for (const key of keys) policyNamed(directory, arn).tags.delete(key);
      });
      return {};
    },
  },
  ListPolicyTags: {
    parameters: ['PolicyArn', 'Marker', 'MaxItems'],
    resource: onPolicy,
    run: (input: OnPolicy & Paging, { iam }) => {
      return tagPage(policyNamed(iam.directory, policyArn(input.PolicyArn)).tags, input);
    },
  },
  ListEntitiesForPolicy: {
    parameters: ['PolicyArn', 'Marker', 'MaxItems'],
    resource: onPolicy,
    run: (input: OnPolicy & Paging, { iam: { directory } }) => {
      const { arn } = policyNamed(directory, policyArn(input.PolicyArn));
      const { items, ...page } = paged(holdersOf(directory, arn), ({ key }) => key, input);
      return {
        PolicyGroups: [],
        PolicyUsers: items.flatMap(({ user }) => user ?? []),
        PolicyRoles: items.flatMap(({ role }) => role ?? []),
        ...page,
      };
    },
  },
};

interface Holder {
  key: string;
  role?: object;
  user?: object;
}

function holdersOf({ roles, users }: Directory, arn: string): Holder[] {
  const roleHolders = [...roles.values()]
    .filter(({ attached }) => attached.has(arn))
    .map(({ name, id }) => ({ key: `role ${name}`, role: { RoleName: name, RoleId: id } }));
  const userHolders = [...users.values()]
    .filter(({ attached }) => attached.has(arn))
    .map(({ name, id }) => ({ key: `user ${name}`, user: { UserName: name, UserId: id } }));
  return [...roleHolders, ...userHolders];
}
