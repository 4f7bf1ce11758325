import { Fn, Lazy, Token } from 'aws-cdk-lib';
import { checkAccountId, checkAccountIds, checkArn, checkIdentifier } from '../../src/foundation/identifiers';
import { codesAndMessages } from '../support/faults';
import { CREATOR, PARTNER } from '../support/stacks';

const TOKEN = Lazy.string({ produce: () => 'later' });
const ID = '11111111-1111-4111-8111-111111111111';
const FORM = 'arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/idmappingtable/<id>';
const WILDCARDS = 'arn:aws:cleanrooms:<region>:<account>*:membership/<membership id>*/idmappingtable/<id>*';
const ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${ID}/idmappingtable/${ID}`;

test.each([CREATOR, undefined, TOKEN])('accepts the account %s', (accountId) => {
  expect(checkAccountId('creatorAccountId', accountId)).toEqual([]);
});

test.each(['dummy-value-for-/clean-rooms/id', '{{resolve:ssm:/clean-rooms/id}}'])('accepts %s, which is looked up later', (value) => {
  expect([checkAccountId('creatorAccountId', value), checkIdentifier('membershipIdentifier', value), checkArn('arn', value, FORM)].flat()).toEqual([]);
});

test.each(['', '11111111111', '1111-1111-1111', 'advertiser'])('rejects the account %j', (accountId) => {
  expect(codesAndMessages(checkAccountId('creatorAccountId', accountId))).toEqual([
    ['AccountIdMalformed', `'creatorAccountId' must be an AWS account, 12 digits, got '${accountId}'`],
  ]);
});

test('accepts a list of accounts that is a token, and checks each of another list', () => {
  expect(checkAccountIds('memberAccountIds', Token.asList(Fn.split(',', TOKEN)))).toEqual([]);
  expect(codesAndMessages(checkAccountIds('memberAccountIds', [CREATOR, '*', PARTNER]))).toEqual([
    ['AccountIdMalformed', "'memberAccountIds' must be an AWS account, 12 digits, got '*'"],
  ]);
});

test.each([ID, undefined, TOKEN])('accepts the id %s', (identifier) => {
  expect(checkIdentifier('queryRunnerMembershipId', identifier)).toEqual([]);
});

test.each(['', '*', `${ID}*`, ID.replaceAll('1', 'X')])('rejects the id %j', (identifier) => {
  expect(codesAndMessages(checkIdentifier('queryRunnerMembershipId', identifier))).toEqual([
    ['IdentifierMalformed', `'queryRunnerMembershipId' must be an id assigned by Clean Rooms, a UUID, got '${identifier}'`],
  ]);
});

test.each([ARN, TOKEN, `arn:aws:cleanrooms:${TOKEN}:${CREATOR}:membership/${ID}/idmappingtable/${ID}`])('accepts the ARN %s', (arn) => {
  expect(checkArn('idMappingTableArn', arn, FORM)).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['of another partition', ARN.replace('aws', 'aws-cn')],
  ['of another service', ARN.replace('cleanrooms', 'cleanrooms-ml')],
  ['of another type', ARN.replace('idmappingtable', 'intermediatetable')],
  ['only of the membership', ARN.slice(0, ARN.indexOf('/idmappingtable'))],
  ['of something below it', `${ARN}/more`],
  ['a wildcard', ARN.replace(/[^/]+$/, '*')],
  ['of no account', ARN.replace(CREATOR, 'creator')],
])('rejects an ARN: %s', (_, arn) => {
  expect(codesAndMessages(checkArn('idMappingTableArn', arn, FORM))).toEqual([
    ['ArnMalformed', `'idMappingTableArn' must be of the form ${FORM}, got '${arn}'`],
  ]);
});

test.each([`${TOKEN}*`, `*${TOKEN}`, 'dummy-value-for-*', '{{resolve:ssm:?}}', `\${aws:userid}${TOKEN}`])('rejects wildcards beside what is not known yet: %s', (value) => {
  expect(codesAndMessages([
    ...checkAccountId('creatorAccountId', value), ...checkIdentifier('membershipIdentifier', value), ...checkArn('arn', value, FORM),
  ]).map(([code]) => code)).toEqual(['AccountIdMalformed', 'IdentifierMalformed', 'ArnMalformed']);
  expect(checkArn('arns', `${TOKEN}*`, WILDCARDS)).toEqual([]);
});

test('accepts wildcards for accounts and ids only if the form has them', () => {
  expect(checkArn('arns', 'arn:aws:cleanrooms:us-east-1:*:membership/*/idmappingtable/*', WILDCARDS)).toEqual([]);
  expect(codesAndMessages(checkArn('arns', 'arn:aws:cleanrooms:*:*:membership/*/*/*', 'arn:aws:other', WILDCARDS))).toEqual([
    ['ArnMalformed', `'arns' must be of the form arn:aws:other or ${FORM}, got 'arn:aws:cleanrooms:*:*:membership/*/*/*'`],
  ]);
});
