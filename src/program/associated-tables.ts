import { Stage } from 'aws-cdk-lib';
import {
  CfnAnalysisTemplate, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership, CfnPrivacyBudgetTemplate,
} from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { ruleFactsOf, valueAt } from './analysis-rule-facts';
import { warnAboutAmongTables, warnAboutBudget, warnAboutResultBucket, warnAboutTemplates } from './associated-tables-rules';
import { CollaborationsAmong } from './collaborations-among';
import { tableFactsOf } from './configured-table-facts';
import { beforeTemplates } from './whole-program';
import { resolveBucketReference, ownerOf, resolveReference } from '../foundation/references';
import type { ResourceKey } from '../foundation/references';
import type { Warning } from '../foundation/warnings';
import { warn } from '../foundation/warnings';

/*
 * What only the whole program tells of the tables that it associates. It is read from the L1s of all stacks, once everything
 * is defined: it holds for L1s and L2s alike.
 */

/** Sees to it that what is wrong among the associated tables of a program is told before its templates are written. */
export function warnAboutAssociatedTables(scope: IConstruct): void {
  beforeTemplates(scope, warnAboutIn);
}

function warnAboutIn(stage: Stage, all: IConstruct[]): void {
  const { associations, tables, budgets, templates } = read(all);
  associations.forEach((association, index) => {
    if (Stage.of(association.scope) !== stage) return;
    warn(association.scope, [
      ...warnAboutAmongTables(association, associations.slice(0, index)),
      ...warnAboutBudget(association, budgets),
      ...warnAboutBuckets(association),
    ]);
  });
  for (const table of tables) {
    if (Stage.of(table) !== stage) continue;
    const allowed = (ruleFactsOf(table)?.allowedAnalyses ?? []).map(resolveReference);
    const collaborations = associations.filter((association) => association.table === table).map(({ collaboration }) => collaboration);
    warn(ownerOf(table), warnAboutTemplates(templates.filter(({ template }) => allowed.includes(template)), collaborations));
  }
}

function read(all: IConstruct[]) {
  const collaborations = new CollaborationsAmong(all);
  const tables = all.filter(CfnConfiguredTable.isCfnConfiguredTable);
  return {
    tables,
    associations: all.filter(CfnConfiguredTableAssociation.isCfnConfiguredTableAssociation).map((association) => {
      const scope = ownerOf(association);
      const table = tables.find((candidate) => candidate === resolveReference(association.configuredTableIdentifier));
      return {
        scope,
        path: scope.node.path,
        membership: resolveReference(association.membershipIdentifier),
        collaboration: collaborations.of(association),
        table,
        rule: table && ruleFactsOf(table),
        dataBucket: table && dataBucketOf(table),
      };
    }),
    templates: all.filter(CfnAnalysisTemplate.isCfnAnalysisTemplate).map((template) => ({
      template,
      path: ownerOf(template).node.path,
      collaboration: collaborations.of(template),
    })),
    budgets: all.filter(CfnPrivacyBudgetTemplate.isCfnPrivacyBudgetTemplate)
      .filter(({ privacyBudgetType }) => privacyBudgetType === 'DIFFERENTIAL_PRIVACY')
      .map((budget) => collaborations.of(budget)),
  };
}

function warnAboutBuckets({ membership, dataBucket }: { readonly membership: ResourceKey; readonly dataBucket?: ResourceKey }): Warning[] {
  return CfnMembership.isCfnMembership(membership) ? warnAboutResultBucket(dataBucket, resultBuckets(membership), ownerOf(membership).node.path) : [];
}

function dataBucketOf(table: CfnConfiguredTable): ResourceKey | undefined {
  const bucketArn = tableFactsOf(ownerOf(table))?.source.bucketArn;
  return bucketArn === undefined ? undefined : resolveBucketReference(bucketArn);
}

function resultBuckets({ defaultResultConfiguration, defaultJobResultConfiguration }: CfnMembership): ResourceKey[] {
  return [defaultResultConfiguration, defaultJobResultConfiguration]
    .map((configuration) => valueAt<{ readonly bucket: string }>(configuration, 'outputConfiguration', 's3')?.bucket)
    .flatMap((bucketName) => bucketName === undefined ? [] : [resolveBucketReference(bucketName)]);
}
