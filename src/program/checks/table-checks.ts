import { groupBy } from '../../foundation/group-by';
import type { ResourceKey } from '../../foundation/references';
import { resolveBucketReference } from '../../foundation/references';
import { isKnown } from '../../foundation/tokens';
import { knownValue, readAssociationRule } from '../analysis-rule';
import type { RenderedAnalysisRule } from '../analysis-rule';
import type { CollaborationModel } from '../collaboration-model';
import type { Findings } from '../findings';
import { KnownResource, TABLE_TYPES } from '../known-resources';
import type { ProgramModel } from '../model';
import { isInFolder } from '../registered-locations';
import { keyOf } from '../resource';
import type { ProgramResource } from '../resource';
import { resultBucketsOf } from '../result-buckets';
import {
  checkAssociationRule, checkTableName, warnAboutAssociationRule, warnAboutBudget, warnAboutDifferentialPrivacyAmong,
  warnAboutDifferentialPrivacyOfReceiver, warnAboutPopulation, warnAboutProviders, warnAboutReceivers, warnAboutRegisteredFolder,
  warnAboutResultBucket, warnAboutRuleTypes, warnAboutTableNameCase, warnAboutTemplates,
} from './table-rules';

/** An association with what it leads to. */
interface Association {
  readonly resource: ProgramResource;
  readonly path: string;
  readonly membership: ResourceKey | undefined;
  readonly collaboration?: CollaborationModel;
  readonly table?: ProgramResource;
  readonly tableRule?: RenderedAnalysisRule;
  /** The rule of the table; one of which nothing is known where there is none. */
  readonly rule: RenderedAnalysisRule;
}

/** Checks the tables of a program: each with its association, and all of a collaboration with each other. */
export function checkTables(model: ProgramModel, findings: Findings): void {
  const associations = model.resources(KnownResource.CONFIGURED_TABLE_ASSOCIATION).map((resource) => associationOf(model, resource));
  associations.forEach((association) => checkAssociation(model, findings, association));
  for (const ofCollaboration of groupBy(associations, ({ collaboration }) => collaboration?.key).values()) {
    checkTogether(model, findings, ofCollaboration);
  }
  checkConfiguredTables(model, findings, groupBy(associations, ({ table }) => table));
  checkFolders(model, findings, associations);
  checkTableNames(model, findings);
  checkPopulations(model, findings);
}

function associationOf(model: ProgramModel, resource: ProgramResource): Association {
  const membership = resource.key('MembershipIdentifier');
  const table = model.find(resource.key('ConfiguredTableIdentifier'));
  const tableRule = model.ruleOf(table);
  return {
    resource, path: resource.path, membership, collaboration: model.collaborationOfMembership(membership), table, tableRule, rule: tableRule ?? {},
  };
}

function checkAssociation(model: ProgramModel, findings: Findings, { resource, collaboration, membership, tableRule }: Association): void {
  const { owner, account } = resource;
  const rule = readAssociationRule(resource.property('ConfiguredTableAssociationAnalysisRules'));
  const members = collaboration?.members();
  const removed = collaboration?.removedAccountIds();
  const receivers = knownValue(rule?.allowedResultReceivers) ?? [];

  if (rule) findings.fault(owner, ...checkAssociationRule(rule, tableRule));
  findings.warning(owner,
    ...warnAboutAssociationRule(rule, tableRule),
    ...warnAboutReceivers(receivers, members, removed),
    ...warnAboutDifferentialPrivacyOfReceiver(members?.find(({ accountId }) => accountId === account), tableRule),
  );
  if (tableRule) findings.warning(owner, ...warnAboutProviders(tableRule, members, removed));

  const definition = model.find(membership);
  if (definition?.type !== KnownResource.MEMBERSHIP) return;
  const bucketArn = model.sourceOfAssociation(resource)?.bucketArn;
  const dataBucket = bucketArn === undefined ? undefined : resolveBucketReference(bucketArn);
  findings.warning(owner, ...warnAboutResultBucket(dataBucket, resultBucketsOf(definition).map(({ bucket }) => bucket), definition.path));
}

function checkTogether(model: ProgramModel, findings: Findings, associations: readonly Association[]): void {
  const typed = isEverybodyHere(model, associations) ? typesByMember(associations) : [];
  for (const association of associations) {
    findings.warning(association.resource.owner, ...warnAboutRuleTypes(association, typed));
  }

  const columnOf = ({ rule }: Association) => knownValue(rule.differentialPrivacyColumn);
  const [first, ...others] = associations.filter((association) => columnOf(association) !== undefined);
  if (!first) return;
  const hasBudget = hasDifferentialPrivacyBudget(model, first.collaboration!);
  [first, ...others].forEach(({ resource }) => findings.warning(resource.owner, ...warnAboutBudget(hasBudget)));
  const byColumn = new Map([[columnOf(first), first]]);
  const byMember = new Map([[first.membership, first]]);
  for (const other of others) {
    const seen = [...byColumn.values(), ...byMember.values()];
    findings.warning(other.resource.owner, ...warnAboutDifferentialPrivacyAmong(other, seen));
    if (!byColumn.has(columnOf(other))) byColumn.set(columnOf(other), other);
    if (!byMember.has(other.membership)) byMember.set(other.membership, other);
  }
}

/** Whether no member of the collaboration is known to have tables elsewhere, because it has no membership in this program. */
function isEverybodyHere(model: ProgramModel, [first]: readonly Association[]): boolean {
  if (!first?.collaboration) return true;
  const here = new Set(model.membershipsOf(first.collaboration).map(({ account }) => account));
  return first.collaboration.accountIds()?.every((accountId) => here.has(accountId)) ?? true;
}

/** One association for each type of rule that each member has: with those each table is compared, however many there are. */
function typesByMember(associations: readonly Association[]): Association[] {
  const firsts = new Map<ResourceKey | undefined, Map<string | undefined, Association>>();
  for (const association of associations) {
    const ofMember = firsts.get(association.membership) ?? new Map<string | undefined, Association>();
    firsts.set(association.membership, ofMember);
    if (!ofMember.has(association.rule.type)) ofMember.set(association.rule.type, association);
  }
  return [...firsts.values()].flatMap((ofMember) => [...ofMember.values()]);
}

/** Whether the collaboration has a budget of differential privacy, or may have one that is not known to be of another. */
function hasDifferentialPrivacyBudget(model: ProgramModel, { key }: CollaborationModel): boolean {
  const withBudget = model.answer('differential privacy budgets', () => new Set(model.resources(KnownResource.PRIVACY_BUDGET_TEMPLATE)
    .filter((budget) => budget.value('PrivacyBudgetType') === 'DIFFERENTIAL_PRIVACY')
    .map((budget) => model.collaborationOfResource(budget)?.key)));
  return withBudget.has(key) || withBudget.has(undefined);
}

function checkConfiguredTables(model: ProgramModel, findings: Findings, associations: Map<ProgramResource | undefined, Association[]>): void {
  for (const table of model.resources(KnownResource.CONFIGURED_TABLE)) {
    const allowed = (knownValue(model.ruleOf(table)?.allowedAnalyses) ?? []).map((analysis) => model.find(keyOf(table.cfn, analysis)));
    const templates = allowed.filter((template) => template?.type === KnownResource.ANALYSIS_TEMPLATE)
      .map((template) => ({ path: template!.path, collaboration: model.collaborationOfResource(template!)?.key }));
    const collaborations = (associations.get(table) ?? []).map(({ collaboration }) => collaboration?.key);
    findings.warning(table.owner, ...warnAboutTemplates(templates, collaborations));
  }
}

/** Each table where its source is said: on the table itself, or else on its associations. */
function checkFolders(model: ProgramModel, findings: Findings, associations: readonly Association[]): void {
  const isRegistered = isInFolder(model);
  const others = associations.filter(({ table }) => !model.sourceOf(table)).map(({ resource }) => resource);
  for (const resource of [...model.resources(KnownResource.CONFIGURED_TABLE), ...others]) {
    const source = model.sourceOf(resource);
    if (source?.source === 'glue' && source.bucketArn !== undefined && isRegistered(source.bucketArn, source.prefix)) {
      findings.warning(resource.owner, ...warnAboutRegisteredFolder());
    }
  }
}

/** Of what is made only under a condition, one may be there instead of the other. */
function checkTableNames(model: ProgramModel, findings: Findings): void {
  const tables = TABLE_TYPES.flatMap((type) => model.resources(type)).filter(({ isUnconditional }) => isUnconditional).flatMap((resource) => {
    const [name, place] = [resource.text('Name'), model.placeOf(resource)];
    return name === undefined || !isKnown(name) || place === undefined ? [] : [{ resource, name, place: `${model.idOf(place)} ${name.toLowerCase()}` }];
  }).sort((one, other) => one.resource.cfn.node.path < other.resource.cfn.node.path ? -1 : 1);

  for (const twins of groupBy(tables, ({ place }) => place).values()) {
    const byName = new Map<string, ProgramResource>();
    for (const { resource, name } of twins) {
      const [twin] = twins;
      const taken = byName.get(name);
      if (taken) findings.fault(resource.owner, ...checkTableName(name, taken.path));
      else if (twin.name !== name) findings.warning(resource.owner, ...warnAboutTableNameCase(name, twin.name, twin.resource.path));
      if (!taken) byName.set(name, resource);
    }
  }
}

/** A population names the table by its id: an import of a table of this program leads to it as well. */
function checkPopulations(model: ProgramModel, findings: Findings): void {
  const populated = new Set(model.resources(KnownResource.ID_MAPPING_TABLE_POPULATION).map((population) => population.key('IdMappingTableIdentifier')));
  for (const { cfn, owner } of model.resources(KnownResource.ID_MAPPING_TABLE)) {
    if (!populated.has(cfn)) findings.warning(owner, ...warnAboutPopulation());
  }
}
