import { Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { TableSourceImplementation } from './sources/table-source-implementation';
import { membershipArnAttribute } from '../../custom-resources/contract';
import { cleanRoomsArn, idInArn } from '../../foundation/arns';
import { dependsOn, isLookingForCircles, lookForCircles } from '../../foundation/dependencies';
import { accountName } from '../../foundation/resolve-for-display';
import type { ServiceRoleTrust } from '../../foundation/service-role';
import type { Warning } from '../../foundation/warnings';
import type { CollaborationModel } from '../../program/collaboration-model';
import { KnownResource } from '../../program/known-resources';
import type { ProgramModel } from '../../program/model';
import type { NamedMembership } from '../../program/parents';
import type { ProgramResource } from '../../program/resource';

/** Decides which memberships can cause Clean Rooms to read a table. */
export interface TableReaders {
  /** The owner's membership. */
  readonly membership: NamedMembership;

  readonly readFor: TableSourceImplementation['readFor'];

  /** The id of the membership of the member who runs analyses, if it was given. */
  readonly runnerMembershipId?: string;

  /** The resource of the role. */
  readonly role: () => CfnResource | undefined;
}

/**
 * The trust of the role that reads a table: the owner's membership, the runner's membership if its id is known, and the accounts of the
 * other members. The service also passes the runner's membership as the external id, but not for Snowflake.
 */
export function tableRoleTrust(scope: Construct, model: ProgramModel, readers: TableReaders): ServiceRoleTrust {
  const { membershipArn, membershipIdentifier, key } = readers.membership;
  const ownAccount = Stack.of(scope).account;
  const collaboration = model.collaborationOfMembership(key);
  const runner = runnerOf(collaboration);
  const ownRuns = runner === ownAccount || readers.runnerMembershipId === membershipIdentifier;
  const runnerMembershipId = ownRuns ? membershipIdentifier
    : readers.runnerMembershipId ?? (collaboration && runner && awaitedMembership(model, collaboration, runner, readers.role()));

  const runnerArns = runnerMembershipId === undefined || ownRuns ? []
    : [cleanRoomsArn(scope, `membership/${runnerMembershipId}`, { account: runner ?? '*' })]; // ids are unique over all accounts
  const forEveryMember = readers.readFor === 'everyMember';
  const accounts = forEveryMember ? collaboration?.accountIds() : runnerArns.length ? [] : collaboration?.accountIdsWith('CAN_QUERY');
  const namedExactly = [ownAccount, ...runnerArns.length ? [runner] : []];
  return {
    membershipArns: [membershipArn, ...runnerArns],
    accountIds: accounts?.filter((account) => !namedExactly.includes(account)),
    runnerMembershipId: forEveryMember ? runnerMembershipId : undefined,
  };
}

/** The account of the member who can query; `undefined` if that is not known. */
function runnerOf(collaboration: CollaborationModel | undefined): string | undefined {
  return collaboration?.members()?.find(({ abilities }) => abilities?.includes('CAN_QUERY'))?.accountId;
}

/**
 * The id of the runner's membership that a `MembersJoined` in the stack of the role finds; `undefined` if there is none, or if it waits for the role
 * itself. The membership of another account cannot be referred to in any other way.
 */
function awaitedMembership(
  model: ProgramModel, collaboration: CollaborationModel, runner: string, role: CfnResource | undefined,
): string | undefined {
  if (!role) return undefined;
  const joined = model.resources(KnownResource.MEMBERS_JOINED).find((each) => each.stack === role.stack && each.isUnconditional
    && model.collaborationNamedBy(each)?.key === collaboration.key && awaitedAccounts(each).includes(runner) && !waitsFor(model, each, role));
  return joined && idInArn(joined.cfn.getAtt(membershipArnAttribute(awaitedAccounts(joined).indexOf(runner))).toString());
}

function awaitedAccounts(joined: ProgramResource): string[] {
  return joined.texts('AccountIds') ?? [];
}

function waitsFor(model: ProgramModel, { cfn }: ProgramResource, role: CfnResource): boolean {
  if (isLookingForCircles()) return false;
  return model.answer(`${cfn.node.path} needs ${role.node.path}`, () => lookForCircles(() => dependsOn(cfn, role)));
}

/**
 * Warns about a role that trusts the source of a call only: the user guide asks for the external id as well, for whatever is read for every member.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function warnAboutExternalId(
  readFor: TableReaders['readFor'], { runnerMembershipId }: ServiceRoleTrust, collaboration: CollaborationModel | undefined,
): Warning[] {
  if (readFor !== 'everyMember' || runnerMembershipId !== undefined) return [];
  const runner = runnerOf(collaboration);
  return [{
    id: 'cdk-cleanrooms:noExternalId',
    message: 'the roles that read tables of this membership have no statement on the external id in their trust policies, which the user guide asks for '
      + `beside the one on the source: once ${runner ? `${accountName(runner)}, which` : 'the member who'} runs queries has joined, set `
      + `'queryRunnerMembershipId' to the id of its membership${runner ? ', or let a MembersJoined in the same stack find it' : ''}`,
  }];
}
