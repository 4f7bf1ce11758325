import { Lazy } from 'aws-cdk-lib';
import { warnAboutConfiguredModelAlgorithmAssociation } from '../../../src/constructs/ml/configured-model-algorithm-association-rules';
import type { Member } from '../../../src/program/member';
import { idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const MEMBERS: Member[] = [{ accountId: CREATOR, mlAbilities: [] }, { accountId: PARTNER, mlAbilities: ['CAN_RECEIVE_INFERENCE_OUTPUT'] }];
const RECEIVER: Member = { accountId: THIRD, mlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] };

const warnings = (logReaders: string[], exportsModels: boolean, members: Member[], removed: string[] = []) =>
  idsAndMessages(warnAboutConfiguredModelAlgorithmAssociation({ logReaders, exportsModels }, members, removed));

test.each<[string, string[], Member[]]>([
  ['members', [CREATOR, PARTNER], MEMBERS],
  ['an account that is a token', [LATER], MEMBERS],
  ['any account if that of a member is a token', [THIRD], [...MEMBERS, { accountId: LATER }]],
  ['any account if that of a member is not known', [THIRD], [...MEMBERS, {}]],
])('accepts logs for %s', (_, logReaders, members) => {
  expect(warnings(logReaders, false, members)).toEqual([]);
});

test('warns once about logs for an account that is no member', () => {
  expect(warnings([THIRD, CREATOR, THIRD], false, MEMBERS)).toEqual([['cdk-cleanrooms:logsForStranger',
    `'containerLogs' names account ${THIRD}, which is not a member of the collaboration: ${CREATOR}, ${PARTNER}`]]);
});

test('warns about logs for an account that the app removes', () => {
  expect(warnings([THIRD], false, MEMBERS, [THIRD])).toEqual([['cdk-cleanrooms:logsForStranger',
    `'containerLogs' names account ${THIRD}, which the app removes from the collaboration: ${CREATOR}, ${PARTNER}`]]);
});

test.each<[string, boolean, Member[]]>([
  ['no exports', false, MEMBERS],
  ['exports that a member can receive', true, [...MEMBERS, RECEIVER]],
  ['exports if the abilities of a member are not known', true, [...MEMBERS, { accountId: THIRD }]],
])('accepts %s', (_, exportsModels, members) => {
  expect(warnings([], exportsModels, members)).toEqual([]);
});

test('warns about exports that no member can receive', () => {
  expect(warnings([], true, MEMBERS)).toEqual([['cdk-cleanrooms:nobodyReceivesModels',
    "'trainedModelExports' has no effect: no member of the collaboration has CAN_RECEIVE_MODEL_OUTPUT"]]);
});
