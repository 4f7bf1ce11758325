import { CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { valueAt } from './analysis-rule-facts';
import { warnAboutInheritance } from '../constructs/table/intermediate-table-rules';
import type { BaseTable, DeferredControls } from '../constructs/table/intermediate-table-rules';
import { ownerOf, resolveReference } from '../foundation/references';
import { warn } from '../foundation/warnings';

/** An intermediate table, as far as it inherits controls from the tables that it is filled from. */
export interface InheritingTable {
  readonly membershipIdentifier: string;
  /** The text of the query that fills it. */
  readonly query: string;
  readonly rule: DeferredControls;
}

/**
 * Sees to it that a rule that is looser than those of the tables underneath is told before the template is written: once everything
 * is defined, for the tables may be defined later, in stacks of other accounts.
 */
export function warnAboutInheritedControls(scope: IConstruct, { membershipIdentifier, query, rule }: InheritingTable): void {
  scope.node.addValidation({
    validate: () => {
      const collaboration = collaborationOf(membershipIdentifier);
      const bases = scope.node.root.node.findAll()
        .filter(CfnConfiguredTableAssociation.isCfnConfiguredTableAssociation)
        .filter((association) => collaboration !== undefined && collaborationOf(association.membershipIdentifier) === collaboration)
        .filter(({ name }) => tablesIn(query).has(name.toLowerCase()))
        .map(baseTable);
      warn(scope, warnAboutInheritance(rule, resolveReference(membershipIdentifier), bases));
      return [];
    },
  });
}

/** What could be the name of a table in the text of a query: every word that is neither in a text nor in a comment. */
function tablesIn(query: string): Set<string> {
  const bare = query.replace(/'(?:[^'\\]|\\.)*'|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  return new Set(bare.toLowerCase().match(/\w+/g));
}

function collaborationOf(membershipIdentifier: string): unknown {
  const membership = resolveReference(membershipIdentifier);
  return CfnMembership.isCfnMembership(membership) ? resolveReference(membership.collaborationIdentifier) : undefined;
}

/** The L1s' own properties are the truth: they serve L1s and L2s alike, and follow what was changed after construction. */
function baseTable(association: CfnConfiguredTableAssociation): BaseTable {
  const table = resolveReference(association.configuredTableIdentifier);
  const rule = CfnConfiguredTable.isCfnConfiguredTable(table) ? valueAt(table.analysisRules, 0, 'policy', 'v1', 'custom') : undefined;
  return {
    path: ownerOf(association).node.path,
    membership: resolveReference(association.membershipIdentifier),
    allowedResultReceivers: valueAt(association.configuredTableAssociationAnalysisRules, 0, 'policy', 'v1', 'custom', 'allowedResultReceivers'),
    disallowedOutputColumns: valueAt(rule, 'disallowedOutputColumns') ?? [],
    additionalAnalyses: valueAt(rule, 'additionalAnalyses'),
  };
}
