import type { AnalysisRule } from '../analysis-rule';
import type { Behaviour, Call } from '../engine';
import type { NamedValues, Resource } from '../resource';
import { TABLES_OF_COLLABORATION } from './tables-of-collaboration';

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
