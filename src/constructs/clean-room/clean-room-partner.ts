import { Lazy } from 'aws-cdk-lib';
import type { ResourceEnvironment, aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { RoomMember } from './clean-room-rules';
import { declaredTable } from './expected-table';
import type { ExpectedTableOptions } from './expected-table';
import type { CleanRoomInvitation, CleanRoomLaterMember } from './member-settings';
import type { RegisteredTemplate, RoomRegister } from './room-register';
import { groupIn } from '../../foundation/group-in';
import { checked } from '../../foundation/parameters';
import { code, fail } from '../../foundation/validation-faults';
import { recordFacts } from '../../program/facts';
import type { DeclaredTable, DeclaredTemplate } from '../../program/facts';
import type { MemberAbility } from '../collaboration/collaboration-member';

/** Options of a member of a clean room who deploys for itself. */
export interface CleanRoomPartnerOptions extends CleanRoomInvitation, CleanRoomLaterMember {
  /** The AWS account of the member, 12 digits. */
  readonly account: string;

  /**
   * The name of the member that the other members see. 1 to 100 characters.
   *
   * @default - the name of the member in the app
   */
  readonly displayName?: string;

  /**
   * The abilities of the member. A member without abilities only provides data.
   *
   * @default - no abilities
   */
  readonly abilities?: MemberAbility[];
}

/** What is known of an analysis template that a partner brings. */
export interface PartnerAnalysisTemplateOptions {
  /**
   * The exact name of the template.
   *
   * @default - the id
   */
  readonly analysisTemplateName?: string;

  /**
   * The SHA-256 of its SQL or script, in hexadecimal, as you have read it. With any other text, the deployment fails.
   *
   * @default - any text of the template that is found first
   */
  readonly sourceSha256?: string;

  /**
   * The id of a template that may take the place of the one that was found before.
   *
   * @default - what was found first stays
   */
  readonly acceptedIdentifier?: string;
}

/** A member of a clean room who deploys for itself, so that this app has no stack of it. It needs `CleanRoom.join` in an app of its own. */
@checked('CleanRoomPartner')
export class CleanRoomPartner {
  /** @internal */
  public static _create(room: Construct, collaboration: Construct, register: RoomRegister, member: RoomMember): CleanRoomPartner {
    return new CleanRoomPartner(room, collaboration, register, member);
  }

  private readonly tables: DeclaredTable[] = [];
  private readonly templates: DeclaredTemplate[] = [];

  private constructor(
    private readonly room: Construct, collaboration: Construct, private readonly register: RoomRegister, private readonly member: RoomMember,
  ) {
    const { name, account: accountId } = member;
    recordFacts(new Construct(groupIn(collaboration, 'Partners'), name), { kind: 'partner', name, accountId, tables: this.tables, templates: this.templates });
  }

  /** The name of the member in the app. */
  public get name(): string {
    return this.member.name;
  }

  /** The AWS account of the member. */
  public get account(): string {
    return this.member.account;
  }

  /**
   * Declares that this member brings a table of the given name, for which queries at deployment wait. What the room expects of it is written into the
   * program that the command `partner` of cdk-cleanrooms-tools makes for the member.
   *
   * @param tableName The name of the association, by which SQL finds the table.
   * @param options The columns and the analysis rule that the room expects. By default, only that there is such a table.
   */
  public declareTable(tableName: string, options: ExpectedTableOptions = {}): void {
    this.checkStays();
    this.register.addTable(tableName, this.member);
    this.tables.push(declaredTable(tableName, options, (template) => this.templateOfAnother(tableName, template)));
  }

  /**
   * Declares that this member brings an analysis template, which the rules of tables and the queries of this clean room can name. It is found at
   * deployment, and cannot be used outside of the clean room.
   *
   * @param id The id of the lookup in the clean room, and the name of the template unless `analysisTemplateName` is given.
   * @param options The name of the template, and the SHA-256 of the text that you have read. By default, any text of that name is accepted.
   */
  public declareAnalysisTemplate(id: string, options: PartnerAnalysisTemplateOptions = {}): refs.IAnalysisTemplateRef {
    this.checkStays();
    const template = new DeclaredAnalysisTemplate(groupIn(this.room, this.name), id, this.account);
    const { analysisTemplateName = id, sourceSha256 } = options;
    this.register.addTemplate(template, { owner: this.member, id, ...options, analysisTemplateName });
    this.templates.push({ analysisTemplateName, sourceSha256 });
    return template;
  }

  /** A template that the rule of a declared table allows. */
  private templateOfAnother(tableName: string, template: refs.IAnalysisTemplateRef): RegisteredTemplate {
    const registered = this.register.templateOf(template, this.member);
    if (registered && registered.owner !== this.member) return registered;
    return this.register.refuse(code`DeclaredRuleNamesOthers`, `the rule of the declared table '${tableName}' of '${this.name}' names a template that no other member `
      + 'of this clean room has brought');
  }

  private checkStays(): void {
    if (this.member.leaves) this.register.refuseWhatLeaves(this.member);
  }
}

/**
 * An analysis template that a member brings who deploys for itself. The rules of tables and the queries of its clean room can name it: it is found
 * at deployment.
 */
class DeclaredAnalysisTemplate extends Construct implements refs.IAnalysisTemplateRef {
  public readonly env: ResourceEnvironment;

  constructor(scope: Construct, id: string, account: string) {
    super(scope, id);
    this.env = { account, region: Lazy.string({ produce: () => this.unknown() }) };
  }

  /** Nobody knows the identifiers at synthesis, so that they can be used only through the clean room. */
  public get analysisTemplateRef(): refs.AnalysisTemplateReference {
    const unknown = Lazy.string({ produce: () => this.unknown() });
    return { analysisTemplateArn: unknown, analysisTemplateIdentifier: unknown, membershipIdentifier: unknown };
  }

  private unknown(): never {
    return fail(this, code`DeclaredTemplateOutsideOfRoom`,
      'a declared analysis template is found at deployment, and only by its clean room: use it in the rule of a table of addTable, or in a query of the room');
  }
}
