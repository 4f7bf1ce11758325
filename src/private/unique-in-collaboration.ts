import { CfnResource, Stage } from 'aws-cdk-lib';
import { CfnConfiguredTableAssociation, CfnIdMappingTable, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { advise } from './advice';
import { valueAt } from './analysis-rule-facts';
import { CollaborationsAmong } from './collaborations-among';
import type { InMembership } from './collaborations-among';
import { throwIfAny } from './errors';
import { definedBy, named, namedIn } from './named';
import type { Named } from './named';
import { isIntermediateTable } from './newer';
import type { TableOfMembership } from './newer';
import { checkBudgetIsOnlyOne, checkBudgetOfOwnTable } from './rules/privacy-budget-template';
import type { PlacedBudget } from './rules/privacy-budget-template';
import { adviseTableNameAmong, checkTableNameAmong } from './rules/table-name';
import { beforeTemplates } from './whole-program';

/*
 * What a collaboration, or a table, has only one of. It is read from the L1s of all stacks, once everything is defined: it holds for
 * L1s and L2s alike.
 */

/** Sees to it that a program is refused that gives a collaboration two of what it can have only one of. */
export function checkUniqueInCollaboration(scope: IConstruct): void {
  beforeTemplates(scope, checkAll);
}

function checkAll(stage: Stage, all: IConstruct[]): void {
  const always = all.filter(isAlwaysMade);
  const collaborations = new CollaborationsAmong(all);
  const placeOf = (resource: InMembership) => collaborations.of(resource) ?? namedIn(resource, resource.membershipIdentifier);
  const tables = always.filter(isTable).map((table) => ({
    scope: definedBy(table), path: definedBy(table).node.path, name: table.name, place: placeOf(table),
  }));
  tables.forEach((table, index) => {
    if (Stage.of(table.scope) !== stage) return;
    throwIfAny(table.scope, checkTableNameAmong(table, tables.slice(0, index)));
    advise(table.scope, adviseTableNameAmong(table, tables.slice(0, index)));
  });

  const budgets = always.filter(CfnPrivacyBudgetTemplate.isCfnPrivacyBudgetTemplate).map((budget) => ({
    scope: definedBy(budget), ...budgetOf(budget, placeOf(budget)),
  }));
  budgets.forEach((budget, index) => {
    if (Stage.of(budget.scope) !== stage) return;
    throwIfAny(budget.scope, [...checkBudgetIsOnlyOne(budget, budgets.slice(0, index)), ...checkBudgetOfOwnTable(budget)]);
  });
}

/** Of what is made under a condition alone, one may be there instead of the other. */
function isAlwaysMade(construct: IConstruct): construct is CfnResource {
  return CfnResource.isCfnResource(construct) && !construct.cfnOptions.condition;
}

function isTable(resource: CfnResource): resource is CfnResource & TableOfMembership {
  return CfnConfiguredTableAssociation.isCfnConfiguredTableAssociation(resource) || CfnIdMappingTable.isCfnIdMappingTable(resource)
    || isIntermediateTable(resource);
}

function budgetOf(budget: CfnPrivacyBudgetTemplate, place: Named): PlacedBudget {
  const { resourceArn } = valueAt<CfnPrivacyBudgetTemplate.ParametersProperty>(budget.parameters) ?? {};
  const table = resourceArn === undefined ? undefined : named(resourceArn);
  return {
    path: definedBy(budget).node.path,
    type: budget.privacyBudgetType,
    place,
    membership: named(budget.membershipIdentifier),
    table,
    membershipOfTable: table === undefined ? undefined : membershipOf(table),
  };
}

/** The membership that a table belongs to: an ARN has its id. */
function membershipOf(table: Named): Named | undefined {
  if (typeof table === 'string') return /:membership\/([^/]+)\//.exec(table)?.[1];
  return CfnResource.isCfnResource(table) && isTable(table) ? named(table.membershipIdentifier) : undefined;
}
