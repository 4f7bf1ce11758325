import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IdMappingTableOptions } from '../identity/id-mapping-table';
import type { AccessBudgetOptions } from '../privacy-budget/privacy-budget';
import type { PrivacyBudgetTemplate } from '../privacy-budget/privacy-budget-template';
import type { ConfiguredTable, ConfiguredTableProps } from '../table/configured-table';
import type { ConfiguredTableAssociation } from '../table/configured-table-association';
import type { IntermediateTableOptions } from '../table/intermediate-table';

/** Options of a table that a member brings into a clean room. */
export interface CleanRoomTableOptions extends ConfiguredTableProps {
  /**
   * The name of the table in the queries of all members: unique in the clean room, 1 to 128 letters, digits, underscores, spaces and
   * single hyphens after the second character. Queries put a name with spaces or hyphens in quotes. Changing it replaces the association of
   * the table.
   *
   * @default - the id
   */
  readonly tableName?: string;

  /**
   * A description of the table, shown to the other members. At most 255 characters.
   *
   * @default - no description
   */
  readonly associationDescription?: string;

  /**
   * The accounts that may receive the results of queries on the table. An empty list: nobody, so that no query can use the table directly.
   *
   * @default - all members who can receive results; required in a clean room that another app defines
   */
  readonly resultReceivers?: string[];

  /**
   * The ARNs of additional analyses that may run on the results, as in `AssociationAnalysisRuleOptions`.
   *
   * @default - no additional analyses
   */
  readonly allowedAdditionalAnalyses?: string[];

  /**
   * The role that Clean Rooms assumes to read the table, such as a `TableAccessRole` for many tables.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can read only this table
   */
  readonly role?: IRole;

  /**
   * How often the table can be used.
   *
   * @default - without a limit
   */
  readonly accessBudget?: AccessBudgetOptions;

  /**
   * Whether the table is in the stack of its owner that is deployed after those of all other members. Set it where this would change in the
   * life of a table: a table that moves to another stack is deleted and made anew.
   *
   * @default - true if the analysis rule allows templates of other members, which must exist before the table; otherwise false
   */
  readonly afterOtherMembers?: boolean;
}

/** Options of an ID mapping table of a clean room. */
export interface CleanRoomIdMappingTableOptions extends IdMappingTableOptions {
  /**
   * The name of the table in queries: unique in the clean room. Changing it replaces the table.
   *
   * @default - the id
   */
  readonly tableName?: string;

  /**
   * Any text, such as a date. Changing it populates the table again.
   *
   * @default - it is populated once, when it is created
   */
  readonly populationVersion?: string;
}

/** Options of an intermediate table of a clean room. */
export interface CleanRoomIntermediateTableOptions extends IntermediateTableOptions {
  /**
   * The name of the table in queries: unique in the clean room. Changing it replaces the table.
   *
   * @default - the id
   */
  readonly tableName?: string;
}

/** A table that a member has brought into a clean room. */
export class CleanRoomTable {
  /** @internal */
  public static _of(configuredTable: ConfiguredTable, association: ConfiguredTableAssociation, accessBudget?: PrivacyBudgetTemplate): CleanRoomTable {
    return new CleanRoomTable(configuredTable, association, accessBudget);
  }

  private constructor(
    /** The configured table. */
    public readonly configuredTable: ConfiguredTable,
    /** The association of the table with the collaboration. */
    public readonly association: ConfiguredTableAssociation,
    /** The limit on the use of the table, if it has one. */
    public readonly accessBudget?: PrivacyBudgetTemplate,
  ) {}

  /** The name of the table in the queries of all members. */
  public get tableName(): string {
    return this.association.configuredTableAssociationName;
  }
}
