import { verdictOf } from '../../src/live/policy';

const OWN = 'arn:aws:cleanrooms:us-east-1:111111111111:membership/own';
const ROLE = 'arn:aws:iam::111111111111:role/reader';

const statement = (more: object) => ({ Effect: 'Allow', Principal: { Service: 'cleanrooms.amazonaws.com' }, Action: 'sts:AssumeRole', ...more });

/** What a trust policy says to Clean Rooms, which calls for a membership. */
function trusts(statements: object | object[], externalId?: string) {
  return verdictOf(JSON.stringify({ Version: '2012-10-17', Statement: statements }), {
    action: 'sts:AssumeRole',
    principals: { Service: ['cleanrooms.amazonaws.com'] },
    context: new Map([['aws:SourceArn', OWN], ['sts:ExternalId', externalId]]),
  });
}

test.each<[string, object | object[], string, ...string[]]>([
  ['one statement, no list', statement({}), 'allowed'],
  ['no statement', [], 'denied'],
  ['another service', statement({ Principal: { Service: ['glue.amazonaws.com', 'athena.amazonaws.com'] } }), 'denied'],
  ['one of several services', statement({ Principal: { Service: ['glue.amazonaws.com', 'cleanrooms.amazonaws.com'] } }), 'allowed'],
  ['everybody', statement({ Principal: '*' }), 'allowed'],
  ['another action', statement({ Action: 'sts:TagSession' }), 'denied'],
  ['a pattern of actions, in any case', statement({ Action: ['STS:assume*'] }), 'allowed'],
  ['all actions but this one', statement({ Action: undefined, NotAction: 'sts:AssumeRole' }), 'denied'],
  ['all actions but another one', statement({ Action: undefined, NotAction: 'sts:TagSession' }), 'allowed'],
  ['the membership', statement({ Condition: { 'ForAnyValue:ArnEquals': { 'aws:SourceArn': [OWN] } } }), 'allowed'],
  ['the membership by a key in another case', statement({ Condition: { ArnLike: { 'AWS:sourcearn': OWN } } }), 'allowed'],
  ['memberships of the account', statement({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cleanrooms:*:111111111111:membership/*' } } }), 'allowed'],
  ['memberships of another account', statement({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cleanrooms:*:222222222222:membership/*' } } }), 'denied'],
  ['a pattern where texts are equal or not', statement({ Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cleanrooms:*' } } }), 'denied'],
  ['text in another case', statement({ Condition: { StringEqualsIgnoreCase: { 'aws:SourceArn': OWN.toUpperCase() } } }), 'allowed'],
  ['an external id that is not there', statement({ Condition: { StringLike: { 'sts:ExternalId': '*own*' } } }), 'denied'],
  ['an external id, if there is one', statement({ Condition: { StringLikeIfExists: { 'sts:ExternalId': '*own*' } } }), 'allowed'],
  ['an external id', statement({ Condition: { StringLike: { 'sts:ExternalId': 'arn:aws:*:us-east-1:*:dbuser:*/own*' } } }), 'allowed', 'arn:aws:cleanrooms:us-east-1:0:dbuser:0/own'],
  ['both of two conditions, of which one does not hold', statement({ Condition: { ArnLike: { 'aws:SourceArn': OWN }, StringLike: { 'sts:ExternalId': '*' } } }), 'denied'],
  ['a key that is not known', statement({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } }), 'unknown'],
  ['an operator that is not known', statement({ Condition: { ArnNotLike: { 'aws:SourceArn': 'x' } } }), 'unknown'],
  ['whoever is not named', statement({ Principal: undefined, NotPrincipal: { AWS: ROLE } }), 'unknown'],
  ['a statement that allows it beside one that may not', [statement({}), statement({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } })], 'allowed'],
  ['a statement that denies it', [statement({}), statement({ Effect: 'Deny' })], 'denied'],
  ['a statement that may deny it', [statement({}), statement({ Effect: 'Deny', Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } })], 'unknown'],
  ['a statement that denies it to others', [statement({}), statement({ Effect: 'Deny', Principal: { Service: 'glue.amazonaws.com' } })], 'allowed'],
])('a trust policy with %s', (_, statements, verdict, ...[externalId]) => {
  expect(trusts(statements, externalId)).toBe(verdict);
});
