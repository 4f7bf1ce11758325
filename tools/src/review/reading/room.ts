import { CfnResource, Token } from 'aws-cdk-lib';
import { tableOf } from './table';
import type { ReviewedTable } from './table';
import { templateOf } from './template';
import type { ReviewedTemplate } from './template';
import type { ResourceKey } from '../../../../src/foundation/references';
import { isKnown } from '../../../../src/foundation/tokens';
import { CollaborationModel } from '../../../../src/program/collaboration-model';
import { KnownResource } from '../../../../src/program/known-resources';
import type { Member } from '../../../../src/program/member';
import type { ProgramModel } from '../../../../src/program/model';
import type { ProgramResource } from '../../../../src/program/resource';
import type { LoadedStage } from '../../assembly/program-tree';
import { nameOf } from '../../query/program-room';
import type { Subject } from '../fact';
import { plainText, say, words } from '../text';
import type { Text } from '../text';

/*
 * A clean room as the model of the program knows it, with the names by which a reader knows its members and what the facts are about.
 */

/** A clean room of which a program has at least a part. */
export class ReviewedRoom {
  public readonly name: string;
  /** What answers about the room as a whole come from. */
  public readonly path: string;
  /** What the room and its facts are about. */
  public readonly subject: Subject;
  /** Whose invitation the program accepts; `undefined` where it accepts none. */
  public readonly creatorAccountId?: string;
  /** `undefined` where the members are not known. */
  public readonly members?: readonly Member[];
  public readonly memberships: readonly ProgramResource[];
  public readonly tables: readonly ReviewedTable[];
  public readonly templates: readonly ReviewedTemplate[];
  private readonly byAccount = new Map<string, Subject>();

  constructor(
    public readonly stage: LoadedStage, public readonly collaboration: CollaborationModel,
    private readonly belongs: (resource: ProgramResource) => boolean,
  ) {
    const { model } = stage;
    const name = nameOf(model, collaboration);
    this.name = isKnown(name) ? name : 'a collaboration whose name is known at deployment';
    this.memberships = this.all(KnownResource.MEMBERSHIP, (membership) => model.collaborationOfMembership(membership.cfn)?.key === collaboration.key);
    const lookup = model.invitationsTo(collaboration)[0];
    const creator = lookup?.text('CreatorAccountId');
    this.creatorAccountId = creator !== undefined && isKnown(creator) ? creator : undefined;
    this.path = (collaboration.definition ?? lookup ?? this.memberships[0])?.path ?? model.pathOf(collaboration.key);
    this.subject = { keys: ['room'], label: words('the room'), isLooserWhenNew: true };
    const members = collaboration.members();
    this.members = members?.length ? members : undefined;
    this.tables = this.of(KnownResource.CONFIGURED_TABLE_ASSOCIATION).map((association) => tableOf(stage, association));
    this.templates = this.of(KnownResource.ANALYSIS_TEMPLATE).map((template) => templateOf(stage, template));
  }

  /** The resources of a type that belong to the room. */
  public of(type: string): readonly ProgramResource[] {
    return this.all(type, this.belongs);
  }

  /** The member in whose account something of this program is. */
  public memberOf(resource: ProgramResource): Member | undefined {
    return this.stage.model.memberOfAccount(this.collaboration, resource.cfn);
  }

  /** The membership of a member in this program. */
  public membershipOf(member: Member): ProgramResource | undefined {
    return this.memberships.find((membership) => this.memberOf(membership) === member
      || (member.accountId !== undefined && membership.account === member.accountId));
  }

  /** Members whose part is not in this program. */
  public get elsewhere(): readonly Member[] {
    return this.members?.filter((member) => !this.membershipOf(member)) ?? [];
  }

  /** Whether every member is known, and has its membership in this program: what is not here is nowhere. */
  public get isWhole(): boolean {
    return this.members !== undefined && this.collaboration.definition !== undefined && this.elsewhere.length === 0;
  }

  /** Who has something, in words. */
  public ownerOf(resource: ProgramResource): Text {
    const member = this.memberOf(resource);
    return member ? this.nameOf(member) : this.accountName(resource.account, resource.stack.node.path);
  }

  /** A member in words: its name and its account. */
  public nameOf({ displayName, accountId }: Member): Text {
    const account = this.accountName(accountId, this.collaboration.definition?.stack.node.path);
    return displayName === undefined || !isKnown(displayName) ? account : accountId === undefined || !isKnown(accountId) ? say`${displayName}` : say`${displayName} (${accountId})`;
  }

  /** An account that a rule or a configuration names, in words. */
  public party(accountId: string): Text {
    const member = this.collaboration.member(accountId);
    return member ? this.nameOf(member) : this.accountName(accountId);
  }

  public regionInWords(region: string | undefined): Text {
    return region === undefined || !isKnown(region) ? words('Its Region is known at deployment only.') : say`It is in Region ${region}.`;
  }

  /** An account in a fact: the same in both versions of a program. */
  public accountKey(accountId: string): string {
    return plainText(this.accountName(accountId));
  }

  public subjectOfMember(member: Member): Subject {
    const key = member.accountId !== undefined && isKnown(member.accountId) ? member.accountId : member.displayName ?? 'unknown';
    return this.remember(`member ${key}`, { label: this.nameOf(member), isLooserWhenNew: true });
  }

  public subjectOfTable({ name, association: { path } }: ReviewedTable): Subject {
    return this.remember(`table ${name}`, { label: say`table ${name}`, isLooserWhenNew: true }, `table at ${path}`);
  }

  public subjectOfTemplate({ name, path }: ReviewedTemplate): Subject {
    // A generated name changes with the text: the path stays.
    return this.remember(`template at ${path}`, { label: say`analysis template ${path}`, isLooserWhenNew: true }, `template ${name}`);
  }

  public subjectOf(kind: string, resource: ProgramResource, isLooserWhenNew = true): Subject {
    const name = resource.knownName ?? resource.path;
    return this.remember(`${kind} ${name}`, { label: say`${words(kind)} ${name}`, isLooserWhenNew }, `${kind} at ${resource.path}`);
  }

  /** Facts are about the same thing only if they have the same subject. */
  private remember(key: string, subject: Pick<Subject, 'label' | 'isLooserWhenNew'>, ...otherKeys: string[]): Subject {
    const known = this.byAccount.get(key) ?? { keys: [key, ...otherKeys], ...subject };
    this.byAccount.set(key, known);
    return known;
  }

  private accountName(accountId: string | undefined, stack?: string): Text {
    if (accountId !== undefined && isKnown(accountId)) return say`account ${accountId}`;
    return stack === undefined ? words('an account that is known at deployment') : say`the account that stack ${stack} is deployed to`;
  }

  private all(type: string, belongs: (resource: ProgramResource) => boolean): readonly ProgramResource[] {
    return this.stage.model.resources(type).filter(belongs);
  }
}

/** The clean rooms of a program: every collaboration that it defines, joins or names, in the order of their names. */
export function roomsOf(stages: readonly LoadedStage[]): ReviewedRoom[] {
  return stages.flatMap((stage) => [...collaborationsOf(stage.model), ...unnamedRoomsOf(stage.model)]
    .map(({ collaboration, belongs }) => new ReviewedRoom(stage, collaboration, belongs))
    .sort((one, other) => one.name < other.name ? -1 : 1));
}

interface RoomOfModel {
  readonly collaboration: CollaborationModel;
  belongs(resource: ProgramResource): boolean;
}

const LOOKUP_OF_CHANGES = 'Custom::CleanRoomsLiveCollaborationLookup';

function collaborationsOf(model: ProgramModel): RoomOfModel[] {
  const byKey = new Map<ResourceKey, CollaborationModel>();
  model.collaborations().forEach((collaboration) => byKey.set(collaboration.key, collaboration));
  // A collaboration can also be known by its memberships or its lookups only.
  const others = [
    ...model.resources(KnownResource.MEMBERSHIP).map(({ cfn }) => model.collaborationOfMembership(cfn)),
    ...model.resources(KnownResource.COLLABORATION_LOOKUP).map((lookup) => model.collaborationNamedBy(lookup)),
  ];
  others.forEach((collaboration) => collaboration && !byKey.has(collaboration.key) && byKey.set(collaboration.key, collaboration));
  // A change that is to come finds the room in a stack of its own, and stands in the stack of the room as well.
  const rooms = [...byKey.values()].filter(({ key }) => !(CfnResource.isCfnResource(key) && key.cfnResourceType === LOOKUP_OF_CHANGES));
  return rooms.map((collaboration) => ({
    collaboration, belongs: (resource) => model.collaborationOfResource(resource)?.key === collaboration.key,
  }));
}

/** What belongs to imported memberships of which this program does not say the collaboration: each of these is a room of its own. */
function unnamedRoomsOf(model: ProgramModel): RoomOfModel[] {
  const { CONFIGURED_TABLE_ASSOCIATION, ANALYSIS_TEMPLATE, PRIVACY_BUDGET_TEMPLATE, ID_MAPPING_TABLE } = KnownResource;
  const orphans = [CONFIGURED_TABLE_ASSOCIATION, ANALYSIS_TEMPLATE, PRIVACY_BUDGET_TEMPLATE, ID_MAPPING_TABLE]
    .flatMap((type) => model.resources(type)).filter((resource) => model.collaborationOfResource(resource) === undefined);
  const memberships = [...new Set(orphans.map((resource) => resource.key('MembershipIdentifier')))];
  return memberships.map((membership) => ({
    collaboration: new CollaborationModel({ key: nameOfMembership(membership), changeRequests: [], removals: [] }),
    belongs: (resource) => model.collaborationOfResource(resource) === undefined && resource.key('MembershipIdentifier') === membership,
  }));
}

function nameOfMembership(membership: ResourceKey | undefined): string {
  const name = CfnResource.isCfnResource(membership) ? membership.node.path
    : typeof membership === 'string' && !Token.isUnresolved(membership) ? membership : undefined;
  return name === undefined ? 'the collaboration of a membership that is not in this program' : `the collaboration of membership ${name}`;
}
