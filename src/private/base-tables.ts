import { CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { advise } from './advice';
import { valueAt } from './analysis-rule-facts';
import { definedBy, named } from './named';
import { adviseInheritance } from './rules/intermediate-table';
import type { BaseTable, DeferredControls } from './rules/intermediate-table';

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
export function adviseInheritedControls(scope: IConstruct, { membershipIdentifier, query, rule }: InheritingTable): void {
  scope.node.addValidation({
    validate: () => {
      const collaboration = collaborationOf(membershipIdentifier);
      const bases = scope.node.root.node.findAll()
        .filter(CfnConfiguredTableAssociation.isCfnConfiguredTableAssociation)
        .filter((association) => collaboration !== undefined && collaborationOf(association.membershipIdentifier) === collaboration)
        .filter(({ name }) => tablesIn(query).has(name.toLowerCase()))
        .map(baseTable);
      advise(scope, adviseInheritance(rule, named(membershipIdentifier), bases));
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
  const membership = named(membershipIdentifier);
  return CfnMembership.isCfnMembership(membership) ? named(membership.collaborationIdentifier) : undefined;
}

/** The L1s' own properties are the truth: they serve L1s and L2s alike, and follow what was changed after construction. */
function baseTable(association: CfnConfiguredTableAssociation): BaseTable {
  const table = named(association.configuredTableIdentifier);
  const rule = CfnConfiguredTable.isCfnConfiguredTable(table) ? valueAt(table.analysisRules, 0, 'policy', 'v1', 'custom') : undefined;
  return {
    path: definedBy(association).node.path,
    membership: named(association.membershipIdentifier),
    allowedResultReceivers: valueAt(association.configuredTableAssociationAnalysisRules, 0, 'policy', 'v1', 'custom', 'allowedResultReceivers'),
    disallowedOutputColumns: valueAt(rule, 'disallowedOutputColumns') ?? [],
    additionalAnalyses: valueAt(rule, 'additionalAnalyses'),
  };
}
