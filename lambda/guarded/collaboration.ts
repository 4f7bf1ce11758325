import { type Collaboration, GetCollaborationCommand, type GetCollaborationCommandOutput, ListMembersCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from '../client';
import { type CreateOnlyValues, type GuardedType, idOf } from './guarded-type';
import { listChangeRequests } from '../change-request-list';
import { type ApiChange, subjectOf } from '../collaboration-change';
import { listCollaborations } from '../collaborations';
import { costsIn, templateName } from '../costs';
import { isException } from '../errors';
import { allPages } from '../pages';
import { sendForRawResponse } from '../raw-response';

/** The line to write. Whatever changes of a live collaboration is marked, and requested in place. */
const MARK = "since: new LiveChange('<name of the change>')";

const FIXED_OF_MEMBER = 'Its display name, CAN_QUERY and CAN_RUN_JOB cannot change';

/** A collaboration. Its values are those that it was founded with: what change requests have changed since then is not in its template. */
export const collaboration: GuardedType = {
  displayName: 'collaboration',
  importedBy: 'CollaborationIdentifier',
  remedies: {
    members: `mark a member that is added with '${MARK}'; write what changes of a member as 'changes: [{ ${MARK}, ... }]' of it, beside its abilities and `
      + `costs as they were; and mark a member that leaves with 'leaves: true'. All others stay in the program as they were. ${FIXED_OF_MEMBER}`,
    creator: `write what changes of the creator as 'changes: [{ ${MARK}, ... }]' of it, beside its abilities and costs as they were; to exchange payers, give `
      + `both members the same LiveChange. ${FIXED_OF_MEMBER}`,
    autoApprovedChangeTypes: `leave it as it was, and write 'autoApprovalChanges: [{ ${MARK}, autoApprovedChangeTypes: [...] }]'`,
  },
  remedy: 'this cannot change in a live collaboration: leave it as it was, make a second collaboration, '
    + "or set 'allowReplacement' to end this one for every member and make a new one",

  isFormChanged: () => true,

  async createdWith(cleanRooms, physicalId, wanted) {
    const collaborationIdentifier = idOf(physicalId);
    const live = await readCollaboration(cleanRooms, collaborationIdentifier);
    if (!live) return undefined;
    const members = await readMembers(cleanRooms, collaborationIdentifier);
    const changes = (await listChangeRequests(cleanRooms, collaborationIdentifier))
      .filter(({ status }) => status === 'COMMITTED').flatMap((request) => request.changes);
    return founded(live, members, changes, comparable(wanted));
  },

  comparable,

  async findExisting(cleanRooms, { account, name }) {
    const own = (await listCollaborations(cleanRooms))
      .filter((each) => each.name === name && each.creatorAccountId === account && each.memberStatus !== 'REMOVED' && each.memberStatus !== 'LEFT');
    const [oldest] = own.sort((one, other) => Number(one.createTime) - Number(other.createTime));
    return oldest && { id: oldest.id!, description: `the collaboration '${oldest.name}' (${oldest.arn}, created ${oldest.createTime?.toISOString()})` };
  },
};

/** What the template and the API say of a member, in one form. */
interface Founder {
  readonly AccountId?: string;
  readonly DisplayName?: string;
  readonly Abilities: readonly string[];
  readonly MlAbilities: readonly string[];
  readonly PaysFor: readonly string[];
}

interface Values {
  readonly creator: Founder;
  readonly members: readonly Founder[];
}

/** A member, as the API describes it. */
interface ApiMember {
  readonly accountId: string;
  readonly displayName: string;
  readonly abilities?: readonly string[];
  readonly mlAbilities?: { readonly customMLMemberAbilities?: readonly string[] };
  readonly paymentConfiguration?: object;
}

/** Reads a collaboration. The service says that access is denied where it is gone; only the list shows which of the two it is. */
async function readCollaboration(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<Collaboration | undefined> {
  try {
    const output = await sendForRawResponse(cleanRooms, new GetCollaborationCommand({ collaborationIdentifier })) as GetCollaborationCommandOutput;
    return output.collaboration;
  } catch (failure) {
    const isMissing = isException(failure, 'ResourceNotFoundException') || isException(failure, 'AccessDeniedException');
    if (isMissing && !(await listCollaborations(cleanRooms)).some(({ id }) => id === collaborationIdentifier)) return undefined;
    throw failure;
  }
}

async function readMembers(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<ApiMember[]> {
  return allPages(
    async (nextToken) => await sendForRawResponse(cleanRooms, new ListMembersCommand({ collaborationIdentifier, nextToken })) as
      { readonly memberSummaries: readonly ApiMember[]; readonly nextToken?: string },
    ({ memberSummaries }) => memberSummaries,
  );
}

/** The values of the template in a form that does not depend on how they are written. */
function comparable(values: CreateOnlyValues): CreateOnlyValues {
  const { creator, members = [], queryLogging, jobLogging, allowedResultRegions, autoApprovedChangeTypes, ...others } = values;
  const { displayName, abilities, mlAbilities, payment } = creator as Record<string, unknown>;
  return {
    ...others,
    creator: founder({ DisplayName: displayName, MemberAbilities: abilities, MLMemberAbilities: mlAbilities, PaymentConfiguration: payment }),
    members: sorted((members as Record<string, unknown>[]).map(founder)),
    queryLogging: queryLogging ?? 'DISABLED',
    jobLogging: jobLogging ?? 'DISABLED',
    allowedResultRegions: setOf(allowedResultRegions),
    autoApprovedChangeTypes: setOf(autoApprovedChangeTypes),
  };
}

function founder(member: Record<string, unknown>): Founder {
  const mlAbilities = member.MLMemberAbilities as { readonly CustomMLMemberAbilities?: unknown } | undefined;
  return {
    AccountId: member.AccountId as string | undefined,
    DisplayName: member.DisplayName as string | undefined,
    Abilities: setOf(member.MemberAbilities),
    MlAbilities: setOf(mlAbilities?.CustomMLMemberAbilities),
    PaysFor: costsIn(member.PaymentConfiguration),
  };
}

/** What the collaboration was founded with, as far as its members and the committed requests show. */
function founded(live: Collaboration, members: readonly ApiMember[], changes: readonly ApiChange[], wanted: CreateOnlyValues): CreateOnlyValues {
  const expected = wanted as unknown as Values;
  const added = changes.filter(({ types }) => types?.includes('ADD_MEMBER')).map(subjectOf);
  const changed = changes.map(subjectOf);
  const asFounded = (member: ApiMember, before: Founder | undefined): Founder => ({
    DisplayName: member.displayName,
    // What a request has changed of a member was something else before, which nobody knows any more.
    ...before && changed.includes(member.accountId)
      ? { Abilities: before.Abilities, MlAbilities: before.MlAbilities, PaysFor: before.PaysFor }
      : {
        Abilities: setOf(member.abilities),
        MlAbilities: setOf(member.mlAbilities?.customMLMemberAbilities),
        PaysFor: costsIn(member.paymentConfiguration).filter((cost) => isNamed(expected, cost) || !isDefaultPayer(member)),
      },
  });
  const creator = members.find(({ accountId }) => accountId === live.creatorAccountId);
  return {
    creator: creator && asFounded(creator, expected.creator),
    members: sorted(members
      .filter(({ accountId }) => accountId !== live.creatorAccountId && !added.includes(accountId))
      .map((member) => ({
        AccountId: member.accountId,
        ...asFounded(member, expected.members.find(({ AccountId }) => AccountId === member.accountId)),
      }))),
    queryLogging: live.queryLogStatus,
    jobLogging: live.jobLogStatus ?? 'DISABLED',
    dataEncryption: live.dataEncryptionMetadata && templateForm(live.dataEncryptionMetadata),
    allowedResultRegions: setOf(live.allowedResultRegions),
    autoApprovedChangeTypes: changed.includes('the collaboration') ? wanted.autoApprovedChangeTypes : setOf(live.autoApprovedChangeTypes),
  };
}

/** Whether the template names anybody to pay for a cost. Where it does not, the service names the member who runs the analyses. */
function isNamed({ creator, members }: Values, cost: string): boolean {
  return [creator, ...members].some(({ PaysFor }) => PaysFor.includes(cost));
}

function isDefaultPayer({ abilities = [] }: ApiMember): boolean {
  return abilities.includes('CAN_QUERY') || abilities.includes('CAN_RUN_JOB');
}

function templateForm(values: object): object {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [templateName(name), value]));
}

function setOf(values: unknown): string[] {
  return [...new Set(values as readonly string[] | undefined ?? [])].sort();
}

function sorted(members: readonly Founder[]): Founder[] {
  return [...members].sort((one, other) => String(one.AccountId) < String(other.AccountId) ? -1 : 1);
}
