import * as fc from 'fast-check';
import { AdditionalAnalyses, AggregateExpressions, AnalysisRule, IntermediateTable, Membership, PopulationAnalysis } from '../../src';
import type { CustomAnalysisRuleOptions } from '../../src';
import { LocalCleanRoom } from '../support/local-clean-room';
import { CREATOR, PARTNER } from '../support/stacks';
import { synthesizedStrictly } from '../support/strict-synthesis';

const TYPE = 'AWS::CleanRooms::IntermediateTable';
const QUERY = 'SELECT id, city, amount FROM purchases';

const columns = fc.uniqueArray(fc.constantFrom('city', 'amount', 'age'), { maxLength: 3 });
const minimum = fc.integer({ min: 2, max: 100_000 });

/** Aggregation thresholds and comparison controls cannot be combined with differential privacy. */
const controls: fc.Arbitrary<CustomAnalysisRuleOptions> = fc.oneof(
  fc.constant({}),
  fc.constant({ differentialPrivacyColumn: 'id' }),
  fc.record({
    aggregationThresholds: fc.tuple(fc.record({
      column: fc.constant('id'),
      minimum,
      allowedExpressions: fc.constantFrom(...Object.values(AggregateExpressions)),
      outputColumns: columns.chain((shown) => fc.tuple(...shown.map((column) => fc.record({ column: fc.constant(column), minimum })))),
    }, { requiredKeys: ['column', 'minimum'] })),
    comparisonControls: fc.record({ allowedLiteralComparisonColumns: columns, allowedColumnComparisonColumns: columns }, { requiredKeys: [] }),
  }, { requiredKeys: [] }),
);

const rules: fc.Arbitrary<CustomAnalysisRuleOptions> = fc.record({
  anyQueryBy: fc.subarray([CREATOR, PARTNER], { minLength: 1 }),
  disallowedOutputColumns: columns,
  additionalAnalyses: fc.constantFrom(...Object.values(AdditionalAnalyses)),
}, { requiredKeys: ['anyQueryBy'] }).chain((rule) => controls.map((others) => ({ ...rule, ...others })));

let room: LocalCleanRoom;
beforeAll(async () => {
  room = await LocalCleanRoom.open();
  const table = await room.make('AWS::CleanRooms::ConfiguredTable', {
    Name: 'purchases',
    TableReference: { Glue: { DatabaseName: 'sales', TableName: 'purchases' } },
    AllowedColumns: ['id', 'city', 'amount', 'age'],
    AnalysisMethod: 'DIRECT_QUERY',
  });
  await room.make('AWS::CleanRooms::ConfiguredTableAssociation', {
    Name: 'purchases',
    MembershipIdentifier: room.membershipIdentifier,
    ConfiguredTableIdentifier: table.physicalId,
    RoleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
});

test('every custom rule that is accepted can be the rule of an intermediate table', async () => {
  await fc.assert(fc.asyncProperty(rules, fc.option(fc.subarray([CREATOR, PARTNER]), { nil: undefined }), async (options, allowedResultReceivers) => {
    const [resource] = synthesizedStrictly(TYPE, (stack) => {
      new IntermediateTable(stack, 'Table', {
        membership: Membership.fromMembershipIdentifier(stack, 'Membership', room.membershipIdentifier),
        intermediateTableName: 'cached',
        populationAnalysis: PopulationAnalysis.sql(QUERY),
        analysisRule: AnalysisRule.custom(options),
        allowedResultReceivers,
      });
    });
    const made = await room.make(TYPE, resource.Properties);

    expect(room.all('IntermediateTable')).toMatchObject([{ name: 'cached', analysisRuleTypes: ['CUSTOM'] }]);
    await room.remove(TYPE, made);
  }), { numRuns: 20 });
});
