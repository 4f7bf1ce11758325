import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Collaboration, MemberAbility } from '../../../src';
import type { ICollaboration } from '../../../src';
import { tableRoleTrust } from '../../../src/constructs/table/table-role-trust';
import type { TableReaders } from '../../../src/constructs/table/table-role-trust';
import { namedMembership } from '../../../src/program/parents';
import { Program } from '../../../src/program/program';
import { cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, stackOf } from '../../support/stacks';

const RUNNER_ID = '22222222-2222-4222-8222-222222222222';

/** What is known about the collaboration: everything, including that the partner runs queries; only its accounts; nothing. */
type Known = 'everything' | 'accounts' | 'nothing';

interface Expected {
  readonly memberships: readonly string[];
  readonly accounts?: readonly string[];
  readonly externalId?: string;
}

/** The trust of a role that reads the table of an account; `own` is the membership of that account. */
function trustOf(readFor: TableReaders['readFor'], account: string, known: Known, runnerMembershipId?: string): Expected {
  const stack = stackOf(account);
  const membership = cfnMembership(stack, known === 'nothing' ? undefined : collaborationIn(stack, known).collaborationIdentifier);
  const trust = tableRoleTrust(stack, Program.of(stack).model, {
    membership: namedMembership(membership), readFor, runnerMembershipId, role: () => undefined,
  });
  return {
    memberships: trust.membershipArns!.map((arn) => named(membership, arn)),
    accounts: trust.accountIds,
    externalId: trust.runnerMembershipId && named(membership, trust.runnerMembershipId),
  };
}

function collaborationIn(stack: Stack, known: 'everything' | 'accounts'): ICollaboration {
  if (known === 'accounts') {
    return Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
      collaborationIdentifier: '44444444-4444-4444-8444-444444444444', creatorAccountId: CREATOR, memberAccountIds: [PARTNER, THIRD],
    });
  }
  const creator = new Stack(stack.node.root as App, 'Creator', { env: { account: CREATOR, region: 'us-east-1' } });
  return new Collaboration(creator, 'Collaboration', {
    creator: { displayName: 'Creator' },
    members: [
      { accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_QUERY] }, { accountId: THIRD, displayName: 'Third' },
    ],
  });
}

function named(membership: CfnMembership, arnOrId: string): string {
  const { membershipArn, membershipIdentifier } = membership.membershipRef;
  return [membershipArn, membershipIdentifier].includes(arnOrId) ? 'own' : arnOrId.replace(/^.*:(\d+|\*):membership\//, '$1/');
}

describe('the role for a source that is read for every member', () => {
  test.each<[string, string, Known, string | undefined, Expected]>([
    ['the accounts of the other members', CREATOR, 'everything', undefined, { memberships: ['own'], accounts: [PARTNER, THIRD] }],
    ['the runner by its id, also as the external id', CREATOR, 'everything', RUNNER_ID, {
      memberships: ['own', `${PARTNER}/${RUNNER_ID}`], accounts: [THIRD], externalId: RUNNER_ID,
    }],
    ['its own external id, if it runs queries', PARTNER, 'everything', undefined, {
      memberships: ['own'], accounts: [CREATOR, THIRD], externalId: 'own',
    }],
    ['the accounts of all other members, if it is not known who runs queries', CREATOR, 'accounts', undefined, { memberships: ['own'], accounts: [PARTNER, THIRD] }],
    ['all accounts, if the members are not known', CREATOR, 'nothing', undefined, { memberships: ['own'], accounts: undefined }],
    ['the runner by its id in any account, and the accounts of the other members', CREATOR, 'accounts', RUNNER_ID, {
      memberships: ['own', `*/${RUNNER_ID}`], accounts: [PARTNER, THIRD], externalId: RUNNER_ID,
    }],
  ])('trusts its own membership and %s', (_, account, known, runnerId, expected) => {
    expect(trustOf('everyMember', account, known, runnerId)).toEqual({ externalId: undefined, ...expected });
  });
});

describe('the role for a source that is read for the owner and the runner', () => {
  test.each<[string, string, Known, string | undefined, Expected]>([
    ['the account of the runner', CREATOR, 'everything', undefined, { memberships: ['own'], accounts: [PARTNER] }],
    ['the runner by its id', CREATOR, 'everything', RUNNER_ID, { memberships: ['own', `${PARTNER}/${RUNNER_ID}`], accounts: [] }],
    ['nobody else, if it runs queries itself', PARTNER, 'everything', undefined, { memberships: ['own'], accounts: [] }],
    ['the accounts of all other members, if it is not known who runs queries', CREATOR, 'accounts', undefined, { memberships: ['own'], accounts: [PARTNER, THIRD] }],
    ['the runner by its id in any account, if the members are not known', CREATOR, 'nothing', RUNNER_ID, { memberships: ['own', `*/${RUNNER_ID}`], accounts: [] }],
    ['all accounts, if the members are not known', CREATOR, 'nothing', undefined, { memberships: ['own'], accounts: undefined }],
  ])('trusts its own membership and %s', (_, account, known, runnerId, expected) => {
    expect(trustOf('ownerAndRunner', account, known, runnerId)).toEqual({ externalId: undefined, ...expected });
  });
});
