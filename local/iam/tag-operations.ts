import { forHolders, holderNamed, type Named } from './holder.ts';
import { addTagsTo, type Paging, type Tag, tagKeysIn, tagPage, tagsIn } from './iam-input.ts';

type TagInput = Named & { Tags?: readonly Tag[] | undefined };
type UntagInput = Named & { TagKeys?: readonly string[] | undefined };

/** The operations on tags of roles and users. IAM API Reference, TagRole and its like. */
export const tagOperations = forHolders((kind, resource) => {
  const { word, parameter } = kind;
  return {
    [`Tag${word}`]: {
      parameters: [parameter, 'Tags'],
      resource,
      run: (input: TagInput, { iam }) => {
        const given = tagsIn(input.Tags);
        holderNamed(kind, iam.directory, input);
        iam.change((directory) => addKeys(holderNamed(kind, directory, input).tags, given));
        return {};
      },
    },
    [`Untag${word}`]: {
      parameters: [parameter, 'TagKeys'],
      resource,
      run: (input: UntagInput, { iam }) => {
        const keys = new Set(tagKeysIn(input.TagKeys).map((key) => key.toLowerCase()));
        holderNamed(kind, iam.directory, input);
        iam.change((directory) => {
          const { tags } = holderNamed(kind, directory, input);
          for (const key of [...tags.keys()]) if (keys.has(key.toLowerCase())) tags.delete(key);
        });
        return {};
      },
    },
    [`List${word}Tags`]: {
      parameters: [parameter, 'Marker', 'MaxItems'],
      resource,
      run: (input: Named & Paging, { iam }) => {
        return tagPage(holderNamed(kind, iam.directory, input).tags, input);
      },
    },
  };
});

/** Keys of roles and users are the same whatever their case: a new value keeps the key as it was. */
function addKeys(tags: Map<string, string>, given: ReadonlyMap<string, string>): void {
  const present = new Map([...tags.keys()].map((key) => [key.toLowerCase(), key]));
  addTagsTo(
    tags,
    [...given].map(([key, value]) => [present.get(key.toLowerCase()) ?? key, value] as const),
  );
}
