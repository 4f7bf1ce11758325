import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Collaboration, MemberAbility } from '../../../src';
import type { ICollaboration } from '../../../src';
import { tableRoleTrust } from '../../../src/constructs/table/table-role-trust';
import type { TableReaders } from '../../../src/constructs/table/table-role-trust';
import { Program } from '../../../src/program/program';
import { cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, stackOf } from '../../support/stacks';

const RUNNER_ID = '22222222-2222-4222-8222-222222222222';

/** What is known of the collaboration: everything, and so that the partner runs queries; only who is in it; nothing. */
type Known = 'everything' | 'accounts' | 'nothing';

interface Expected {
  readonly memberships: string[];
  readonly accounts?: string[];
  readonly externalId?: string;
}

/** Whom a role trusts that reads the table of an account; `own` is the membership of that account. */
function trustOf(readFor: TableReaders['readFor'], account: string, known: Known, runnerMembershipId?: string): Expected {
  const stack = stackOf(account);
  const membership = cfnMembership(stack, known === 'nothing' ? undefined : collaborationIn(stack, known).collaborationIdentifier);
  const trust = tableRoleTrust(stack, Program.of(stack).model, { membership, readFor, runnerMembershipId });
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

describe('a role for a source whose columns every member sees', () => {
  test.each<[string, string, Known, string | undefined, Expected]>([
    ['the accounts of the other members', CREATOR, 'everything', undefined, { memberships: ['own'], accounts: [PARTNER, THIRD] }],
    ['the runner by its id, also as the external id', CREATOR, 'everything', RUNNER_ID, {
      memberships: ['own', `${PARTNER}/${RUNNER_ID}`], accounts: [THIRD], externalId: RUNNER_ID,
    }],
    ['itself as the external id where it runs queries', PARTNER, 'everything', undefined, {
      memberships: ['own'], accounts: [CREATOR, THIRD], externalId: 'own',
    }],
    ['everybody where nobody is known to run queries', CREATOR, 'accounts', undefined, { memberships: ['own'], accounts: [PARTNER, THIRD] }],
    ['accounts that are not known', CREATOR, 'nothing', undefined, { memberships: ['own'], accounts: undefined }],
    ['the runner in whatever account it is, and the others', CREATOR, 'accounts', RUNNER_ID, {
      memberships: ['own', `*/${RUNNER_ID}`], accounts: [PARTNER, THIRD], externalId: RUNNER_ID,
    }],
  ])('trusts, beside the own membership, %s', (_, account, known, runnerId, expected) => {
    expect(trustOf('everyMember', account, known, runnerId)).toEqual({ externalId: undefined, ...expected });
  });
});

describe('a role for a source that only the owner and the runner reach', () => {
  test.each<[string, string, Known, string | undefined, Expected]>([
    ['the account of the runner', CREATOR, 'everything', undefined, { memberships: ['own'], accounts: [PARTNER] }],
    ['the runner by its id', CREATOR, 'everything', RUNNER_ID, { memberships: ['own', `${PARTNER}/${RUNNER_ID}`], accounts: [] }],
    ['nobody where it runs queries itself', PARTNER, 'everything', undefined, { memberships: ['own'], accounts: [] }],
    ['everybody where nobody is known to run queries', CREATOR, 'accounts', undefined, { memberships: ['own'], accounts: [PARTNER, THIRD] }],
    ['the runner by its id, whose account is not known', CREATOR, 'nothing', RUNNER_ID, { memberships: ['own', `*/${RUNNER_ID}`], accounts: [] }],
    ['accounts that are not known', CREATOR, 'nothing', undefined, { memberships: ['own'], accounts: undefined }],
  ])('trusts, beside the own membership, %s', (_, account, known, runnerId, expected) => {
    expect(trustOf('ownerAndRunner', account, known, runnerId)).toEqual({ externalId: undefined, ...expected });
  });
});
