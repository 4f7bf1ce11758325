import { CollaborationChange } from './collaboration-change';
import type { CollaborationCreator, MemberSpecification, PaymentResponsibility } from './collaboration-member';
import { MemberAbility, names } from './collaboration-member';
import type { LaterAutoApproval } from './collaboration-options';
import type { LiveChange } from './live-change';
import { FIXED_ABILITIES } from '../../program/member';

type Follower = (change: CollaborationChange) => void;

interface Marked {
  readonly mark: LiveChange;
  readonly changes: CollaborationChange[];
  readonly followers: Follower[];
}

/** The changes of a live collaboration, by what they are marked with, in the order in which the marks were first seen. */
export class LiveChanges {
  private readonly byName = new Map<string, Marked>();

  /** @param seen Called when something has a mark for the first time. */
  constructor(private readonly seen: (mark: LiveChange) => void) {}

  /** Marks what is to come later of a member: itself, and what it gets or gives up. */
  public addMember(member: MemberSpecification): void {
    const { since, changes, leaves, ...added } = member;
    if (since) this.add(since, CollaborationChange.addMember(added));
    this.changeMember(member.accountId, member);
  }

  /** Marks what a member gets or gives up. */
  public changeMember(accountId: string, member: CollaborationCreator): void {
    settingsOf(member).slice(1).forEach(({ since, abilities, mlAbilities, paymentResponsibilities }, index) => {
      const { mlAbilities: newMlAbilities, paymentResponsibilities: newCosts } = member.changes![index];
      this.add(since!, CollaborationChange.changeMember(accountId, {
        abilities: abilities.filter(({ name }) => !FIXED_ABILITIES.includes(name) || !member.abilities?.some((each) => each.name === name)),
        mlAbilities: newMlAbilities && mlAbilities,
        paymentResponsibilities: newCosts && paymentResponsibilities,
      }));
    });
  }

  /** Marks the types that are approved automatically later. */
  public autoApprove({ since, autoApprovedChangeTypes }: LaterAutoApproval): void {
    this.add(since, CollaborationChange.autoApprove(...autoApprovedChangeTypes));
  }

  /** The changes that are marked with a change. */
  public of({ name }: LiveChange): CollaborationChange[] {
    return [...this.byName.get(name)?.changes ?? []];
  }

  /** Which of the changes with the same content a change is, from 1, in the order in which they are made. */
  public occurrenceOf(change: LiveChange): number {
    const content = contentOf(this.of(change));
    const earlier = [...this.byName.values()].filter(({ mark }) => mark._order < change._order);
    return 1 + earlier.filter(({ changes }) => contentOf(changes) === content).length;
  }

  /** Calls back with each change that gets a mark from now on. */
  public follow({ name }: LiveChange, follower: Follower): void {
    this.byName.get(name)!.followers.push(follower);
  }

  private add(mark: LiveChange, change: CollaborationChange): void {
    const known = this.byName.get(mark.name);
    if (known) {
      known.changes.push(change);
      known.followers.forEach((follower) => follower(change));
    } else {
      this.byName.set(mark.name, { mark, changes: [change], followers: [] });
      this.seen(mark);
    }
  }
}

/** What a request asks for, as a text, in any order. */
function contentOf(changes: readonly CollaborationChange[]): string {
  return changes.map(({ _properties }) => JSON.stringify(_properties)).sort().join();
}

/** What a member can do and pays for, from a change on. */
export interface MemberSettings {
  /** The change; `undefined` for what it is founded or added with. */
  readonly since?: LiveChange;
  readonly abilities: MemberAbility[];
  readonly mlAbilities: NonNullable<CollaborationCreator['mlAbilities']>;
  readonly paymentResponsibilities: PaymentResponsibility[];
}

/** What a member can do and pays for, one after the other: as it is founded or added, and after each of its changes. */
export function settingsOf(member: Partial<CollaborationCreator>): MemberSettings[] {
  const { abilities = [], mlAbilities = [], paymentResponsibilities = [], changes = [] } = member;
  const fixed = names(abilities).filter((ability) => FIXED_ABILITIES.includes(ability)).map((ability) => MemberAbility.of(ability));
  const settings: MemberSettings[] = [{ abilities, mlAbilities, paymentResponsibilities }];
  for (const { since, ...later } of changes) {
    const before = settings.at(-1)!;
    const isFixed = ({ name }: MemberAbility) => fixed.some((each) => each.name === name);
    settings.push({
      since,
      abilities: later.abilities ? [...fixed, ...later.abilities.filter((ability) => !isFixed(ability))] : before.abilities,
      mlAbilities: later.mlAbilities ?? before.mlAbilities,
      paymentResponsibilities: later.paymentResponsibilities ?? before.paymentResponsibilities,
    });
  }
  return settings;
}

/** A member as it will be when all changes of the program are in effect. */
export function asItWillBe<Member extends CollaborationCreator>(member: Member): Member {
  const { abilities, mlAbilities, paymentResponsibilities } = settingsOf(member).at(-1)!;
  return member.changes?.length ? { ...member, abilities, mlAbilities, paymentResponsibilities } : member;
}
