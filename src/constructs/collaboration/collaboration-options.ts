import type { RemovalPolicy } from 'aws-cdk-lib';
import type { AnalyticsEngine, AutoApprovedChangeType, DataEncryption } from './collaboration-settings';
import type { LiveChange } from './live-change';

/** Types of change requests that a live collaboration approves automatically from a change on. */
export interface LaterAutoApproval {
  /** The change. A later one stands after it in the list. */
  readonly since: LiveChange;

  /** All types that are approved automatically then. An empty list: every request needs the approval of all members. */
  readonly autoApprovedChangeTypes: AutoApprovedChangeType[];
}

/** Properties of a collaboration, without its name and its members. */
export interface CollaborationOptions {
  /**
   * A description of the collaboration, visible to its members. 1 to 255 characters.
   *
   * @default - the name of the collaboration
   */
  readonly description?: string;

  /**
   * Whether members can receive query logs. Changing it replaces the collaboration.
   *
   * @default false
   */
  readonly queryLogging?: boolean;

  /**
   * Whether members can receive job logs. Changing it replaces the collaboration.
   *
   * @default false
   */
  readonly jobLogging?: boolean;

  /**
   * Whether CloudWatch metrics of queries are available to members.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * The engine that runs the queries.
   *
   * @default - the default of the service, Spark
   */
  readonly analyticsEngine?: AnalyticsEngine;

  /**
   * Settings for client-side encryption. Changing them replaces the collaboration.
   *
   * @default - no client-side encryption
   */
  readonly dataEncryption?: DataEncryption;

  /**
   * The Regions to which results may be written, such as `eu-central-1`. Changing them replaces the collaboration.
   *
   * @default - every Region
   */
  readonly allowedResultRegions?: string[];

  /**
   * The types of change requests that are approved automatically. Changing them replaces the collaboration.
   *
   * @default - none: every change request needs the approval of all members
   */
  readonly autoApprovedChangeTypes?: AutoApprovedChangeType[];

  /**
   * The types of change requests that are approved automatically later, the earliest change first. `autoApprovedChangeTypes` stays as the
   * collaboration was created.
   *
   * @default - nothing changes
   */
  readonly autoApprovalChanges?: LaterAutoApproval[];

  /**
   * Whether an update may replace the collaboration, which ends it for every member: the old collaboration is deleted, and the
   * memberships in this app, with their budgets and tables, move to the new one. If `false`, an update that would replace it fails before
   * anything is changed.
   *
   * @default false
   */
  readonly allowReplacement?: boolean;

  /**
   * Whether the account may have another active collaboration of the same name. If `false`, a deployment that would make a second one
   * fails: usually the first one is the same collaboration, whose construct or stack was renamed.
   *
   * @default false
   */
  readonly allowDuplicateName?: boolean;

  /**
   * What happens to the collaboration when it is removed from the stack. With `RemovalPolicy.DESTROY`, it is deleted for every member.
   *
   * @default - it is retained, unless the deployment that creates it fails (`RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE`)
   */
  readonly removalPolicy?: RemovalPolicy;
}
