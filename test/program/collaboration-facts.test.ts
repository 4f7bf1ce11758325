import { Aws, Lazy } from 'aws-cdk-lib';
import type { CfnCollaborationProps } from 'aws-cdk-lib/aws-cleanrooms';
import { Construct } from 'constructs';
import { Collaboration, MemberAbility, Membership, MlMemberAbility, PaymentResponsibility } from '../../src';
import { cfnCollaborationOf, collaborationOf, factsOf, memberOf } from '../../src/program/collaboration-facts';
import { cfnCollaboration, cfnMembership } from '../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf } from '../support/stacks';

const LATER = Lazy.any({ produce: () => ({}) });
const NO_PAYMENT = {
  queryCompute: undefined, jobCompute: undefined, modelTraining: undefined, modelInference: undefined, syntheticDataGeneration: undefined,
};

test('an L2 tells its members, its payers and its settings, left out ones as the service takes them', () => {
  const collaboration = new Collaboration(stackOf(), 'Collaboration', {
    creator: {
      displayName: 'Creator',
      abilities: [MemberAbility.CAN_QUERY],
      mlAbilities: [MlMemberAbility.CAN_RECEIVE_MODEL_OUTPUT],
      paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE, PaymentResponsibility.MODEL_TRAINING],
    },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_RECEIVE_RESULTS] }],
    queryLogging: true,
  });

  expect(factsOf(collaboration)).toEqual({
    members: [
      {
        accountId: CREATOR,
        abilities: ['CAN_QUERY'],
        mlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'],
        payment: { ...NO_PAYMENT, queryCompute: true, modelTraining: true },
      },
      { accountId: PARTNER, abilities: ['CAN_RECEIVE_RESULTS'], mlAbilities: [], payment: { ...NO_PAYMENT, queryCompute: false } },
    ],
    queryLogging: true,
    jobLogging: false,
    metrics: false,
    allowedResultRegions: undefined,
  });
});

test('an L1 tells the same, by itself or inside a construct', () => {
  const stack = stackOf();
  const cfn = cfnCollaboration(stack, 'Collaboration', {
    creatorMemberAbilities: ['CAN_RECEIVE_RESULTS'],
    members: [{
      accountId: PARTNER,
      displayName: 'Partner',
      memberAbilities: ['CAN_QUERY'],
      paymentConfiguration: { queryCompute: { isResponsible: true } },
    }],
    jobLogStatus: 'ENABLED',
    isMetricsEnabled: true,
    allowedResultRegions: ['us-east-1'],
  });
  const around = Collaboration.fromCollaborationIdentifier(stack, 'Around', cfn.attrCollaborationIdentifier);
  expect(cfnCollaborationOf(around)).toBeUndefined();
  cfnCollaboration(around as unknown as Construct, 'Resource');

  expect(cfnCollaborationOf(cfn)).toBe(cfn);
  expect(cfnCollaborationOf(around)).toBe(around.node.defaultChild);
  expect(factsOf(cfn)).toEqual({
    members: [
      { accountId: CREATOR, abilities: ['CAN_RECEIVE_RESULTS'], mlAbilities: [], payment: NO_PAYMENT },
      { accountId: PARTNER, abilities: ['CAN_QUERY'], mlAbilities: [], payment: { ...NO_PAYMENT, queryCompute: true } },
    ],
    queryLogging: false,
    jobLogging: true,
    metrics: true,
    allowedResultRegions: ['us-east-1'],
  });
});

test('what is changed on the L1 after construction counts', () => {
  const cfn = cfnCollaboration(stackOf());
  cfn.queryLogStatus = 'ENABLED';
  expect(factsOf(cfn)?.queryLogging).toBe(true);
});

test('what is not known yet is not told', () => {
  const stack = agnosticStack();
  const cfn = cfnCollaboration(stack, 'Collaboration', {
    creatorMemberAbilities: Lazy.list({ produce: () => [] }),
    creatorMlMemberAbilities: LATER,
    creatorPaymentConfiguration: LATER,
    queryLogStatus: Lazy.string({ produce: () => 'ENABLED' }),
    isMetricsEnabled: LATER,
    allowedResultRegions: Lazy.list({ produce: () => [] }),
  });

  expect(factsOf(cfn)).toEqual({
    members: [{ accountId: Aws.ACCOUNT_ID, abilities: undefined, mlAbilities: undefined, payment: undefined }],
    queryLogging: undefined,
    jobLogging: false,
    metrics: undefined,
    allowedResultRegions: undefined,
  });
  expect(factsOf(cfnCollaboration(stack, 'LaterMembers', { members: LATER }))).toBeUndefined();
  expect(factsOf(cfnCollaboration(stack, 'OneLaterMember', { members: [LATER] }))).toBeUndefined();
});

test.each<[string, CfnCollaborationProps['creatorPaymentConfiguration']]>([
  ['the answer', { queryCompute: { isResponsible: LATER } }],
  ['a cost', { queryCompute: LATER }],
  ['a cost other than queries', { queryCompute: { isResponsible: true }, jobCompute: LATER }],
  ['machine learning', { queryCompute: { isResponsible: true }, machineLearning: LATER }],
  ['a cost of machine learning', { queryCompute: { isResponsible: true }, machineLearning: { modelTraining: { isResponsible: LATER } } }],
])('what a member pays is not known where %s is not', (_, creatorPaymentConfiguration) => {
  expect(factsOf(cfnCollaboration(stackOf(), 'Collaboration', { creatorPaymentConfiguration }))?.members[0].payment).toBeUndefined();
});

test('an import tells the accounts that the user named, once each', () => {
  const collaboration = Collaboration.fromCollaborationAttributes(stackOf(PARTNER), 'Collaboration', {
    collaborationIdentifier: '11111111-1111-4111-8111-111111111111', creatorAccountId: CREATOR, memberAccountIds: [PARTNER, CREATOR],
  });
  expect(factsOf(collaboration)).toEqual({ members: [{ accountId: CREATOR }, { accountId: PARTNER }] });
});

test('an import of which nothing was codesAndMessages has no facts', () => {
  expect(factsOf(Collaboration.fromCollaborationIdentifier(stackOf(), 'Collaboration', '55555555-5555-4555-8555-555555555555'))).toBeUndefined();
});

test('a member is found by its account, also where that is a token', () => {
  expect(memberOf({ members: [{ accountId: CREATOR }, { accountId: PARTNER }] }, PARTNER)).toEqual({ accountId: PARTNER });
  expect(memberOf({ members: [{ accountId: Aws.ACCOUNT_ID }] }, Aws.ACCOUNT_ID)).toEqual({ accountId: Aws.ACCOUNT_ID });
  expect(memberOf({ members: [{}] }, PARTNER)).toBeUndefined();
  expect(memberOf(undefined, PARTNER)).toBeUndefined();
});

test('a membership knows its collaboration', () => {
  const stack = stackOf();
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '55555555-5555-4555-8555-555555555555');
  expect(collaborationOf(new Membership(stack, 'Membership', { collaboration }))).toBe(collaboration);
  expect(collaborationOf(Membership.fromMembershipIdentifier(stack, 'Imported', '55555555-5555-4555-8555-555555555555'))).toBeUndefined();
});

test('an L1 membership knows its collaboration where it names an attribute of it', () => {
  const collaboration = new Collaboration(stackOf(), 'Collaboration', { creator: { displayName: 'Creator' } });
  const { stack } = collaboration;

  expect(collaborationOf(cfnMembership(new Construct(stack, 'ByL2'), collaboration.collaborationIdentifier))).toBe(collaboration.node.defaultChild);
  expect(collaborationOf(cfnMembership(new Construct(stack, 'ById'), '55555555-5555-4555-8555-555555555555'))).toBeUndefined();
  expect(collaborationOf(cfnMembership(new Construct(stack, 'ByPart'), `${Aws.STACK_NAME}-${Aws.REGION}`))).toBeUndefined();
  expect(collaborationOf(cfnMembership(new Construct(stack, 'ByPseudoParameter'), Aws.STACK_NAME))).toBeUndefined();
});
