import { checkIntermediateTableRule, checkRuleType, checkTableRule, type AnalysisRule, type RuleType } from './analysis-rule';
import type { Call, OperationHandler } from './engine';
import { conflict, invalid } from './exceptions';
import { violatedConstraints } from './inherited-constraints';
import type { Resource, Values } from './resource';

/** A kind of resource that has an analysis rule. */
type Ruled = 'ConfiguredTable' | 'ConfiguredTableAssociation' | 'IntermediateTable';

interface RuleInput {
  readonly analysisRuleType: RuleType;
  readonly analysisRulePolicy: AnalysisRule['policy'];
}

/** The four operations on the analysis rule of a kind of resource, which has one rule at most. */
function ruleOperations<K extends Ruled>(
  kind: K,
  check: (rule: Pick<AnalysisRule, 'type' | 'policy'>, resource: Resource<K>) => void,
  view: (rule: AnalysisRule, resource: Resource<K>) => Values,
): Record<string, OperationHandler> {
  const ruleOf = (call: Call<RuleInput>): AnalysisRule => {
    const { id, values: { rule } } = call.found(kind);
    if (rule?.type !== call.input.analysisRuleType) throw call.missing(`${kind}AnalysisRule`, id);
    return rule;
  };
  const put = (call: Call<RuleInput>, createTime: number): Values => {
    const resource = call.found(kind);
    const { analysisRuleType: type, analysisRulePolicy: policy } = call.input;
    const rule = { type, policy, createTime, updateTime: Date.now() / 1000 };
    check(rule, resource);
    resource.values.rule = rule;
    return { analysisRule: view(rule, resource) };
  };
  return {
    [`Create${kind}AnalysisRule`](call: Call<RuleInput>) {
      const resource = call.found(kind);
      const { rule } = resource.values;
      if (rule) throw conflict(`The ${kind} already has an analysis rule of type ${rule.type}`, 'ALREADY_EXISTS', resource);
      return put(call, Date.now() / 1000);
    },
    [`Get${kind}AnalysisRule`]: (call: Call<RuleInput>) => ({ analysisRule: view(ruleOf(call), call.found(kind)) }),
    [`Update${kind}AnalysisRule`]: (call: Call<RuleInput>) => put(call, ruleOf(call).createTime),
    [`Delete${kind}AnalysisRule`](call: Call<RuleInput>) {
      ruleOf(call);
      delete call.found(kind).values.rule;
    },
  };
}

export const analysisRuleOperations: Record<string, OperationHandler> = {
  ...ruleOperations(
    'ConfiguredTable',
    (rule, { values }) => checkTableRule(rule, values),
    (rule, { id, arn }) => ({ ...rule, configuredTableId: id, configuredTableArn: arn }),
  ),
  ...ruleOperations(
    'ConfiguredTableAssociation',
    (rule) => checkRuleType(rule),
    (rule, { id, arn, parent }) => ({
      ...rule,
      membershipIdentifier: parent.id,
      configuredTableAssociationId: id,
      configuredTableAssociationArn: arn,
    }),
  ),
  ...ruleOperations(
    'IntermediateTable',
    (rule, { values, ...table }) => {
      checkIntermediateTableRule(rule);
      const [loosened] = violatedConstraints({ ...table, values: { ...values, rule: { ...rule, createTime: 0, updateTime: 0 } } });
      if (loosened) throw invalid(`${loosened} is less strict than the tables demand that the intermediate table is made of`);
    },
    ({ type, policy, createTime, updateTime }, { id, arn }) => ({
      intermediateTableIdentifier: id,
      intermediateTableArn: arn,
      analysisRuleType: type,
      analysisRulePolicy: policy,
      createTime,
      updateTime,
    }),
  ),
};
