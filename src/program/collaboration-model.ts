import { Token } from 'aws-cdk-lib';
import { accountIdsOf, changedMembers, memberChangesIn, membersIn } from './member';
import type { Member, MemberChange } from './member';
import { booleanAt } from './rendered-properties';
import type { ProgramResource } from './resource';
import type { ResourceKey } from '../foundation/references';

/** What the program says of a collaboration, wherever it says it. */
export interface CollaborationDescription {
  /** What stands for the collaboration in comparisons. */
  readonly key: ResourceKey;
  /** The resource that makes it; `undefined` where the program imports it only. */
  readonly definition?: ProgramResource;
  /** The accounts that imports of it name as members, the creator first. */
  readonly importedAccountIds?: readonly string[];
  readonly changeRequests: readonly ProgramResource[];
  readonly removals: readonly ProgramResource[];
}

/** A collaboration as the whole program describes it. Its values are read when they are asked for. */
export class CollaborationModel {
  private known?: { readonly members: readonly Member[] | undefined };

  constructor(private readonly parts: CollaborationDescription) {}

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
    this.known ??= { members: this.membersNow() };
    return this.known.members;
  }

  /** All who are or were members: with those that the program removes, and those that it adds. */
  public membersEver(): Member[] | undefined {
    const founders = this.foundingMembers();
    return founders && changedMembers(founders, this.changes().filter(({ DisplayName }) => DisplayName !== undefined));
  }

  private membersNow(): Member[] | undefined {
    const founders = this.foundingMembers();
    const removed = this.removedAccountIds();
    return founders && changedMembers(founders, this.changes()).filter(({ accountId }) => accountId === undefined || !removed.includes(accountId));
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

  /** The members that the collaboration was made with, and those that an import names; `undefined` where neither is known. */
  public foundingMembers(): Member[] | undefined {
    const { importedAccountIds: imported } = this.parts;
    const defined = this.definedMembers();
    if (!imported) return defined;
    // Whom the user says to be a member is one, though the definition does not have it: live collaborations change.
    const others = imported.filter((accountId) => !defined?.some((member) => member.accountId === accountId));
    return [...defined ?? [], ...others.map((accountId) => ({ accountId }))];
  }

  /** The accounts that this program removes from the collaboration. */
  public removedAccountIds(): string[] {
    return this.parts.removals.flatMap((removal) => removal.text('AccountId') ?? []);
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

  private changes(): MemberChange[] {
    return this.parts.changeRequests.flatMap(memberChangesIn);
  }

  private isEnabled(property: string): boolean | undefined {
    const status = this.parts.definition && (this.parts.definition.property(property) ?? 'DISABLED');
    return status === undefined || Token.isUnresolved(status) ? undefined : status === 'ENABLED';
  }
}
