import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { checkNewMember, checkNewTable, checkReceivers, checkTemplateOfRoom } from './clean-room-rules';
import type { RoomMember } from './clean-room-rules';
import { resourceBehind } from '../../foundation/references';
import { code, fail, throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';

/** A template that another member of the room can allow and run. */
export interface RegisteredTemplate {
  readonly owner: RoomMember;
  /** The id of its construct. */
  readonly id: string;
  readonly analysisTemplateName: string;
  readonly sourceSha256?: string;
  readonly acceptedIdentifier?: string;
}

/** What the definitions of a room know of each other: who its members are, and what each of them brings. */
export class RoomRegister {
  private readonly members: RoomMember[] = [];
  private readonly ownersOfTables = new Map<string, { readonly name: string; readonly owner: RoomMember }>();
  private readonly templates = new Map<IConstruct, RegisteredTemplate>();
  private readonly awaitingRunner: ((runner: RoomMember) => void)[] = [];

  /** @param isComplete Whether all members of the room are known here. */
  constructor(private readonly room: IConstruct, public readonly isComplete: boolean) {}

  public addMember(member: RoomMember): void {
    throwIfAny(this.room, checkNewMember(member, this.members));
    this.members.push(member);
    if (canQuery(member)) this.awaitingRunner.forEach((action) => action(member));
  }

  /** The members who deploy for themselves. */
  public partners(): RoomMember[] {
    return this.members.filter(({ deploysItself }) => deploysItself);
  }

  /** Calls back with the member who runs queries: now, or when it is added. */
  public whenRunnerIsKnown(action: (runner: RoomMember) => void): void {
    const runner = this.members.find(canQuery);
    if (runner) action(runner);
    else this.awaitingRunner.push(action);
  }

  public addTable(name: string, owner: RoomMember): void {
    const key = name.toLowerCase();
    throwIfAny(this.room, checkNewTable(name, owner, this.ownersOfTables.get(key)?.owner));
    this.ownersOfTables.set(key, { name, owner });
  }

  public addTemplate(construct: IConstruct, template: RegisteredTemplate): void {
    this.templates.set(resourceBehind(construct, CfnAnalysisTemplate.CFN_RESOURCE_TYPE_NAME) ?? construct, template);
  }

  /** The accounts that can receive results, in their order. */
  public receivers(): string[] {
    return this.members.filter(({ abilities, leaves }) => abilities.includes('CAN_RECEIVE_RESULTS') && !leaves).map(({ account }) => account).sort();
  }

  /** Checks, when everybody is known, who is to receive the results of a table. */
  public checkReceivers(table: string, receivers: readonly string[]): void {
    if (!this.isComplete) return;
    Program.of(this.room).addCheck((_, findings) => findings.fault(this.room, ...checkReceivers(table, receivers, this.members)));
  }

  /**
   * Returns the template of a member of the room; `undefined` for one that the user has looked up or imported. Throws an error for one that
   * this program makes for nobody in the room.
   */
  public templateOf(ref: refs.IAnalysisTemplateRef, member: RoomMember): RegisteredTemplate | undefined {
    const resource = resourceBehind(ref, CfnAnalysisTemplate.CFN_RESOURCE_TYPE_NAME);
    const template = this.templates.get(resource ?? ref);
    if (!template && resource) {
      throwIfAny(this.room, checkTemplateOfRoom(ref.node.path, ref.env.account, member));
    }
    return template;
  }

  /** The tables of the room, with their owners, whose names are among the given ones, in any case; each once, in the order of the names. */
  public tablesNamed(names: readonly string[]): { readonly name: string; readonly owner: RoomMember }[] {
    return [...new Set(names.flatMap((name) => this.ownersOfTables.get(name.toLowerCase()) ?? []))];
  }

  /** Refuses what a member would bring who leaves. */
  public refuseWhatLeaves({ name }: RoomMember): never {
    return this.refuse(code`RoomMemberLeaves`, `member '${name}' leaves the clean room and can bring nothing: take what it has brought out of the program`);
  }

  /** Throws an error in the words of the room. */
  public refuse(faultCode: Parameters<typeof fail>[1], message: string): never {
    return fail(this.room, faultCode, message);
  }
}

function canQuery({ abilities }: RoomMember): boolean {
  return abilities.includes('CAN_QUERY');
}
