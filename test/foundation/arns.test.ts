import { CfnParameter, CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import { Membership } from '../../src';
import { childIdInArn, cleanRoomsArn, idInArn, membershipArnOf } from '../../src/foundation/arns';
import { hasRetainingPolicy, isRetained } from '../../src/foundation/retention';
import { cfnCollaboration } from '../support/l1';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';
const inPartition = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:${rest}`]] });

test('an ARN has the account and the Region of the stack, or others', () => {
  const stack = stackOf();
  expect(stack.resolve(cleanRoomsArn(stack, `collaboration/${ID}`))).toEqual(inPartition(`us-east-1:${CREATOR}:collaboration/${ID}`));
  expect(stack.resolve(cleanRoomsArn(stack, 'membership/*/analysistemplate/*', { account: '*', region: 'eu-west-1' })))
    .toEqual(inPartition('eu-west-1:*:membership/*/analysistemplate/*'));
});

test('the ARN of a membership has the account and the Region of what belongs to it', () => {
  const stack = stackOf();
  const child = Membership.fromMembershipArn(stack, 'Child', `arn:aws:cleanrooms:eu-west-1:${PARTNER}:membership/${ID}`);
  expect(stack.resolve(membershipArnOf(child, ID))).toEqual(inPartition(`eu-west-1:${PARTNER}:membership/${ID}`));
});

test('ids are read from an ARN, which can be a token', () => {
  const arn = 'arn:aws:cleanrooms:us-east-1:111111111111:membership/first/analysistemplate/second';
  expect([idInArn(arn), childIdInArn(arn)]).toEqual(['first', 'second']);
  const stack = stackOf();
  const parameter = new CfnParameter(stack, 'Arn').valueAsString;
  expect(stack.resolve([idInArn(parameter), childIdInArn(parameter)]))
    .toEqual([1, 3].map((index) => ({ 'Fn::Select': [index, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] })));
});

test.each<[RemovalPolicy | undefined, boolean]>([
  [RemovalPolicy.RETAIN, true], [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, true], [RemovalPolicy.DESTROY, false], [RemovalPolicy.SNAPSHOT, false],
  [undefined, false],
])('the removal policy %s retains: %s', (policy, expected) => {
  expect(isRetained(policy)).toBe(expected);
});

test.each<[CfnDeletionPolicy | undefined, boolean]>([
  [CfnDeletionPolicy.RETAIN, true], [CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE, true], [CfnDeletionPolicy.DELETE, false], [undefined, false],
])('the deletion policy %s retains: %s', (policy, expected) => {
  const resource = cfnCollaboration(stackOf());
  resource.cfnOptions.deletionPolicy = policy;
  expect(hasRetainingPolicy(resource)).toBe(expected);
});
