import { CfnResource, Stage } from 'aws-cdk-lib';
import { CfnConfiguredTableAssociation, CfnIdMappingTable, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { valueAt } from './analysis-rule-facts';
import { CollaborationsAmong } from './collaborations-among';
import type { InMembership } from './collaborations-among';
import { beforeTemplates } from './whole-program';
import { checkBudgetIsOnlyOne, checkBudgetOfOwnTable } from '../constructs/privacy-budget/privacy-budget-template-rules';
import type { PlacedBudget } from '../constructs/privacy-budget/privacy-budget-template-rules';
import { warnAboutTableNameAmong, checkTableNameAmong } from '../constructs/table/table-name-rules';
import { isIntermediateTable } from '../foundation/l1-backports';
import type { TableOfMembership } from '../foundation/l1-backports';
import { ownerOf, resolveReference, resolveReferenceIn } from '../foundation/references';
import type { ResourceKey } from '../foundation/references';
import { throwIfAny } from '../foundation/validation-faults';
import { warn } from '../foundation/warnings';

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
  const placeOf = (resource: InMembership) => collaborations.of(resource) ?? resolveReferenceIn(resource, resource.membershipIdentifier);
  const tables = always.filter(isTable).map((table) => ({
    scope: ownerOf(table), path: ownerOf(table).node.path, name: table.name, place: placeOf(table),
  }));
  tables.forEach((table, index) => {
    if (Stage.of(table.scope) !== stage) return;
    throwIfAny(table.scope, checkTableNameAmong(table, tables.slice(0, index)));
    warn(table.scope, warnAboutTableNameAmong(table, tables.slice(0, index)));
  });

  const budgets = always.filter(CfnPrivacyBudgetTemplate.isCfnPrivacyBudgetTemplate).map((budget) => ({
    scope: ownerOf(budget), ...budgetOf(budget, placeOf(budget)),
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

function budgetOf(budget: CfnPrivacyBudgetTemplate, place: ResourceKey): PlacedBudget {
  const { resourceArn } = valueAt<CfnPrivacyBudgetTemplate.ParametersProperty>(budget.parameters) ?? {};
  const table = resourceArn === undefined ? undefined : resolveReference(resourceArn);
  return {
    path: ownerOf(budget).node.path,
    type: budget.privacyBudgetType,
    place,
    membership: resolveReference(budget.membershipIdentifier),
    table,
    membershipOfTable: table === undefined ? undefined : membershipOf(table),
  };
}

/** The membership that a table belongs to: an ARN has its id. */
function membershipOf(table: ResourceKey): ResourceKey | undefined {
  if (typeof table === 'string') return /:membership\/([^/]+)\//.exec(table)?.[1];
  return CfnResource.isCfnResource(table) && isTable(table) ? resolveReference(table.membershipIdentifier) : undefined;
}
