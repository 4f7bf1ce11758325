import {
  type ChangeInput, CreateCollaborationChangeRequestCommand, CreateCollaborationCommand, UpdateCollaborationChangeRequestCommand,
} from '@aws-sdk/client-cleanrooms';
import type { Row } from './rows';
import { type ChangeRequestApprovalProperties, type CollaborationChange, ResourceType } from '../../src/custom-resources/contract';
import { ADVERTISER, PUBLISHER, REGION, type World } from '../lambda/world';

const RETAILER = '333333333333';
const BROADCASTER = '444444444444';

function newcomer(accountId: string): CollaborationChange {
  return { Member: { AccountId: accountId, DisplayName: `member ${accountId}`, Abilities: [] } };
}

function invitation(accountId: string): ChangeInput {
  return { specificationType: 'MEMBER', specification: { member: { accountId, displayName: `member ${accountId}`, memberAbilities: [] } } };
}

interface Request {
  readonly status: string;
  readonly changes: readonly { readonly specification: { readonly member: { readonly accountId: string } } }[];
  readonly approvals: Readonly<Record<string, { readonly status: string }>>;
}

function requestsOf(world: World, account: string): Request[] {
  return world.api.state(account, REGION).filter(({ kind }) => kind === 'ChangeRequest') as unknown as Request[];
}

function subjectsOf(requests: readonly Request[]): string[] {
  return requests.flatMap(({ changes }) => changes.map(({ specification }) => specification.member.accountId)).sort();
}

function subjects(changes: readonly CollaborationChange[]): string[] {
  return changes.map(({ Member: member }) => member!.AccountId);
}

/** No request stays open and none is committed twice. The wanted changes are committed; committed changes are never reverted. */
const collaborationChangeRequest: Row<typeof ResourceType.COLLABORATION_CHANGE_REQUEST> = {
  name: 'change request',
  type: ResourceType.COLLABORATION_CHANGE_REQUEST,
  isReplaced: true,
  livesInMembership: true,
  async arrange(world) {
    const { collaborationIdentifier } = await world.openRoom();
    const first = { CollaborationIdentifier: collaborationIdentifier, Changes: [newcomer(RETAILER)], WaitSeconds: 60 };
    return { first, inPlace: { ...first, WaitSeconds: 30 }, replacing: { ...first, Changes: [newcomer(BROADCASTER)] } };
  },
  actual(world) {
    const requests = requestsOf(world, ADVERTISER);
    const committed = subjectsOf(requests.filter(({ status }) => status === 'COMMITTED'));
    return {
      open: requests.filter(({ status }) => status === 'PENDING' || status === 'APPROVED'),
      repeated: committed.filter((subject, index) => committed.indexOf(subject) !== index),
      committed,
    };
  },
  expected: (properties) => ({ open: [], repeated: [], committed: expect.arrayContaining(subjects(properties?.Changes ?? [])) }),
};

/** Another request is open all the time and gets no vote. Votes are never withdrawn. */
const changeRequestApproval: Row<typeof ResourceType.CHANGE_REQUEST_APPROVAL> = {
  name: 'change request approval',
  type: ResourceType.CHANGE_REQUEST_APPROVAL,
  isReplaced: true,
  livesInMembership: true,
  async arrange(world) {
    const client = world.client(PUBLISHER);
    const { collaboration } = await client.send(new CreateCollaborationCommand({
      name: 'campaign',
      description: 'campaign',
      creatorDisplayName: 'publisher',
      creatorMemberAbilities: [],
      members: [{ accountId: ADVERTISER, displayName: 'advertiser', memberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] }],
      queryLogStatus: 'DISABLED',
    }));
    const collaborationIdentifier = collaboration!.id!;
    await world.join(collaborationIdentifier, ADVERTISER);
    for (const changes of [[RETAILER], [BROADCASTER], [RETAILER, BROADCASTER]]) {
      await client.send(new CreateCollaborationChangeRequestCommand({ collaborationIdentifier, changes: changes.map(invitation) }));
    }
    const first: ChangeRequestApprovalProperties = {
      CollaborationIdentifier: collaborationIdentifier,
      AccountId: ADVERTISER,
      Changes: [newcomer(RETAILER)],
      Decision: 'APPROVE',
      WaitSeconds: 0,
    };
    return { first, inPlace: { ...first, WaitSeconds: 1 }, replacing: { ...first, Changes: [newcomer(BROADCASTER)] } };
  },
  actual(world) {
    const votes = requestsOf(world, PUBLISHER).map((request) => ({ ...request, vote: request.approvals[ADVERTISER].status }));
    return {
      approved: subjectsOf(votes.filter(({ vote, changes }) => vote === 'APPROVED' && changes.length === 1)),
      others: votes.filter(({ changes }) => changes.length > 1).map(({ vote }) => vote),
    };
  },
  expected: (properties) => ({ approved: expect.arrayContaining(subjects(properties?.Changes ?? [])), others: expect.not.arrayContaining(['APPROVED']) }),
};

/** The removed member stays removed, and no other member is removed. */
const memberRemoval: Row<typeof ResourceType.MEMBER_REMOVAL> = {
  name: 'member removal',
  type: ResourceType.MEMBER_REMOVAL,
  isReplaced: true,
  livesInMembership: true,
  async arrange(world) {
    const { collaborationIdentifier } = await world.openRoom();
    await world.client().send(new CreateCollaborationChangeRequestCommand({
      collaborationIdentifier, changes: [invitation(RETAILER), invitation(BROADCASTER)],
    }));
    const [{ id }] = world.objects('ChangeRequest');
    await world.client().send(new UpdateCollaborationChangeRequestCommand({
      collaborationIdentifier, changeRequestIdentifier: id as string, action: 'COMMIT',
    }));
    const first = { CollaborationIdentifier: collaborationIdentifier, AccountId: RETAILER };
    return { first, inPlace: first, replacing: { ...first, AccountId: BROADCASTER } };
  },
  actual(world) {
    const members = world.objects('Collaboration').flatMap((collaboration) => collaboration.members as { accountId: string; status: string }[]);
    const removed = members.filter(({ status }) => status === 'REMOVED').map(({ accountId }) => accountId);
    return { removed, others: members.map(({ accountId }) => accountId).filter((accountId) => removed.includes(accountId) && !/^[34]/.test(accountId)) };
  },
  expected: (properties) => ({ removed: expect.arrayContaining(properties ? [properties.AccountId] : []), others: [] }),
};

/** The rows of the types that change a live collaboration. */
export const CHANGE_ROWS = {
  [ResourceType.CHANGE_REQUEST_APPROVAL]: changeRequestApproval,
  [ResourceType.COLLABORATION_CHANGE_REQUEST]: collaborationChangeRequest,
  [ResourceType.MEMBER_REMOVAL]: memberRemoval,
};
