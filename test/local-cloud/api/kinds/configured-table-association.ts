import type { AnalysisRule } from '../analysis-rule';
import type { Behaviour, Call } from '../engine';
import type { KindName, NamedValues, Resource } from '../resource';

export interface ConfiguredTableAssociationValues extends NamedValues {
  configuredTable: Resource<'ConfiguredTable'>;
  roleArn: string;
  rule?: AnalysisRule;
}

interface CreateInput {
  readonly name: string;
  readonly description?: string;
  readonly roleArn: string;
}

/** What queries know by name, which must be unique in a collaboration. */
export const TABLES_OF_COLLABORATION: readonly KindName[] = ['ConfiguredTableAssociation', 'IdMappingTable', 'IntermediateTable'];

export const configuredTableAssociation: Behaviour<'ConfiguredTableAssociation'> = {
  uniqueName: TABLES_OF_COLLABORATION,
  quota: 'tableAssociations',

  create({ name, description, roleArn }: CreateInput, { found }: Call) {
    return { name, description, roleArn, configuredTable: found('ConfiguredTable') };
  },

  view: ({ values: { configuredTable, rule } }) => ({
    configuredTableId: configuredTable.id,
    configuredTableArn: configuredTable.arn,
    analysisRuleTypes: rule ? [rule.type] : [],
  }),
};
