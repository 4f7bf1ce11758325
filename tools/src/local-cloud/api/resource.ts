import type { AnalysisLogExportValues } from './kinds/analysis-log-export';
import type { AnalysisTemplateValues } from './kinds/analysis-template';
import type { ChangeRequestValues } from './kinds/change-request';
import type { CollaborationValues } from './kinds/collaboration';
import type { ConfiguredTableValues } from './kinds/configured-table';
import type { ConfiguredTableAssociationValues } from './kinds/configured-table-association';
import type { IdMappingTableValues } from './kinds/id-mapping-table';
import type { IdNamespaceAssociationValues } from './kinds/id-namespace-association';
import type { IntermediateTableValues } from './kinds/intermediate-table';
import type { MembershipValues } from './kinds/membership';
import type { PrivacyBudgetTemplateValues } from './kinds/privacy-budget-template';
import type { ProtectedJobValues } from './kinds/protected-job';
import type { ProtectedQueryValues } from './kinds/protected-query';

/** Members of a request that the model has validated. */
export type Values = Record<string, unknown>;

/** What most kinds keep: what the request said. */
export interface NamedValues extends Values {
  name: string;
  description?: string;
}

/** What the service keeps of each kind of resource, beside what it keeps of all of them. */
export interface ValuesOf {
  AnalysisLogExport: AnalysisLogExportValues;
  AnalysisTemplate: AnalysisTemplateValues;
  AudienceExportJob: NamedValues;
  AudienceGenerationJob: NamedValues;
  AudienceModel: NamedValues;
  ChangeRequest: ChangeRequestValues;
  Collaboration: CollaborationValues;
  ConfiguredAudienceModel: NamedValues;
  ConfiguredAudienceModelAssociation: NamedValues;
  ConfiguredModelAlgorithm: NamedValues;
  ConfiguredModelAlgorithmAssociation: NamedValues;
  ConfiguredTable: ConfiguredTableValues;
  ConfiguredTableAssociation: ConfiguredTableAssociationValues;
  IdMappingTable: IdMappingTableValues;
  IdNamespaceAssociation: IdNamespaceAssociationValues;
  IntermediateTable: IntermediateTableValues;
  MLConfiguration: NamedValues;
  MLInputChannel: NamedValues;
  Membership: MembershipValues;
  PrivacyBudgetTemplate: PrivacyBudgetTemplateValues;
  ProtectedJob: ProtectedJobValues;
  ProtectedQuery: ProtectedQueryValues;
  TrainedModel: NamedValues;
  TrainedModelExportJob: NamedValues;
  TrainedModelInferenceJob: NamedValues;
  TrainingDataset: NamedValues;
}

export type KindName = keyof ValuesOf;

type Parentless = 'AudienceExportJob' | 'AudienceGenerationJob' | 'AudienceModel' | 'Collaboration' | 'ConfiguredAudienceModel' | 'ConfiguredTable'
  | 'ConfiguredModelAlgorithm' | 'TrainingDataset';

type ParentOf<K extends KindName> =
  K extends Parentless ? undefined
    : K extends 'Membership' | 'ChangeRequest' ? Resource<'Collaboration'>
      : Resource<'Membership'>;

export interface Resource<K extends KindName = KindName> {
  readonly kind: K;
  readonly id: string;
  readonly arn: string;
  /** The account that made it. */
  readonly account: string;
  readonly region: string;
  /** Seconds since 1970, as the API tells times. */
  readonly createTime: number;
  updateTime: number;
  /** What it lives in. A collaboration stays reachable from its memberships after it has been deleted. */
  readonly parent: ParentOf<K>;
  readonly tags: Record<string, string>;
  readonly values: ValuesOf[K];
}

/** The resource, what it lives in, and so on. */
export function lineage(resource: Resource): Resource[] {
  return [resource, ...(resource.parent ? lineage(resource.parent) : [])];
}

/** The membership that a resource lives in, or is. */
export function membershipOf(resource: Resource): Resource<'Membership'> | undefined {
  return lineage(resource).find((each): each is Resource<'Membership'> => each.kind === 'Membership');
}

/** The collaboration that a resource lives in, or is. */
export function collaborationOf(resource: Resource): Resource<'Collaboration'> | undefined {
  return lineage(resource).find((each): each is Resource<'Collaboration'> => each.kind === 'Collaboration');
}
