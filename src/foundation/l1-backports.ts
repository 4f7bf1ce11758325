import { CfnResource, Lazy, Token, Validations } from 'aws-cdk-lib';
import type { TagManager } from 'aws-cdk-lib';
import type { CfnConfiguredTable, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { Construct } from 'constructs';

/*
 * Properties that the L1s of the oldest supported aws-cdk-lib (2.263.0) lack. Each part is removed when that version rises to the one
 * that has it.
 */

/** The analysis rule of a configured table, as in the L1 since aws-cdk-lib 2.269.0. */
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

/** A custom analysis rule, which has thresholds and comparison controls since that version. */
export interface CustomRuleProperty extends CfnConfiguredTable.AnalysisRuleCustomProperty {
  readonly aggregationThresholds?: AggregationThresholdProperty[];
  readonly comparisonControls?: ComparisonControlsProperty;
}

/** The minimum number of distinct identities behind each row of results. */
export interface AggregationThresholdProperty {
  readonly identityColumns: string[];
  readonly minimumIdentityCount: number;
  readonly type: string;
  readonly allowedAggregateExpressionType: string;
  readonly outputColumnThresholds?: { readonly outputColumnName: string; readonly minimumIdentityCount: number }[];
}

/** The columns that a query may compare. */
export interface ComparisonControlsProperty {
  readonly allowedLiteralComparisonColumns: string[];
  readonly allowedColumnComparisonColumns: string[];
}

/** Adds the parts of a rule that the L1 of a configured table lacks. */
export function addNewerRuleParts(table: CfnConfiguredTable, rule: AnalysisRuleProperty): void {
  const { aggregationThresholds, comparisonControls } = rule.policy.v1.custom ?? {};
  for (const [part, value] of Object.entries({ aggregationThresholds, comparisonControls })) {
    if (value !== undefined) {
      table.addPropertyOverride(`AnalysisRules.0.Policy.V1.Custom.${capitalized(part)}`, inTemplateForm(value));
    }
  }
}

/** A table in Databricks, as in the table reference of the L1 since aws-cdk-lib 2.276.0. */
export interface DatabricksTableReferenceProperty {
  readonly schemaName: string;
  readonly tableName: string;
  readonly workspaceUrl: string;
  readonly connectionType: { readonly deltaSharing: { readonly shareName: string; readonly deltaShareEndpoint: string } };
}

/**
 * Makes a configured table refer to a table in Databricks.
 *
 * The validation in aws-cdk-lib reports an error for it, even in versions whose L1 has the property, and users cannot fix that. So the
 * error is acknowledged for this table only; for the whole app with aws-cdk-lib 2.263.0, which cannot acknowledge for one construct.
 */
export function addDatabricksTable(table: CfnConfiguredTable, reference: DatabricksTableReferenceProperty): void {
  table.addPropertyOverride('TableReference.Databricks', inTemplateForm(reference));
  Validations.of(table).acknowledge({
    id: 'CloudFormation-Validate::F3018',
    reason: 'CloudFormation has tables in Databricks, the schemas of the validation do not have them yet',
  });
}

/**
 * Sets the format of the results of a member's jobs, a property of the L1 of a membership since aws-cdk-lib 2.276.0.
 *
 * The validation in aws-cdk-lib reports an error, which is acknowledged as for a table in Databricks.
 */
export function addJobResultFormat(membership: CfnMembership, format: string): void {
  membership.addPropertyOverride('DefaultJobResultConfiguration.OutputConfiguration.S3.ResultFormat', format);
  Validations.of(membership).acknowledge({
    id: 'CloudFormation-Validate::F3002',
    reason: 'CloudFormation has the format of the results of jobs, the schemas of the validation do not have it yet',
  });
}

/** Returns a value of an L1 property as in the template: its keys begin with capital letters. */
export function inTemplateForm(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map(inTemplateForm);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [capitalized(key), inTemplateForm(member)]));
}

function capitalized(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** The properties of an intermediate table, as in the L1 since aws-cdk-lib 2.264.0. */
export interface IntermediateTableProperties {
  readonly name: string;
  readonly description?: string;
  readonly membershipIdentifier: string;
  readonly populationAnalysisConfiguration: { readonly sqlParameters: { readonly queryString?: string; readonly analysisTemplateArn?: string } };
  readonly kmsKeyArn?: string;
  readonly analysisRules?: object[];
}

const INTERMEDIATE_TABLE = 'AWS::CleanRooms::IntermediateTable';

/** Creates the resource of an intermediate table, for which there is an L1 since aws-cdk-lib 2.264.0. */
export function newIntermediateTable(scope: Construct, id: string, properties: IntermediateTableProperties, tags: TagManager): CfnResource {
  return new CfnResource(scope, id, {
    type: INTERMEDIATE_TABLE,
    properties: { ...inTemplateForm(properties) as object, Tags: Lazy.any({ produce: () => inTemplateForm(tags.renderTags()) }) },
  });
}
