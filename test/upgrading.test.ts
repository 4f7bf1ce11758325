import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Collaboration, MemberAbility } from '../src';
import { textOf } from './support/sources';

/*
 * What docs/upgrading.md promises of snapshots: one line masks all that changes with a version of the library.
 */

interface Serializer {
  test(value: unknown): boolean;
  print(value: unknown): string;
}

/** The serializer of the page, by the program that is written there. */
function serializerOfPage(): Serializer {
  const [, program] = /```js\n([\s\S]*?)```/.exec(textOf('docs/upgrading.md'))!;
  let added: Serializer | undefined;
  new Function('expect', program)({ addSnapshotSerializer: (serializer: Serializer) => { added = serializer; } });
  return added!;
}

/** The texts in a template. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test('a line masks what changes with a version of the library in a snapshot, and nothing else', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
  }).addMembership('Membership');
  const texts = textsIn(Template.fromStack(stack).toJSON());
  const { test: masks, print } = serializerOfPage();

  const { version } = JSON.parse(textOf('package.json')) as { version: string };
  expect(texts.filter(masks).map(print)).toEqual(['"HASH.zip"']);
  expect(texts.filter((text) => !masks(text) && (/[0-9a-f]{40}/.test(text) || text.includes(`cdk-cleanrooms@${version}`)))).toEqual([]);
});
