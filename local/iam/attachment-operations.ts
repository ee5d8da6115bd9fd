import { forHolders, holderNamed, type Named } from './holder.ts';
import { limitExceeded, noSuchEntity } from './iam-errors.ts';
import { optional, type Paging, paged } from './iam-input.ts';
import { attachable, policyArn } from './policy-lookup.ts';

type AttachmentInput = Named & { PolicyArn?: string | undefined };

/** Managed policies of one role or user. IAM User Guide, "IAM and AWS STS quotas". */
const MAX_ATTACHED = 10;

/** The operations on managed policies of roles and users. IAM API Reference, AttachRolePolicy and its like. */
export const attachmentOperations = forHolders((kind, resource) => {
  const { word, parameter } = kind;
  return {
    [`Attach${word}Policy`]: {
      parameters: [parameter, 'PolicyArn'],
      resource,
      run: (input: AttachmentInput, { iam }) => {
        const arn = policyArn(input.PolicyArn);
        holderNamed(kind, iam.directory, input);
        attachable(iam.directory, arn);
        iam.change((directory) => {
          const { attached } = holderNamed(kind, directory, input);
          if (!attached.has(arn) && attached.size >= MAX_ATTACHED) {
            throw limitExceeded(`Cannot exceed quota for PoliciesPer${word}: ${MAX_ATTACHED}`);
          }
          attached.add(arn);
        });
        return {};
      },
    },
    [`Detach${word}Policy`]: {
      parameters: [parameter, 'PolicyArn'],
      resource,
      run: (input: AttachmentInput, { iam }) => {
        const arn = policyArn(input.PolicyArn);
        const { attached } = holderNamed(kind, iam.directory, input);
        if (!attached.has(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
        iam.change((directory) => holderNamed(kind, directory, input).attached.delete(arn));
        return {};
      },
    },
    [`ListAttached${word}Policies`]: {
      parameters: [parameter, 'PathPrefix', 'Marker', 'MaxItems'],
      resource,
      run: (input: Named & Paging & { PathPrefix?: string | undefined }, { iam }) => {
        const { directory } = iam;
        const prefix = optional('pathPrefix', input.PathPrefix) ?? '/';
        const { attached } = holderNamed(kind, directory, input);
        const policies = [...attached].map((arn) => attachable(directory, arn));
        const found = policies.filter(({ path }) => path.startsWith(prefix));
        const { items, ...page } = paged(found, ({ name, arn }) => `${name} ${arn}`, input);
        const AttachedPolicies = items.map(({ name: PolicyName, arn: PolicyArn }) => ({
          ...{ PolicyName, PolicyArn },
        }));
        return { AttachedPolicies, ...page };
      },
    },
  };
});
