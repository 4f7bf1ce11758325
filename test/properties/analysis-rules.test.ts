import { Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import {
  AdditionalAnalyses, AggregateExpressions, AggregateFunction, AllowedColumns, AnalysisMethod, AnalysisRule, AnalysisRuleType, ConfiguredTable,
  ConfiguredTableAssociation, JoinOperator, Membership, ScalarFunction, TableSource,
} from '../../src';
import type {
  AggregationAnalysisRuleOptions, AssociationAnalysisRule, AssociationAnalysisRuleOptions, ConfiguredTableAnalysisRule, CustomAnalysisRuleOptions,
  ListAnalysisRuleOptions,
} from '../../src';
import { inTemplateForm } from '../../src/foundation/l1-backports';
import { LocalCleanRoom } from '../support/local-clean-room';
import { CREATOR, PARTNER, THIRD, stackOf } from '../support/stacks';
import { synthesizedStrictly } from '../support/strict-synthesis';

/*
 * Valid and invalid rules of all kinds. What the library accepts passes the strict validation of templates and the local API. What it
 * rejects is also rejected by the local API.
 */

const TABLE = 'AWS::CleanRooms::ConfiguredTable';
const ASSOCIATION = 'AWS::CleanRooms::ConfiguredTableAssociation';
const COLUMNS = ['user_id', 'city', 'amount', 'day'];
const TEMPLATE = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/11111111-1111-4111-8111-111111111111/analysistemplate/`;

/** Codes of faults that the API cannot report: it has one list of accounts for queries and jobs. */
const NOT_SEEN_BY_API = ['QueryAndJobProvidersDiffer', 'AnyAnalysisByNobody'];

/** A column that is allowed most of the time. */
const column = fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...COLUMNS) }, { weight: 1, arbitrary: fc.constant('ctiy') });
const columns = fc.uniqueArray(column, { maxLength: 2 });
/** A minimum that is valid most of the time. */
const minimum = fc.oneof({ weight: 15, arbitrary: fc.integer({ min: 2, max: 100_000 }) }, { weight: 1, arbitrary: fc.constantFrom(0, 1, 100_001) });
const additionalAnalyses = fc.constantFrom(...Object.values(AdditionalAnalyses));
const allowedJoinOperators = fc.subarray(Object.values(JoinOperator));

const aggregation: fc.Arbitrary<AggregationAnalysisRuleOptions> = fc.record({
  joinColumns: columns,
  joinRequired: fc.boolean(),
  allowedJoinOperators,
  aggregateColumns: fc.uniqueArray(
    fc.record({ function: fc.constantFrom(...Object.values(AggregateFunction)), columns: fc.uniqueArray(column, { minLength: 1, maxLength: 2 }) }),
    { selector: (aggregate) => aggregate.function, maxLength: 2 },
  ),
  dimensionColumns: columns,
  scalarFunctions: fc.subarray([ScalarFunction.ABS, ScalarFunction.TRUNC, ScalarFunction.of('LOWER')]),
  outputConstraints: fc.uniqueArray(fc.record({ column, minimum }), { selector: (constraint) => constraint.column, maxLength: 2 }),
  additionalAnalyses,
}, { requiredKeys: ['aggregateColumns', 'outputConstraints'] });

const list: fc.Arbitrary<ListAnalysisRuleOptions> = fc.record({
  joinColumns: columns, allowedJoinOperators, listColumns: columns, additionalAnalyses,
}, { requiredKeys: ['joinColumns'] });

const threshold = fc.record({
  column,
  minimum,
  outputColumns: fc.array(fc.record({ column, minimum }), { maxLength: 2 }),
  allowedExpressions: fc.constantFrom(...Object.values(AggregateExpressions)),
}, { requiredKeys: ['column', 'minimum'] });

const custom: fc.Arbitrary<CustomAnalysisRuleOptions> = fc.record({
  allowedTemplateArns: fc.array(fc.uuid().map((id) => TEMPLATE + id), { maxLength: 2 }),
  anyQueryBy: fc.subarray([PARTNER, THIRD]),
  anyJobBy: fc.subarray([PARTNER, THIRD]),
  differentialPrivacyColumn: column,
  aggregationThresholds: fc.array(threshold, { minLength: 1, maxLength: 2 }),
  comparisonControls: fc.record({ allowedLiteralComparisonColumns: columns, allowedColumnComparisonColumns: columns }, { requiredKeys: [] }),
  disallowedOutputColumns: columns,
  additionalAnalyses,
}, { requiredKeys: [] });

const methods = fc.subarray(Object.values(AnalysisMethod), { minLength: 1 });

let room: LocalCleanRoom;
beforeAll(async () => {
  room = await LocalCleanRoom.open();
});

describe.each<[string, fc.Arbitrary<ConfiguredTableAnalysisRule>]>([
  ['an aggregation rule', aggregation.map((options) => AnalysisRule.aggregation(options))],
  ['a list rule', list.map((options) => AnalysisRule.list(options))],
  ['a custom rule', custom.map((options) => AnalysisRule.custom(options))],
])('%s', (_, rules) => {
  test('that is accepted passes strict validation, and the local API accepts it', async () => {
    const accepted = fc.tuple(rules, methods).filter((table) => refusal(...table) === undefined);
    await fc.assert(fc.asyncProperty(accepted, async ([rule, analysisMethods]) => {
      const [{ Properties }] = synthesizedStrictly(TABLE, (stack) => tableWith(stack, rule, analysisMethods));
      const made = await room.make(TABLE, Properties);
      expect(room.all('ConfiguredTable')).toMatchObject([{ analysisRuleTypes: [rule.ruleType] }]);
      await room.remove(TABLE, made);
    }), { numRuns: 40 });
  });

  test('that is rejected is also rejected by the local API', async () => {
    const refused = fc.tuple(rules, methods).filter((table) => ![undefined, ...NOT_SEEN_BY_API].includes(refusal(...table)));
    await fc.assert(fc.asyncProperty(refused, async ([rule, analysisMethods]) => {
      const properties = inTemplateForm(JSON.parse(JSON.stringify({
        name: 'purchases',
        tableReference: { glue: { databaseName: 'sales', tableName: 'purchases' } },
        allowedColumns: COLUMNS,
        analysisMethod: analysisMethods.length > 1 ? 'MULTIPLE' : analysisMethods[0],
        analysisRules: [rule._render()],
      })));
      await expect(room.make(TABLE, properties as object)).rejects.toThrow();
    }), { numRuns: 60 });
  });
});

const association: fc.Arbitrary<AssociationAnalysisRuleOptions> = fc.record({
  allowedResultReceivers: fc.subarray([CREATOR, PARTNER]),
  allowedAdditionalAnalyses: fc.subarray([
    'arn:aws:cleanrooms:us-east-1:*:membership/*/configuredaudiencemodelassociation/*',
    `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:membership/*/configured-model-algorithm-association/*`,
  ]),
}, { requiredKeys: [] });

test('the rule of an association passes strict validation, and the local API accepts it, for every type of rule of the table', async () => {
  const configuredTable = await room.make(TABLE, {
    Name: 'purchases',
    TableReference: { Glue: { DatabaseName: 'sales', TableName: 'purchases' } },
    AllowedColumns: COLUMNS,
    AnalysisMethod: 'DIRECT_QUERY',
  });
  await fc.assert(fc.asyncProperty(association, fc.constantFrom(...Object.values(AnalysisRuleType)), async (options, ruleType) => {
    const [{ Properties }] = synthesizedStrictly(ASSOCIATION, (stack) => {
      new ConfiguredTableAssociation(stack, 'Association', {
        membership: Membership.fromMembershipIdentifier(stack, 'Membership', room.membershipIdentifier),
        configuredTable: ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Table', configuredTable.physicalId),
        configuredTableAssociationName: 'purchases',
        role: Role.fromRoleArn(stack, 'Reader', `arn:aws:iam::${CREATOR}:role/reader`),
        analysisRule: AnalysisRule.forAssociation(options).forRuleType(ruleType),
      });
    });
    const made = await room.make(ASSOCIATION, Properties);
    expect(room.all('ConfiguredTableAssociation')).toMatchObject([{ analysisRuleTypes: [ruleType] }]);
    await room.remove(ASSOCIATION, made);
  }), { numRuns: 20 });
});

type Rule = ConfiguredTableAnalysisRule | AssociationAnalysisRule;

/** A call of a method of a rule, with its arguments. */
type Call = [method: string, ...parameters: unknown[]];

/** Calls of methods that accept a list. */
const calls = (methodNames: string[], members: fc.Arbitrary<unknown>): fc.Arbitrary<Call> =>
  fc.tuple(fc.constantFrom(...methodNames), fc.array(members, { maxLength: 3 })).map(([method, all]) => [method, ...all]);

describe.each<[string, Rule, fc.Arbitrary<Call>]>([
  ['an aggregation rule', AnalysisRule.aggregation(), fc.oneof(
    calls(['joinOn', 'sum', 'countDistinct', 'groupBy'], column),
    calls(['allowJoinOperators'], fc.constantFrom(...Object.values(JoinOperator))),
    calls(['allowScalarFunctions'], fc.constantFrom(ScalarFunction.ABS, ScalarFunction.LOWER)),
  )],
  ['a list rule', AnalysisRule.list(), fc.oneof(
    calls(['joinOn', 'list'], column),
    calls(['allowJoinOperators'], fc.constantFrom(...Object.values(JoinOperator))),
  )],
  ['a custom rule', AnalysisRule.custom(), fc.oneof(
    calls(['allowTemplateArns'], fc.uuid().map((id) => TEMPLATE + id)),
    calls(['allowAnyQueryBy', 'allowAnyJobBy'], fc.constantFrom(PARTNER, THIRD)),
    calls(['allowLiteralComparison', 'allowColumnComparison', 'disallowOutput'], column),
  )],
  ['a rule of an association', AnalysisRule.forAssociation(), calls(['allowResultReceivers', 'allowAdditionalAnalyses'], fc.string())],
])('%s', (_, empty, call) => {
  test('is an immutable value: its methods do not change it', () => {
    fc.assert(fc.property(fc.array(call), (all) => {
      const rules = all.reduce((made, next) => [...made, called(made[made.length - 1], next)], [empty]);
      const texts = rules.map(textOf);
      rules.forEach((rule) => all.forEach((next) => called(rule, next)));
      expect(rules.map(textOf)).toEqual(texts);
    }), { numRuns: 30 });
  });

  test('is the same after one call with a list as after a call for each member of the list', () => {
    fc.assert(fc.property(fc.array(call.filter(([, ...members]) => members.length > 0)), (all) => {
      const split = all.flatMap(([method, ...members]) => members.map((member): Call => [method, member]));
      expect(textOf(all.reduce(called, empty))).toBe(textOf(split.reduce(called, empty)));
    }), { numRuns: 30 });
  });
});

function called(rule: Rule, [method, ...parameters]: Call): Rule {
  return (rule as unknown as Record<string, (...parameters: unknown[]) => Rule>)[method](...parameters);
}

function textOf(rule: Rule): string {
  return JSON.stringify(new Stack().resolve(rule._render(() => 'CUSTOM')));
}

/** The code of the error for a table; `undefined` if there is none. */
function refusal(rule: ConfiguredTableAnalysisRule, analysisMethods: AnalysisMethod[]): string | undefined {
  try {
    tableWith(stackOf(), rule, analysisMethods);
    return undefined;
  } catch (error) {
    return (error as Error).name;
  }
}

function tableWith(stack: Stack, analysisRule: ConfiguredTableAnalysisRule, analysisMethods: AnalysisMethod[]): void {
  new ConfiguredTable(stack, 'Table', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'data') }),
    allowedColumns: AllowedColumns.of(...COLUMNS),
    analysisMethods,
    analysisRule,
  });
}
