import { Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { factsOf } from './facts';
import { accountIdsOf, changedMembers, memberChangesAmong, memberChangesIn, membersAfter, membersIn } from './member';
import type { Member, MemberChange } from './member';
import { booleanAt, textOrToken } from './rendered-properties';
import type { ProgramResource } from './resource';
import type { ResourceKey } from '../foundation/references';

/** What the program says of a collaboration, wherever it says it. */
export interface CollaborationDescription {
  /** What stands for the collaboration in comparisons. */
  readonly key: ResourceKey;
  /** The resource that makes it; `undefined` where the program imports it only. */
  readonly definition?: ProgramResource;
  /** The imports of it that name its members. */
  readonly imports?: readonly ImportedMembers[];
  readonly changeRequests: readonly ProgramResource[];
  readonly removals: readonly ProgramResource[];
}

/** The accounts that an import names as members, the creator first. */
export interface ImportedMembers {
  readonly stack: Stack;
  readonly accountIds: readonly string[];
}

/** A collaboration as the whole program describes it. Its values are read when they are asked for. */
export class CollaborationModel {
  private sayingStacks?: ReadonlySet<Stack>;
  private accountTokens?: ReadonlyMap<string, ReadonlySet<Stack>>;
  private answer?: { readonly members: readonly Member[] | undefined };

  constructor(private readonly parts: CollaborationDescription) {}

  /**
   * The collaboration as some stacks can write it. An account that is a token is known in the stack that says it only: in another template,
   * it would couple the two stacks, or be another account.
   */
  public knownIn(...stacks: Stack[]): CollaborationModel {
    const { definition = [], imports = [], changeRequests } = this.parts;
    this.sayingStacks ??= new Set([definition, imports, changeRequests].flat().map(({ stack }) => stack));
    for (const stack of this.sayingStacks) {
      if (!stacks.includes(stack)) return new PartOfCollaboration(this.parts, this, stacks);
    }
    return this;
  }

  /** The accounts that are tokens, with the stacks that say them. */
  public tokens(): ReadonlyMap<string, ReadonlySet<Stack>> {
    this.accountTokens ??= this.findTokens();
    return this.accountTokens;
  }

  /** What stands for the collaboration in comparisons. */
  public get key(): ResourceKey {
    return this.parts.key;
  }

  /** The resource that makes it; `undefined` where the program imports it only. */
  public get definition(): ProgramResource | undefined {
    return this.parts.definition;
  }

  /** The members as they will be when this program is deployed: with those that change requests add, without those that are removed. */
  public members(): readonly Member[] | undefined {
    this.answer ??= { members: this.membersNow() };
    return this.answer.members;
  }

  /** All who are or were members: with those that the program removes, and those that it adds. */
  public membersEver(): Member[] | undefined {
    const founders = this.foundingMembers();
    return founders && changedMembers(founders, this.changes().filter(({ DisplayName }) => DisplayName !== undefined));
  }

  /** The members as they will be, and those that the program removes. */
  public membersBeforeRemovals(): Member[] | undefined {
    const founders = this.foundingMembers();
    return founders && changedMembers(founders, this.changes());
  }

  private membersNow(): Member[] | undefined {
    const removed = this.removedAccountIds();
    return this.membersBeforeRemovals()?.filter(({ accountId }) => accountId === undefined || !removed.includes(accountId));
  }

  /** The removals of this program. */
  public get removals(): readonly ProgramResource[] {
    return this.parts.removals;
  }

  /** The change requests of this program. */
  public get changeRequests(): readonly ProgramResource[] {
    return this.parts.changeRequests;
  }

  /** The members in the definition of the collaboration; `undefined` where this program does not have it. */
  public definedMembers(): Member[] | undefined {
    const { definition } = this.parts;
    return definition && membersIn((name) => definition.property(name), definition.account);
  }

  /** The members that the collaboration was made with, after the changes that are in effect; `undefined` where this program does not have it. */
  public liveMembers(): Member[] | undefined {
    const { definition } = this.parts;
    const founders = this.definedMembers();
    const { changes } = definition && factsOf(definition.owner, 'committedChanges') || {};
    return founders && changes ? membersAfter(founders, memberChangesAmong(changes)) : founders;
  }

  /**
   * The members before the requests of this program: those that the collaboration was made with, after the changes that are in effect, and those
   * that an import names; `undefined` where neither is known.
   */
  public foundingMembers(): Member[] | undefined {
    const { imports } = this.parts;
    const defined = this.liveMembers();
    if (!imports?.length) return defined;
    const imported = [...new Set(imports.flatMap(({ accountIds }) => accountIds))];
    // Whom the user says to be a member is one, though the definition does not have it: live collaborations change.
    const others = imported.filter((accountId) => !defined?.some((member) => member.accountId === accountId));
    return [...defined ?? [], ...others.map((accountId) => ({ accountId }))];
  }

  /** The accounts that this program removes from the collaboration. */
  public removedAccountIds(): string[] {
    return this.parts.removals.flatMap((removal) => textOrToken(removal.property('AccountId')) ?? []);
  }

  /** The member of an account; `undefined` where the account or the members are not known. */
  public member(accountId: string): Member | undefined {
    return this.members()?.find((member) => member.accountId === accountId);
  }

  /** The accounts of all members, where all of them are known. */
  public accountIds(): string[] | undefined {
    return accountIdsOf(this.members());
  }

  /** The accounts of the members with an ability (of all, where nobody is known to have it); `undefined` where they are not known. */
  public accountIdsWith(ability: string): string[] | undefined {
    const members = this.members();
    const able = members?.filter(({ abilities }) => abilities?.includes(ability));
    return accountIdsOf(able?.length ? able : members);
  }

  /** Whether the collaboration allows query logs; `undefined` where that is not known, as in what follows. */
  public get queryLogging(): boolean | undefined {
    return this.isEnabled('QueryLogStatus');
  }

  public get jobLogging(): boolean | undefined {
    return this.isEnabled('JobLogStatus');
  }

  public get metrics(): boolean | undefined {
    return this.parts.definition && booleanAt(this.parts.definition.property('IsMetricsEnabled') ?? false);
  }

  public get allowedResultRegions(): string[] | undefined {
    return this.parts.definition?.texts('AllowedResultRegions');
  }

  private findTokens(): Map<string, Set<Stack>> {
    const { definition, imports = [], changeRequests } = this.parts;
    const tokens = new Map<string, Set<Stack>>();
    const add = (stack: Stack, accountId: string | undefined) => {
      if (accountId !== undefined && Token.isUnresolved(accountId)) tokens.set(accountId, (tokens.get(accountId) ?? new Set()).add(stack));
    };
    this.definedMembers()?.forEach(({ accountId }) => add(definition!.stack, accountId));
    imports.forEach(({ stack, accountIds }) => accountIds.forEach((accountId) => add(stack, accountId)));
    changeRequests.forEach((request) => memberChangesIn(request).forEach(({ AccountId }) => add(request.stack, AccountId)));
    return tokens;
  }

  private changes(): MemberChange[] {
    return this.changeRequests.flatMap(memberChangesIn);
  }

  private isEnabled(property: string): boolean | undefined {
    const status = this.parts.definition && (this.parts.definition.property(property) ?? 'DISABLED');
    return status === undefined || Token.isUnresolved(status) ? undefined : status === 'ENABLED';
  }
}

/** A collaboration as some stacks can write it: members whose accounts are tokens of others have no account that is known. */
class PartOfCollaboration extends CollaborationModel {
  constructor(parts: CollaborationDescription, private readonly whole: CollaborationModel, private readonly stacks: readonly Stack[]) {
    super(parts);
  }

  public override members(): readonly Member[] | undefined {
    return this.known(this.whole.members());
  }

  public override membersEver(): Member[] | undefined {
    return this.known(this.whole.membersEver());
  }

  public override membersBeforeRemovals(): Member[] | undefined {
    return this.known(this.whole.membersBeforeRemovals());
  }

  public override foundingMembers(): Member[] | undefined {
    return this.known(this.whole.foundingMembers());
  }

  private known(members: readonly Member[] | undefined): Member[] | undefined {
    const tokens = this.whole.tokens();
    const isHidden = ({ accountId = '' }: Member) => tokens.has(accountId) && !this.stacks.some((stack) => tokens.get(accountId)!.has(stack));
    return members?.map((member) => isHidden(member) ? { ...member, accountId: undefined } : member);
  }
}
