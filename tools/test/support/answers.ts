import { Token } from 'aws-cdk-lib';
import { readAnalysisRule, readAssociationRule } from '../../../src/program/analysis-rule';
import { KnownResource } from '../../../src/program/known-resources';
import { memberChangesIn } from '../../../src/program/member';
import type { ProgramModel } from '../../../src/program/model';
import type { ProgramResource } from '../../../src/program/resource';
import { ruleColumnsIn } from '../../../src/program/rule-columns';

/** What the model of a program answers, as plain values: constructs by their paths, tokens by a word. */
export function answersOf(model: ProgramModel): unknown {
  return plain({
    collaborations: byPath(model.collaborations().map((collaboration) => ({
      path: model.find(collaboration.key)?.path ?? (typeof collaboration.key === 'string' && !Token.isUnresolved(collaboration.key) ? collaboration.key : 'a token'),
      name: collaboration.definition?.knownName,
      members: collaboration.members(),
      everybody: collaboration.membersEver(),
      receivers: collaboration.accountIdsWith('CAN_RECEIVE_RESULTS'),
      queryLogging: collaboration.queryLogging,
      metrics: collaboration.metrics,
      removed: collaboration.removedAccountIds(),
      changes: collaboration.changeRequests.map(memberChangesIn),
      memberships: model.membershipsOf(collaboration).map(({ path, account, cfn }) => ({
        path, account, member: model.memberOfAccount(collaboration, cfn)?.accountId,
      })),
      resources: Object.values(KnownResource).map((type) => model.resourcesOf(collaboration, type).map((resource) => resourceIn(model, resource))),
      isComplete: model.isComplete(collaboration, KnownResource.CONFIGURED_TABLE_ASSOCIATION),
    }))),
    tables: model.resources(KnownResource.CONFIGURED_TABLE).map((table) => ({
      ...resourceIn(model, table),
      allowed: table.texts('AllowedColumns'),
      rule: readAnalysisRule(table.property('AnalysisRules')),
      columns: ruleColumnsIn(table.property('AnalysisRules')),
      source: model.sourceOf(table),
    })),
    associations: model.resources(KnownResource.CONFIGURED_TABLE_ASSOCIATION).map((association) => ({
      ...resourceIn(model, association),
      rule: readAssociationRule(association.property('ConfiguredTableAssociationAnalysisRules')),
      source: model.sourceOfAssociation(association),
      table: model.find(association.key('ConfiguredTableIdentifier'))?.path,
    })),
    templates: model.resources(KnownResource.ANALYSIS_TEMPLATE).map((template) => ({
      ...resourceIn(model, template), text: template.text('Source', 'Text'), parameters: template.property('AnalysisParameters'),
    })),
  });
}

function resourceIn(model: ProgramModel, resource: ProgramResource) {
  const collaboration = model.collaborationOfResource(resource);
  return {
    path: resource.path,
    name: resource.knownName,
    type: resource.type,
    account: resource.account,
    isUnconditional: resource.isUnconditional,
    collaboration: collaboration && model.pathOf(collaboration.key),
  };
}

function byPath<T extends { readonly path: string }>(values: T[]): T[] {
  return values.sort((one, other) => one.path < other.path ? -1 : 1);
}

/** Tokens differ from one program to the next. */
function plain(value: unknown): unknown {
  if (Token.isUnresolved(value)) return typeof value === 'string' ? value.replace(/\$\{Token\[[^\]]*\]\}/g, '<token>') : '<token>';
  if (typeof value === 'symbol') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined).map(([key, member]) => [key, plain(member)]));
}
