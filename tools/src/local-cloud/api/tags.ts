import type { Caller } from './caller';
import type { Call, OperationHandler } from './engine';
import { malformed } from './exceptions';
import type { Resource } from './resource';

interface TagInput {
  readonly resourceArn: string;
}

const MOST_TAGS = 50;

/** The length that the model gives the ARNs of these operations. */
const MODELLED_ARN_CHARACTERS = 100;

/** The operations on the tags of a resource, which name it by its ARN. */
export const tagOperations: Record<string, OperationHandler> = {
  ListTagsForResource: (call: Call<TagInput>) => ({ tags: tagged(call).tags }),

  TagResource(call: Call<TagInput & { readonly tags: Readonly<Record<string, string>> }>) {
    const { tags } = tagged(call);
    checkTags(call.input.tags, call.caller, tags);
    Object.assign(tags, call.input.tags);
  },

  UntagResource(call: Call<TagInput & { readonly tagKeys: readonly string[] }>) {
    const { tags } = tagged(call);
    for (const key of call.input.tagKeys) delete tags[key];
  },
};

type Tags = Readonly<Record<string, string>>;

/** Refuses tags that only AWS may give, and more of them than a resource may have beside those that it has. */
export function checkTags(tags: Tags, { isAwsService }: Caller, present: Tags = {}): void {
  const reserved = Object.keys(tags).find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved && !isAwsService) throw malformed([{ name: `tags.${reserved}`, message: 'Member must not begin with aws:' }]);
  const own = Object.keys({ ...present, ...tags }).filter((key) => !key.startsWith('aws:'));
  if (own.length > MOST_TAGS) {
    throw malformed([{ name: 'tags', message: `Member must not have more than ${MOST_TAGS} entries` }]);
  }
}

function tagged(call: Call<TagInput>): Resource {
  const { input: { resourceArn }, caller, service } = call;
  if (service.refusesLongTagArns && !caller.isAwsService && resourceArn.length > MODELLED_ARN_CHARACTERS) {
    throw malformed([{ name: 'resourceArn', message: `Member must have length less than or equal to ${MODELLED_ARN_CHARACTERS}` }]);
  }
  const resource = service.store.findByArn(resourceArn);
  if (!resource || resource.account !== caller.account || resource.region !== caller.region) throw call.missing('Resource', resourceArn);
  return resource;
}
