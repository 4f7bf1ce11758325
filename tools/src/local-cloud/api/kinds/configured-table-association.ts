import type { AnalysisRule } from '../analysis-rule';
import type { Behaviour, Call } from '../engine';
import type { NamedValues, Resource } from '../resource';
import { TABLE_KINDS } from '../tables';
import { childResources, loseBaseTable } from './intermediate-table';

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
  uniqueName: TABLE_KINDS,
  quota: 'tableAssociations',

  create({ name, description, roleArn }: CreateInput, { found }: Call) {
    return { name, description, roleArn, configuredTable: found('ConfiguredTable') };
  },

  view(association, { service }) {
    const { configuredTable, rule } = association.values;
    return {
      configuredTableId: configuredTable.id,
      configuredTableArn: configuredTable.arn,
      analysisRuleTypes: rule ? [rule.type] : [],
      childResources: childResources(association, service.store.list('IntermediateTable', association.region)),
    };
  },

  afterRemoval: (association, { service }) => loseBaseTable(association, service.store.list('IntermediateTable', association.region)),
};
