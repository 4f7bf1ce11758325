import { policyOf, type AnalysisRule } from './analysis-rule';
import type { Call, Context, OperationHandler } from './engine';
import { columnsOf } from './kinds/intermediate-table';
import { statusDetails } from './readiness';
import type { Values } from './resource';
import type { CleanRoomsService } from './service';
import { configuredTableOf, tableNamed, tablesOf, type Table } from './tables';

interface RuleRequest {
  readonly name: string;
  readonly type: string;
}

const ID_MAPPING_COLUMNS = ['sourceid', 'targetid'];

/** Operations on schemas: the tables of all members, as the collaboration sees them. */
export const schemaOperations: Record<string, OperationHandler> = {
  ListSchemas: (call: Call<{ readonly schemaType?: string }>) => tablesOf(call.found('Collaboration'), call.service.store)
    .map((table) => schemaOf(table, call.service))
    .filter(({ type }) => call.input.schemaType === undefined || call.input.schemaType === type),

  GetSchema(call: Call<{ readonly name: string }>) {
    const schema = lookedUp(call.input.name, call);
    if (!schema) throw call.missing('Schema', call.input.name);
    return { schema };
  },

  BatchGetSchema(call: Call<{ readonly names: readonly string[] }>) {
    const found = call.input.names.map((name) => ({ name, schema: lookedUp(name, call) }));
    return {
      schemas: found.flatMap(({ schema }) => schema ?? []),
      errors: found.filter(({ schema }) => !schema).map(({ name }) => ({ name, ...NOT_FOUND })),
    };
  },

  GetSchemaAnalysisRule(call: Call<RuleRequest>) {
    const analysisRule = ruleOf(call.input, call);
    if (!analysisRule) throw call.missing('SchemaAnalysisRule', call.input.name);
    return { analysisRule };
  },

  BatchGetSchemaAnalysisRule(call: Call<{ readonly schemaAnalysisRuleRequests: readonly RuleRequest[] }>) {
    const found = call.input.schemaAnalysisRuleRequests.map((request) => ({ request, rule: ruleOf(request, call) }));
    return {
      analysisRules: found.flatMap(({ rule }) => rule ?? []),
      errors: found.filter(({ rule }) => !rule).map(({ request }) => ({ ...request, ...NOT_FOUND })),
    };
  },
};

const NOT_FOUND = { code: 'ResourceNotFoundException', message: 'The collaboration has no such schema, or it has no such rule' };

function tableOf(name: string, call: Context): Table | undefined {
  return tableNamed(name, tablesOf(call.found('Collaboration'), call.service.store));
}

/** A schema as it is now. Looking at an ID mapping table takes its population on. */
function lookedUp(name: string, call: Context): Values | undefined {
  const table = tableOf(name, call);
  const schema = table && schemaOf(table, call.service);
  if (table?.kind === 'IdMappingTable' && table.values.looksUntilPopulated) table.values.looksUntilPopulated -= 1;
  return schema;
}

function schemaOf(table: Table, service: CleanRoomsService): Values {
  const { id, arn } = table.parent.parent;
  return {
    ...particulars(table),
    name: table.values.name,
    description: table.values.description ?? '',
    partitionKeys: [],
    creatorAccountId: table.account,
    collaborationId: id,
    collaborationArn: arn,
    createTime: table.createTime,
    updateTime: table.updateTime,
    resourceArn: table.arn,
    schemaStatusDetails: statusDetails(table, service),
  };
}

/** What is different about each kind of table. Nobody here reads Glue, so the type of a column is known of Snowflake only. */
function particulars(table: Table): Values {
  switch (table.kind) {
    case 'ConfiguredTableAssociation': {
      const { allowedColumns, tableReference, analysisMethod, selectedAnalysisMethods, rule } = table.values.configuredTable.values;
      const typed = tableReference.snowflake?.tableSchema.v1 ?? [];
      const typeOf = (name: string) => typed.find(({ columnName }) => columnName === name)?.columnType ?? 'string';
      return {
        type: 'TABLE',
        analysisMethod,
        selectedAnalysisMethods,
        columns: allowedColumns.map((name) => ({ name, type: typeOf(name) })),
        analysisRuleTypes: rule ? [rule.type] : [],
        schemaTypeProperties: { configuredTableAssociation: { configuredTableAssociationId: table.id } },
      };
    }
    case 'IdMappingTable': return {
      type: 'ID_MAPPING_TABLE',
      columns: ID_MAPPING_COLUMNS.map((name) => ({ name, type: 'string' })),
      analysisRuleTypes: ['ID_MAPPING_TABLE'],
      schemaTypeProperties: { idMappingTable: { ...table.values.inputReferenceProperties, idMappingTableId: table.id } },
    };
    case 'IntermediateTable': return {
      type: 'INTERMEDIATE_TABLE',
      columns: columnsOf(table.values),
      analysisRuleTypes: table.values.rule ? [table.values.rule.type] : [],
      schemaTypeProperties: { intermediateTable: { intermediateTableId: table.id } },
    };
  }
}

function ruleOf({ name, type }: RuleRequest, call: Context): Values | undefined {
  const table = tableOf(name, call);
  if (!table) return undefined;
  const common = { collaborationId: call.found('Collaboration').id, name: table.values.name, type };
  if (table.kind === 'IdMappingTable') return type === 'ID_MAPPING_TABLE' ? { ...common, ...idMappingRule(table) } : undefined;

  const ownRule = table.values.rule;
  const configuredTable = configuredTableOf(table);
  const rule = configuredTable ? configuredTable.rule : ownRule;
  if (rule?.type !== type) return undefined;
  if (!configuredTable || !ownRule) return { ...common, ...rule };
  return { ...common, ...rule, collaborationPolicy: ownRule.policy, consolidatedPolicy: consolidated(rule, ownRule) };
}

function consolidated(rule: AnalysisRule, ownRule: AnalysisRule): Values {
  const [kind] = Object.keys(rule.policy.v1);
  return { v1: { [kind]: { ...policyOf(rule), ...policyOf(ownRule) } } };
}

function idMappingRule({ createTime, updateTime }: Table): Values {
  const policy = { joinColumns: ID_MAPPING_COLUMNS, queryConstraints: [{ requireOverlap: { columns: [] } }], dimensionColumns: [] };
  return { createTime, updateTime, policy: { v1: { idMappingTable: policy } } };
}
