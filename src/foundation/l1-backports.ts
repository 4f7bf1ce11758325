import { CfnResource, Lazy, Token, Validations } from 'aws-cdk-lib';
import type { TagManager } from 'aws-cdk-lib';
import type { CfnConfiguredTable, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { Construct } from 'constructs';

/*
 * What the L1s of the oldest aws-cdk-lib that this library runs with (2.263.0) lack, and how it gets into the template
 * nevertheless. Each part goes when that version rises to the one that has it.
 */

/** The analysis rule of a configured table, as the L1 has it since aws-cdk-lib 2.269.0. */
export interface AnalysisRuleProperty {
  readonly type: string;
  readonly policy: {
    readonly v1: {
      readonly aggregation?: CfnConfiguredTable.AnalysisRuleAggregationProperty;
      readonly list?: CfnConfiguredTable.AnalysisRuleListProperty;
      readonly custom?: CustomRuleProperty;
    };
  };
}

/** A custom analysis rule; since that version with thresholds and comparison controls. */
export interface CustomRuleProperty extends CfnConfiguredTable.AnalysisRuleCustomProperty {
  readonly aggregationThresholds?: AggregationThresholdProperty[];
  readonly comparisonControls?: ComparisonControlsProperty;
}

/** How many distinct identities a row of results must at least stand for. */
export interface AggregationThresholdProperty {
  readonly identityColumns: string[];
  readonly minimumIdentityCount: number;
  readonly type: string;
  readonly allowedAggregateExpressionType: string;
  readonly outputColumnThresholds?: { readonly outputColumnName: string; readonly minimumIdentityCount: number }[];
}

/** Which columns a query may compare. */
export interface ComparisonControlsProperty {
  readonly allowedLiteralComparisonColumns: string[];
  readonly allowedColumnComparisonColumns: string[];
}

/** Writes what the L1 of a configured table leaves out of its rule. */
export function addNewerRuleParts(table: CfnConfiguredTable, rule: AnalysisRuleProperty): void {
  const { aggregationThresholds, comparisonControls } = rule.policy.v1.custom ?? {};
  for (const [part, value] of Object.entries({ aggregationThresholds, comparisonControls })) {
    if (value !== undefined) {
      table.addPropertyOverride(`AnalysisRules.0.Policy.V1.Custom.${capitalized(part)}`, inTemplateForm(value));
    }
  }
}

/** A table in Databricks, as the L1 has it in the reference of a configured table since aws-cdk-lib 2.276.0. */
export interface DatabricksTableReferenceProperty {
  readonly schemaName: string;
  readonly tableName: string;
  readonly workspaceUrl: string;
  readonly connectionType: { readonly deltaSharing: { readonly shareName: string; readonly deltaShareEndpoint: string } };
}

/**
 * Lets a configured table refer to one in Databricks.
 *
 * The validation in aws-cdk-lib takes it for a mistake, even where its L1 has it, and no user can mend that: so it is
 * acknowledged, for this table alone; where aws-cdk-lib is too old to tell tables apart (2.263.0), for the whole app.
 */
export function addDatabricksTable(table: CfnConfiguredTable, reference: DatabricksTableReferenceProperty): void {
  table.addPropertyOverride('TableReference.Databricks', inTemplateForm(reference));
  Validations.of(table).acknowledge({
    id: 'CloudFormation-Validate::F3018',
    reason: 'CloudFormation has tables in Databricks, the schemas of its validation do not have them yet',
  });
}

/**
 * Gives the results of a member's jobs a format, as the L1 of a membership can since aws-cdk-lib 2.276.0.
 *
 * The validation in aws-cdk-lib takes it for a mistake, as it does a table in Databricks, and it is acknowledged likewise.
 */
export function addJobResultFormat(membership: CfnMembership, format: string): void {
  membership.addPropertyOverride('DefaultJobResultConfiguration.OutputConfiguration.S3.ResultFormat', format);
  Validations.of(membership).acknowledge({
    id: 'CloudFormation-Validate::F3002',
    reason: 'CloudFormation has the format of the results of jobs, the schemas of its validation do not have it yet',
  });
}

/** A value of an L1 property as the template has it: its keys begin with capital letters. */
export function inTemplateForm(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map(inTemplateForm);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [capitalized(key), inTemplateForm(member)]));
}

function capitalized(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** The properties of an intermediate table, as the L1 has them since aws-cdk-lib 2.264.0. */
export interface IntermediateTableProperties {
  readonly name: string;
  readonly description?: string;
  readonly membershipIdentifier: string;
  readonly populationAnalysisConfiguration: { readonly sqlParameters: { readonly queryString?: string; readonly analysisTemplateArn?: string } };
  readonly kmsKeyArn?: string;
  readonly analysisRules?: object[];
}

const INTERMEDIATE_TABLE = 'AWS::CleanRooms::IntermediateTable';

/** An intermediate table, for which there is an L1 since aws-cdk-lib 2.264.0. */
export function newIntermediateTable(scope: Construct, id: string, properties: IntermediateTableProperties, tags: TagManager): CfnResource {
  return new CfnResource(scope, id, {
    type: INTERMEDIATE_TABLE,
    properties: { ...inTemplateForm(properties) as object, Tags: Lazy.any({ produce: () => inTemplateForm(tags.renderTags()) }) },
  });
}
