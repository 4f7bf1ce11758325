import { Stage } from 'aws-cdk-lib';
import {
  CfnAnalysisTemplate, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership, CfnPrivacyBudgetTemplate,
} from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { advise } from './advice';
import type { Advice } from './advice';
import { ruleFactsOf, valueAt } from './analysis-rule-facts';
import { CollaborationsAmong } from './collaborations-among';
import { tableFactsOf } from './configured-table-facts';
import { bucketNamed, definedBy, named } from './named';
import type { Named } from './named';
import { adviseAmongTables, adviseBudget, adviseResultBucket, adviseTemplates } from './rules/associated-tables';
import { beforeTemplates } from './whole-program';

/*
 * What only the whole program tells of the tables that it associates. It is read from the L1s of all stacks, once everything
 * is defined: it holds for L1s and L2s alike.
 */

/** Sees to it that what is wrong among the associated tables of a program is told before its templates are written. */
export function adviseAssociatedTables(scope: IConstruct): void {
  beforeTemplates(scope, adviseIn);
}

function adviseIn(stage: Stage, all: IConstruct[]): void {
  const { associations, tables, budgets, templates } = read(all);
  associations.forEach((association, index) => {
    if (Stage.of(association.scope) !== stage) return;
    advise(association.scope, [
      ...adviseAmongTables(association, associations.slice(0, index)),
      ...adviseBudget(association, budgets),
      ...adviseBuckets(association),
    ]);
  });
  for (const table of tables) {
    if (Stage.of(table) !== stage) continue;
    const allowed = (ruleFactsOf(table)?.allowedAnalyses ?? []).map(named);
    const collaborations = associations.filter((association) => association.table === table).map(({ collaboration }) => collaboration);
    advise(definedBy(table), adviseTemplates(templates.filter(({ template }) => allowed.includes(template)), collaborations));
  }
}

function read(all: IConstruct[]) {
  const collaborations = new CollaborationsAmong(all);
  const tables = all.filter(CfnConfiguredTable.isCfnConfiguredTable);
  return {
    tables,
    associations: all.filter(CfnConfiguredTableAssociation.isCfnConfiguredTableAssociation).map((association) => {
      const scope = definedBy(association);
      const table = tables.find((candidate) => candidate === named(association.configuredTableIdentifier));
      return {
        scope,
        path: scope.node.path,
        membership: named(association.membershipIdentifier),
        collaboration: collaborations.of(association),
        table,
        rule: table && ruleFactsOf(table),
        dataBucket: table && dataBucketOf(table),
      };
    }),
    templates: all.filter(CfnAnalysisTemplate.isCfnAnalysisTemplate).map((template) => ({
      template,
      path: definedBy(template).node.path,
      collaboration: collaborations.of(template),
    })),
    budgets: all.filter(CfnPrivacyBudgetTemplate.isCfnPrivacyBudgetTemplate)
      .filter(({ privacyBudgetType }) => privacyBudgetType === 'DIFFERENTIAL_PRIVACY')
      .map((budget) => collaborations.of(budget)),
  };
}

function adviseBuckets({ membership, dataBucket }: { readonly membership: Named; readonly dataBucket?: Named }): Advice[] {
  return CfnMembership.isCfnMembership(membership) ? adviseResultBucket(dataBucket, resultBuckets(membership), definedBy(membership).node.path) : [];
}

function dataBucketOf(table: CfnConfiguredTable): Named | undefined {
  const bucketArn = tableFactsOf(definedBy(table))?.source.bucketArn;
  return bucketArn === undefined ? undefined : bucketNamed(bucketArn);
}

function resultBuckets({ defaultResultConfiguration, defaultJobResultConfiguration }: CfnMembership): Named[] {
  return [defaultResultConfiguration, defaultJobResultConfiguration]
    .map((configuration) => valueAt<{ readonly bucket: string }>(configuration, 'outputConfiguration', 's3')?.bucket)
    .flatMap((bucketName) => bucketName === undefined ? [] : [bucketNamed(bucketName)]);
}
