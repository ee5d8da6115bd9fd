import { identityDocument } from './directory.ts';
import { forHolders, type HolderKind, holderNamed, type Named } from './holder.ts';
import { limitExceeded, noSuchEntity } from './iam-errors.ts';
import { type Paging, paged, RULES, required } from './iam-input.ts';
import { checkSyntax } from './policy-syntax.ts';
import type { Identity, WrittenPolicy } from './records.ts';

type PolicyInput = Named & {
  PolicyName?: string | undefined;
  PolicyDocument?: string | undefined;
};

/** The operations on inline policies, of roles and of users. IAM API Reference, PutRolePolicy and its like. */
export const inlineOperations = forHolders((kind, resource) => {
  const { word, parameter } = kind;
  return {
    [`Put${word}Policy`]: {
      parameters: [parameter, 'PolicyName', 'PolicyDocument'],
      resource,
      run: (input: PolicyInput, { iam }) => {
        const name = required('policyName', input.PolicyName);
        const text = required('policyDocument', input.PolicyDocument);
        holderNamed(kind, iam.directory, input);
        const written = inlineDocument(name, text);
        iam.change((directory) => {
          const holder = holderNamed(kind, directory, input);
          checkSize(kind, holder, { name, text });
          holder.inline.set(name, written);
        });
        return {};
      },
    },
    [`Get${word}Policy`]: {
      parameters: [parameter, 'PolicyName'],
      resource,
      run: (input: PolicyInput, { iam }) => {
        const holder = holderNamed(kind, iam.directory, input);
        const PolicyName = required('policyName', input.PolicyName);
        const { text } = inlineNamed(kind, holder, PolicyName);
        return { [parameter]: holder.name, PolicyName, PolicyDocument: encodeURIComponent(text) };
      },
    },
    [`Delete${word}Policy`]: {
      parameters: [parameter, 'PolicyName'],
      resource,
      run: (input: PolicyInput, { iam }) => {
        const name = required('policyName', input.PolicyName);
        inlineNamed(kind, holderNamed(kind, iam.directory, input), name);
        iam.change((directory) => holderNamed(kind, directory, input).inline.delete(name));
        return {};
      },
    },
    [`List${word}Policies`]: {
      parameters: [parameter, 'Marker', 'MaxItems'],
      resource,
      run: (input: Named & Paging, { iam }) => {
        const { inline } = holderNamed(kind, iam.directory, input);
        const { items, ...page } = paged(inline.keys(), (name) => name, input);
        return { PolicyNames: items, ...page };
      },
    },
  };
});

/** The document of an identity-based policy that came over the API; throws MalformedPolicyDocument. */
export function inlineDocument(name: string, text: string): WrittenPolicy {
  checkSyntax(text, 'identity');
  return identityDocument(name, text, 'PolicyDocument');
}

/** White space does not count. */
function sizeOf(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

function checkSize(
  { maximumInlineBytes, lower }: HolderKind,
  { inline, name: holder }: Identity,
  { name, text }: { name: string; text: string },
): void {
  const others = [...inline].filter(([other]) => other !== name).map(([, policy]) => policy.text);
  const size = [...others, text].reduce((sum, one) => sum + sizeOf(one), 0);
  if (size <= maximumInlineBytes) return;
  throw limitExceeded(
    `Maximum policy size of ${maximumInlineBytes} bytes exceeded for ${lower} ${holder}`,
  );
}

function inlineNamed({ lower }: HolderKind, { inline }: Identity, name: string): WrittenPolicy {
  const found = inline.get(required('policyName', name, RULES.policyName));
  if (found) return found;
  throw noSuchEntity(`The ${lower} policy with name ${name} cannot be found.`);
}
