/*
 * The contract between the constructs and the handler of the custom resources: all that both import. It imports nothing but types of its
 * own, so that it adds nothing to the bundle.
 *
 * The interfaces have the types on both sides. CloudFormation converts every scalar to a string, and lambda/decode.ts converts it back.
 */
import type { IntermediateTablePopulationProperties } from './contract/intermediate-tables';
import type { AudienceModelProperties, ConfiguredAudienceModelProperties, MlConfigurationProperties } from './contract/machine-learning';
import type { Tags } from './contract/tags';
import type { Workers } from './contract/workers';

export type { Tags, Workers };

/** The types of the custom resources, as they appear in a template. */
export const ResourceType = {
  ANALYSIS_TEMPLATE_LOOKUP: 'Custom::CleanRoomsAnalysisTemplateLookup',
  AUDIENCE_MODEL: 'Custom::CleanRoomsAudienceModel',
  CHANGE_REQUEST_APPROVAL: 'Custom::CleanRoomsChangeRequestApproval',
  COLLABORATION_CHANGE_REQUEST: 'Custom::CleanRoomsCollaborationChangeRequest',
  COLLABORATION_LOOKUP: 'Custom::CleanRoomsCollaborationLookup',
  CONFIGURED_AUDIENCE_MODEL: 'Custom::CleanRoomsConfiguredAudienceModel',
  CONFIGURED_AUDIENCE_MODEL_ASSOCIATION: 'Custom::CleanRoomsConfiguredAudienceModelAssociation',
  CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP: 'Custom::CleanRoomsConfiguredAudienceModelAssociationLookup',
  CONFIGURED_AUDIENCE_MODEL_LOOKUP: 'Custom::CleanRoomsConfiguredAudienceModelLookup',
  CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP: 'Custom::CleanRoomsConfiguredModelAlgorithmAssociationLookup',
  ID_MAPPING_TABLE_POPULATION: 'Custom::CleanRoomsIdMappingTablePopulation',
  ID_NAMESPACE_ASSOCIATION_LOOKUP: 'Custom::CleanRoomsIdNamespaceAssociationLookup',
  INTERMEDIATE_TABLE_POPULATION: 'Custom::CleanRoomsIntermediateTablePopulation',
  LIVE_COLLABORATION_LOOKUP: 'Custom::CleanRoomsLiveCollaborationLookup',
  MEMBER_REMOVAL: 'Custom::CleanRoomsMemberRemoval',
  MEMBERSHIP_LOOKUP: 'Custom::CleanRoomsMembershipLookup',
  MEMBERS_JOINED: 'Custom::CleanRoomsMembersJoined',
  SCHEMA_READINESS: 'Custom::CleanRoomsSchemaReadiness',
  MEMBERSHIP_CLEANUP: 'Custom::CleanRoomsMembershipCleanup',
  ML_CONFIGURATION: 'Custom::CleanRoomsMlConfiguration',
  ML_INPUT_CHANNEL_LOOKUP: 'Custom::CleanRoomsMlInputChannelLookup',
  PRIVACY_IMPACT_PREVIEW: 'Custom::CleanRoomsPrivacyImpactPreview',
  PROTECTED_JOB: 'Custom::CleanRoomsProtectedJob',
  PROTECTED_QUERY: 'Custom::CleanRoomsProtectedQuery',
  REPLACEMENT_GUARD: 'Custom::CleanRoomsReplacementGuard',
  SERVICE_ROLE_READY: 'Custom::CleanRoomsServiceRoleReady',
  TRAINED_MODEL_LOOKUP: 'Custom::CleanRoomsTrainedModelLookup',
} as const;

/** One of the types above. */
export type ResourceType = typeof ResourceType[keyof typeof ResourceType];

/** `Custom::CleanRoomsConfiguredAudienceModelAssociation` */
export interface ConfiguredAudienceModelAssociationProperties {
  readonly MembershipIdentifier: string;
  readonly ConfiguredAudienceModelArn: string;
  readonly Name: string;
  readonly Description?: string;
  readonly ManageResourcePolicies: boolean;
  readonly Tags?: Tags;
}

/** The attributes of a `Custom::CleanRoomsConfiguredAudienceModelAssociation`; its physical id is `<membership id>/<id>`. */
export interface ConfiguredAudienceModelAssociationAttributes {
  readonly Arn: string;
  readonly ConfiguredAudienceModelAssociationIdentifier: string;
}

/**
 * `Custom::CleanRoomsMembershipCleanup`: it is deleted after the collaboration, and then deletes the memberships that have the tag and
 * whose collaboration has been deleted.
 */
export interface MembershipCleanupProperties {
  /** The value of the tag `MEMBERSHIP_CLEANUP_TAG` on the memberships that it can delete. */
  readonly TagValue: string;
}

/**
 * The key of the tag on all resources that custom resources create, with the id of the stack as its value. Conditions in the policies of
 * the function refer to it.
 */
export const STACK_TAG = 'cdk-cleanrooms:stack';

/** The key of the tag on a creator's membership that names the collaboration with which it is deleted. */
export const MEMBERSHIP_CLEANUP_TAG = 'cdk-cleanrooms:deleted-with';

/** What the logical id of a guard has after that of the guarded resource. The handler knows from it which resource that is. */
export const GUARD_SUFFIX = 'ReplacementGuard';

/** Where the logical id of a guarded resource leaves no room for the suffix, its guard has a shorter one. */
export const SHORT_GUARD_SUFFIX = 'Guard';

/**
 * `Custom::CleanRoomsReplacementGuard`: it fails if a value differs that CloudFormation can change only by replacing the guarded
 * resource, which depends on the guard and is therefore not changed. Its physical id is `<logical id>/<hash of the values>`.
 *
 * `cdk refactor` recognizes a resource by its properties, so none of them names a path or a logical id.
 */
export interface ReplacementGuardProperties {
  /** The type of the guarded resource. */
  readonly GuardedType: string;
  /** The name by which the resource is found if it exists already; left out if it is found by other values. */
  readonly Name?: string;
  /** The values whose change replaces the resource, by the names that the user knows. `cdk diff` shows the name of this property. */
  readonly FailsIfChanged: { readonly [property: string]: unknown };
  /** Whether the user allowed the replacement. */
  readonly ReplacementAllowed: boolean;
  /** Whether the name is generated from the place of the construct, so that it changes with it. @default false */
  readonly NameIsGenerated?: boolean;
  /** Whether there can be two of the same name on purpose; left out where the service allows only one. */
  readonly DuplicateAllowed?: boolean;
}

/**
 * `Custom::CleanRoomsServiceRoleReady`: between roles and the resources that use them, it waits until IAM has had time to propagate the roles
 * or their changes. The time counts from the last change of one of them.
 */
export interface ServiceRoleReadyProperties {
  readonly Roles: readonly RoleProperties[];
  /** The time from the last change of a role until it is ready. */
  readonly Seconds: number;
}

/** A role that is waited for. */
export interface RoleProperties {
  /** The unique id of the role, which changes if a role is created again with the same name; the ARN of a role that the stack does not create. */
  readonly Id: string;
  /** A hash that changes with the policies and the trust policy of the role, but for what they refer to. */
  readonly Fingerprint: string;
  /** What the policies refer to. It names no logical ids, which change when a role is moved. */
  readonly References: readonly unknown[];
  /** The physical ids of the role and its policies, as far as they are in the stack. */
  readonly Parts: readonly string[];
}

/** `Custom::CleanRoomsCollaborationLookup`: a collaboration that this account is invited to or part of. */
export interface CollaborationLookupProperties {
  readonly CollaborationName: string;
  readonly CreatorAccountId: string;
  /** The maximum time to wait until it exists; 0 for no wait. */
  readonly WaitSeconds: number;
}

/** The attributes of a `Custom::CleanRoomsCollaborationLookup`; its physical id is the id of the collaboration. */
export interface CollaborationLookupAttributes {
  readonly CollaborationIdentifier: string;
}

/**
 * `Custom::CleanRoomsLiveCollaborationLookup`: the collaboration of that name and creator that this account has created or joined. Its
 * attributes are those of the other lookup, with `NO_COLLABORATION` where there is none.
 */
export interface LiveCollaborationLookupProperties {
  readonly CollaborationName: string;
  readonly CreatorAccountId: string;
}

/** Stands for the id of a collaboration that is not there yet, so that nothing in it can change and nobody can vote. */
export const NO_COLLABORATION = 'none';

/** `Custom::CleanRoomsMembershipLookup`: the membership of this account in a collaboration. */
export interface MembershipLookupProperties {
  readonly CollaborationIdentifier: string;
  readonly WaitSeconds: number;
}

/** The attributes of a `Custom::CleanRoomsMembershipLookup`; its physical id is the id of the membership. */
export interface MembershipLookupAttributes {
  readonly MembershipIdentifier: string;
}

/** The lookup of a resource of a member in a collaboration by its name, such as `Custom::CleanRoomsAnalysisTemplateLookup`. */
export interface NamedLookupProperties {
  readonly CollaborationIdentifier: string;
  readonly Name: string;
  readonly OwnerAccountId: string;
  /** The id of the resource that may take the place of one that was found before. */
  readonly AcceptedIdentifier?: string;
  /** The SHA-256 of the SQL or script that an analysis template must have, in hexadecimal. */
  readonly SourceSha256?: string;
  readonly WaitSeconds: number;
}

/** The attributes of a lookup by name; its physical id is the ARN of the resource that was found (its id, if an earlier version found it). */
export interface NamedLookupAttributes {
  readonly Arn: string;
}

/** `Custom::CleanRoomsMembersJoined`: waits until members have joined. Its attributes are `membershipArnAttribute(0)` and so on. */
export interface MembersJoinedProperties {
  readonly CollaborationIdentifier: string;
  readonly AccountIds: readonly string[];
  readonly WaitSeconds: number;
}

/** The attribute of a `Custom::CleanRoomsMembersJoined` with the ARN of the membership of one of its accounts. */
export function membershipArnAttribute(index: number): string {
  return `MembershipArn${index + 1}`;
}

/** `Custom::CleanRoomsSchemaReadiness`: waits until tables can be queried. Its attributes are `analysisRuleTypeAttribute(0)` and so on. */
export interface SchemaReadinessProperties {
  readonly CollaborationIdentifier: string;
  readonly Tables: readonly string[];
  /** The accounts of the members whose tables they must be, for some or all of the tables. */
  readonly Owners?: { readonly [table: string]: string };
  /** The type of the analysis in the API: DIRECT_ANALYSIS or ADDITIONAL_ANALYSIS. */
  readonly AnalysisType: string;
  readonly WaitSeconds: number;
}

/** The attribute of a `Custom::CleanRoomsSchemaReadiness` with the type of the rule of one of its tables. */
export function analysisRuleTypeAttribute(index: number): string {
  return `AnalysisRuleType${index + 1}`;
}

/** `Custom::CleanRoomsProtectedQuery`: runs a query and waits for it to finish. */
export interface ProtectedQueryProperties {
  readonly MembershipIdentifier: string;
  readonly Statement: ProtectedQueryStatement;
  readonly Output?: ProtectedQueryOutput;
  readonly Workers?: Workers;
  readonly PayerAccountId?: string;
  /** A changed value runs the same query again. */
  readonly Version?: string;
  readonly WaitSeconds: number;
}

/** The statement of a query: its text, or a template with values for its parameters. */
export interface ProtectedQueryStatement {
  readonly QueryString?: string;
  readonly AnalysisTemplateArn?: string;
  readonly Parameters?: { readonly [name: string]: string };
}

/** The location of the results of a query. */
export interface ProtectedQueryOutput extends ProtectedQueryLocation {
  readonly Distribute?: { readonly Locations: readonly ProtectedQueryLocation[] };
}

/** One location for the results of a query: a bucket, or the default location of a member. */
export interface ProtectedQueryLocation {
  readonly S3?: ProtectedQueryBucket;
  readonly Member?: { readonly AccountId: string };
}

/** A bucket for the results of a query. */
export interface ProtectedQueryBucket {
  readonly Bucket: string;
  readonly KeyPrefix?: string;
  readonly ResultFormat: string;
  readonly SingleFileOutput?: boolean;
}

/** `Custom::CleanRoomsProtectedJob`: runs a PySpark job and waits for it to finish. */
export interface ProtectedJobProperties {
  readonly MembershipIdentifier: string;
  readonly AnalysisTemplateArn: string;
  readonly Parameters?: { readonly [name: string]: string };
  readonly ReceiverAccountId?: string;
  readonly Workers?: Workers;
  readonly PayerAccountId?: string;
  /** A changed value runs the same job again. */
  readonly Version?: string;
  readonly WaitSeconds: number;
}

/**
 * The attributes of a `Custom::CleanRoomsProtectedQuery`, a `Custom::CleanRoomsProtectedJob` or a
 * `Custom::CleanRoomsIntermediateTablePopulation`, which is a query, too; its physical id is
 * `<membership id>/<id>/<fingerprint of the properties>`, and after a `+` the same of the run before.
 */
export interface AnalysisRunAttributes {
  readonly Identifier: string;
  /** Empty if all results were sent to other members. */
  readonly ResultLocation: string;
  readonly TotalDurationInMillis: number;
  readonly BilledUnits: number;
}

/** `Custom::CleanRoomsIdMappingTablePopulation`: populates an ID mapping table. */
export interface IdMappingTablePopulationProperties {
  readonly MembershipIdentifier: string;
  readonly IdMappingTableIdentifier: string;
  readonly JobType?: string;
  /** A changed value populates the table again. */
  readonly Version?: string;
  /** The maximum time to wait until the table can be queried; 0 for no wait. */
  readonly WaitSeconds: number;
}

/** `Custom::CleanRoomsPrivacyImpactPreview`: previews how many aggregations a privacy budget allows. */
export interface PrivacyImpactPreviewProperties {
  readonly MembershipIdentifier: string;
  readonly Epsilon: number;
  readonly UsersNoisePerQuery: number;
  /** The minimum number of aggregations, by their type. */
  readonly Wanted?: { readonly [aggregation: string]: number };
}

/** The attribute of a `Custom::CleanRoomsPrivacyImpactPreview` with the maximum number of aggregations of a type, such as `COUNT`. */
export function maximumCountAttribute(aggregation: string): string {
  return `MaximumCount${aggregation}`;
}

/** A change of a live collaboration: of one of its members, or of the changes that are approved automatically. */
export interface CollaborationChange {
  readonly Member?: MemberChange;
  readonly AutoApprovedChangeTypes?: readonly string[];
}

/** A new member, or the new settings of a member. */
export interface MemberChange {
  readonly AccountId: string;
  readonly DisplayName?: string;
  readonly Abilities?: readonly string[];
  readonly MlAbilities?: readonly string[];
  /** Whether the member is a candidate to pay, by the cost. */
  readonly Payment?: { readonly [cost: string]: boolean };
}

/** `Custom::CleanRoomsCollaborationChangeRequest`: requests changes, and commits them when all members have approved. */
export interface CollaborationChangeRequestProperties {
  readonly CollaborationIdentifier: string;
  readonly Changes: readonly CollaborationChange[];
  /** How often the same changes must have been made; without it, they are made as long as no later request has changed the same members. */
  readonly Occurrence?: number;
  readonly WaitSeconds: number;
  /** What becomes of a request that is not approved in time: it is cancelled, unless this is KEEP_OPEN or CONTINUE. */
  readonly WhenNotApproved?: string;
}

/** `Custom::CleanRoomsChangeRequestApproval`: the vote of this account on a request for exactly these changes. */
export interface ChangeRequestApprovalProperties {
  readonly CollaborationIdentifier: string;
  /** The account that votes. */
  readonly AccountId: string;
  readonly Changes: readonly CollaborationChange[];
  /** APPROVE or DENY. */
  readonly Decision: string;
  /** As in a request. */
  readonly Occurrence?: number;
  /** Whether it also waits until the changes are in effect, because something depends on them. */
  readonly UntilCommitted?: boolean;
  readonly WaitSeconds: number;
}

/**
 * The attributes of a `Custom::CleanRoomsCollaborationChangeRequest` and of a `Custom::CleanRoomsChangeRequestApproval`; their
 * physical ids are `<collaboration id>/<id>`.
 */
export interface ChangeRequestAttributes {
  readonly ChangeRequestIdentifier: string;
}

/** `Custom::CleanRoomsMemberRemoval`: removes a member permanently; its physical id is `<collaboration id>/<account>`. */
export interface MemberRemovalProperties {
  readonly CollaborationIdentifier: string;
  readonly AccountId: string;
}

/** Properties of each type, by the type's name. */
export interface PropertiesOf {
  [ResourceType.ANALYSIS_TEMPLATE_LOOKUP]: NamedLookupProperties;
  [ResourceType.AUDIENCE_MODEL]: AudienceModelProperties;
  [ResourceType.CHANGE_REQUEST_APPROVAL]: ChangeRequestApprovalProperties;
  [ResourceType.COLLABORATION_CHANGE_REQUEST]: CollaborationChangeRequestProperties;
  [ResourceType.COLLABORATION_LOOKUP]: CollaborationLookupProperties;
  [ResourceType.CONFIGURED_AUDIENCE_MODEL]: ConfiguredAudienceModelProperties;
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION]: ConfiguredAudienceModelAssociationProperties;
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP]: NamedLookupProperties;
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_LOOKUP]: NamedLookupProperties;
  [ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP]: NamedLookupProperties;
  [ResourceType.ID_MAPPING_TABLE_POPULATION]: IdMappingTablePopulationProperties;
  [ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP]: NamedLookupProperties;
  [ResourceType.INTERMEDIATE_TABLE_POPULATION]: IntermediateTablePopulationProperties;
  [ResourceType.LIVE_COLLABORATION_LOOKUP]: LiveCollaborationLookupProperties;
  [ResourceType.MEMBER_REMOVAL]: MemberRemovalProperties;
  [ResourceType.MEMBERSHIP_LOOKUP]: MembershipLookupProperties;
  [ResourceType.MEMBERS_JOINED]: MembersJoinedProperties;
  [ResourceType.SCHEMA_READINESS]: SchemaReadinessProperties;
  [ResourceType.MEMBERSHIP_CLEANUP]: MembershipCleanupProperties;
  [ResourceType.ML_CONFIGURATION]: MlConfigurationProperties;
  [ResourceType.ML_INPUT_CHANNEL_LOOKUP]: NamedLookupProperties;
  [ResourceType.PRIVACY_IMPACT_PREVIEW]: PrivacyImpactPreviewProperties;
  [ResourceType.PROTECTED_JOB]: ProtectedJobProperties;
  [ResourceType.PROTECTED_QUERY]: ProtectedQueryProperties;
  [ResourceType.REPLACEMENT_GUARD]: ReplacementGuardProperties;
  [ResourceType.SERVICE_ROLE_READY]: ServiceRoleReadyProperties;
  [ResourceType.TRAINED_MODEL_LOOKUP]: NamedLookupProperties;
}
