import { checkLookedUpName, warnAboutAddedMember, warnAboutName } from './name-rules';
import type { NamesOfKind } from './name-rules';
import { KnownNames } from '../../foundation/similar-names';
import { isKnown } from '../../foundation/tokens';
import type { Warning } from '../../foundation/warnings';
import type { CollaborationModel } from '../collaboration-model';
import type { Findings } from '../findings';
import { KnownResource, TABLE_TYPES } from '../known-resources';
import { memberChangesIn } from '../member';
import type { ProgramModel } from '../model';
import type { ProgramResource } from '../resource';
import { tablesNamedIn } from '../sql-tables';

/** Whatever names something of a collaboration is looked up in what the program says of it. */
export function checkNames(model: ProgramModel, findings: Findings): void {
  for (const { type, ofType, property, what } of LOOKUPS) {
    model.resources(type).forEach((lookup) => checkLookup(model, findings, lookup, { ofType, property, what }));
  }
  model.resources(KnownResource.SCHEMA_READINESS).forEach((readiness) => checkReadiness(model, findings, readiness));
  model.resources(KnownResource.ANALYSIS_TEMPLATE).forEach((template) => checkTemplate(model, findings, template));
  model.resources(KnownResource.INTERMEDIATE_TABLE).forEach((table) => checkQuery(
    model, findings, table, 'populationAnalysis', table.text('PopulationAnalysisConfiguration', 'SqlParameters', 'QueryString')));
  model.resources(KnownResource.PROTECTED_QUERY).forEach((query) => checkQuery(
    model, findings, query, 'statement', query.text('Statement', 'QueryString')));
  checkAddedMembers(model, findings);
}

/** What is looked up by a name, and the type of what has such a name. */
const LOOKUPS = [
  { type: KnownResource.ANALYSIS_TEMPLATE_LOOKUP, ofType: KnownResource.ANALYSIS_TEMPLATE, property: 'analysisTemplateName', what: 'analysis template' },
  {
    type: KnownResource.ID_NAMESPACE_ASSOCIATION_LOOKUP,
    ofType: KnownResource.ID_NAMESPACE_ASSOCIATION,
    property: 'idNamespaceAssociationName',
    what: 'ID namespace association',
  },
  {
    type: KnownResource.AUDIENCE_MODEL_ASSOCIATION_LOOKUP,
    ofType: KnownResource.AUDIENCE_MODEL_ASSOCIATION,
    property: 'configuredAudienceModelAssociationName',
    what: 'association of a configured audience model',
  },
];

function checkLookup(
  model: ProgramModel, findings: Findings, lookup: ProgramResource, { ofType, property, what }: { ofType: string; property: string; what: string },
): void {
  const collaboration = model.collaborationNamedBy(lookup);
  const name = lookup.text('Name');
  if (!collaboration || name === undefined || !isKnown(name)) return;
  const input = { property, name, what, where: IN_COLLABORATION, known: namesIn(model, collaboration, [ofType], lookup.text('OwnerAccountId')) };
  const faults = checkLookedUpName(input, lookup.text('WaitSeconds') !== '0');
  findings.fault(lookup.owner, ...faults);
  findings.warning(lookup.owner, ...faults.length ? [] : warnAboutName(input));
}

function checkReadiness(model: ProgramModel, findings: Findings, readiness: ProgramResource): void {
  const collaboration = model.collaborationNamedBy(readiness);
  if (!collaboration) return;
  const known = namesIn(model, collaboration, TABLE_TYPES);
  for (const name of (readiness.texts('Tables') ?? []).filter(isKnown)) {
    findings.warning(readiness.owner, ...warnAboutName({ property: 'tables', name, what: 'table', where: IN_COLLABORATION, known }));
  }
}

function checkTemplate(model: ProgramModel, findings: Findings, template: ProgramResource): void {
  checkQuery(model, findings, template, 'source', template.text('Source', 'Text'));
  const collaboration = model.collaborationOfResource(template);
  const referenced = (template.texts('Schema', 'ReferencedTables') ?? []).filter(isKnown);
  if (collaboration) findings.warning(template.owner, ...warnAboutNames(model, collaboration, 'referencedTables', referenced));
}

function checkQuery(model: ProgramModel, findings: Findings, resource: ProgramResource, property: string, query: string | undefined): void {
  const collaboration = model.collaborationOfResource(resource);
  if (!collaboration || query === undefined) return;
  const filled = resource.type === KnownResource.INTERMEDIATE_TABLE ? resource.text('Name') : undefined;
  findings.warning(resource.owner, ...warnAboutTablesOfQuery(model, collaboration, property, query, filled));
}

/** Looks up the tables in the text of a query, also of one that no resource has. A query cannot read the table that its results fill. */
export function warnAboutTablesOfQuery(
  model: ProgramModel, collaboration: CollaborationModel, property: string, query: string, filled?: string,
): Warning[] {
  return isKnown(query) ? warnAboutNames(model, collaboration, property, tablesNamedIn(query), filled) : [];
}

/** Names of tables in queries are not case-sensitive. */
function warnAboutNames(
  model: ProgramModel, collaboration: CollaborationModel, property: string, names: readonly string[], filled?: string,
): Warning[] {
  const known = namesIn(model, collaboration, TABLE_TYPES);
  const isFilled = (name: string) => name.toLowerCase() === filled?.toLowerCase();
  const unknown = names.filter((name) => isFilled(name) || !known.names.hasInAnyCase(name));
  if (!unknown.length) return [];
  const others = filled === undefined ? known : { ...known, names: new KnownNames(known.names.all.filter((name) => !isFilled(name))) };
  return unknown.flatMap((name) => warnAboutName({ property, name, what: 'table', where: IN_COLLABORATION, known: others }, 'tableUnknown'));
}

const IN_COLLABORATION = 'in the collaboration';

function checkAddedMembers(model: ProgramModel, findings: Findings): void {
  for (const collaboration of model.collaborations()) {
    const members = new Set(collaboration.liveMembers()?.map(({ accountId }) => accountId));
    for (const request of collaboration.changeRequests) {
      for (const { AccountId, DisplayName } of memberChangesIn(request)) {
        if (DisplayName === undefined || !isKnown(AccountId)) continue;
        if (members.has(AccountId)) findings.warning(request.owner, ...warnAboutAddedMember(AccountId));
        members.add(AccountId);
      }
    }
  }
}

/** The names of the resources of some types in a collaboration, of one owner or of all, found once however many others are looked up among them. */
function namesIn(model: ProgramModel, collaboration: CollaborationModel, types: readonly string[], owner?: string): NamesOfKind {
  return model.answer(`names of ${types} of ${owner} in ${model.idOf(collaboration.key)}`, () => {
    const resources = types.flatMap((type) => model.resourcesOf(collaboration, type));
    const isOfOwner = ({ account }: ProgramResource) => owner === undefined || account === owner || !isKnown(account);
    return {
      names: new KnownNames(resources.filter(isOfOwner).flatMap(({ knownName }) => knownName ?? [])),
      areAll: types.every((type) => model.isComplete(collaboration, type)) && resources.every(({ knownName }) => knownName !== undefined),
    };
  });
}
