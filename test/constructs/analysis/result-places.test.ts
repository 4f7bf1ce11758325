import { App, Fn, Stack, Token } from 'aws-cdk-lib';
import type { CfnCollaborationProps } from 'aws-cdk-lib/aws-cleanrooms';
import { resultPlacesOf } from '../../../src/constructs/analysis/result-places';
import { Program } from '../../../src/program/program';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, stackOf } from '../../support/stacks';

const RECEIVES = ['CAN_RECEIVE_RESULTS'];
const RESULT = { outputConfiguration: { s3: { bucket: 'results', resultFormat: 'CSV' } } };

/** The locations in a collaboration with the given properties, in whose stack the creator has a membership. */
function placesWith(props: Partial<CfnCollaborationProps>, result?: object, stack = stackOf()) {
  const collaboration = cfnCollaboration(stack, 'Collaboration', { creatorMemberAbilities: RECEIVES, ...props });
  const membership = cfnMembership(stack, collaboration.attrCollaborationIdentifier);
  membership.defaultResultConfiguration = result as never;
  const { model } = Program.of(stack);
  return resultPlacesOf(model, model.collaborationOf(membership), 'DefaultResultConfiguration');
}

test('are those of the members who can receive results', () => {
  const members = [PARTNER, '444444444444'].map((accountId, index) => ({ accountId, displayName: accountId, memberAbilities: index ? [] : RECEIVES }));
  expect(placesWith({ members }, RESULT)).toEqual([{ accountId: CREATOR, hasDefault: true }, { accountId: PARTNER, hasDefault: undefined }]);
  expect(placesWith({ members })).toEqual([{ accountId: CREATOR, hasDefault: false }, { accountId: PARTNER, hasDefault: undefined }]);
  expect(placesWith({ creatorMemberAbilities: ['CAN_QUERY'] })).toEqual([]);
});

test('are not known in an unknown collaboration', () => {
  const stack = stackOf();
  expect(resultPlacesOf(Program.of(stack).model, undefined, 'DefaultResultConfiguration')).toBeUndefined();
});

test.each<[string, Partial<CfnCollaborationProps>]>([
  ['the abilities of a member are a token', { creatorMemberAbilities: Token.asList(Fn.split(',', Fn.importValue('abilities'))) }],
  ['the list of members is a token', { members: Token.asAny(Fn.importValue('members')) }],
])('are not known if %s', (_, props) => {
  expect(placesWith(props)).toBeUndefined();
});

test('are not known in the membership of another stack for any account, which can be somebody else', () => {
  const app = new App();
  const [creators, others] = ['Stack', 'Others'].map((id) => new Stack(app, id));
  const collaboration = cfnCollaboration(creators, 'Collaboration', { creatorMemberAbilities: RECEIVES });
  const ofOther = cfnMembership(others, collaboration.attrCollaborationIdentifier);
  const { model } = Program.of(creators);
  const places = () => resultPlacesOf(model, model.collaborationOf(ofOther), 'DefaultResultConfiguration');
  expect(places()).toEqual([{ accountId: creators.account, hasDefault: undefined }]);

  cfnMembership(creators, collaboration.attrCollaborationIdentifier);
  expect(places()).toEqual([{ accountId: creators.account, hasDefault: false }]);
});
