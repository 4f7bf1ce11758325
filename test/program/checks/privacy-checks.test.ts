import { Annotations, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisMethod, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation,
  IntermediateTable, MemberAbility, Membership, PopulationAnalysis, TableSource,
} from '../../../src';
import type { ConfiguredTableAnalysisRule } from '../../../src';
import { pySpark, scripts, template } from '../../support/analysis-templates';
import { collaborationOfTwo } from '../../support/collaboration-of-two';
import { cfnCollaboration } from '../../support/l1';
import { CREATOR, PARTNER, agnosticStack, ownWarningsIn, stackOf } from '../../support/stacks';

const { DIRECT_QUERY, DIRECT_JOB } = AnalysisMethod;
const MODEL = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/*/configuredaudiencemodelassociation/*`;

function table(stack: Stack, analysisRule: ConfiguredTableAnalysisRule, analysisMethods: AnalysisMethod[] = [DIRECT_QUERY]): ConfiguredTable {
  return new ConfiguredTable(stack, 'Table', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'data'), prefix: 'sales' }),
    allowedColumns: AllowedColumns.of('email', 'city', 'amount'),
    analysisMethods,
    analysisRule,
  });
}

/** A custom rule that leaves nothing to the service. */
const custom = () => AnalysisRule.custom({ additionalAnalyses: AdditionalAnalyses.NOT_ALLOWED });
const aggregation = () => AnalysisRule.aggregation().joinOn('email').sum('amount');
const list = () => AnalysisRule.list().joinOn('email').list('city');

/** The ids of the warnings of this library about a table with the given rule. */
function warningsFor(analysisRule: ConfiguredTableAnalysisRule, analysisMethods?: AnalysisMethod[], stack = stackOf()): string[] {
  table(stack, analysisRule, analysisMethods);
  return ownWarningsIn(stack);
}

describe('a collaboration without query logs', () => {
  const room = (stack: Stack, queryLogging?: boolean) => new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] }, queryLogging,
  });

  test('is warned of once, and the warning can be acknowledged', () => {
    const [stack, acknowledged] = [stackOf(), stackOf()];
    room(stack);
    expect(ownWarningsIn(stack)).toEqual(['cdk-cleanrooms:noQueryLogs']);
    Annotations.of(room(acknowledged)).acknowledgeWarning('cdk-cleanrooms:noQueryLogs', 'the members have agreed on it');
    expect(ownWarningsIn(acknowledged)).toEqual([]);
  });

  test('is fine where an override turns them on, and where it is imported', () => {
    const stack = stackOf();
    (room(stack).node.defaultChild as CfnConfiguredTable).addPropertyOverride('QueryLogStatus', 'ENABLED');
    Collaboration.fromCollaborationIdentifier(stack, 'Imported', '11111111-1111-4111-8111-111111111111');
    expect(ownWarningsIn(stack)).toEqual([]);
  });

  test.each<[string, string[], string, string[]]>([
    ['is warned of as an L1', ['CAN_QUERY'], 'DISABLED', ['cdk-cleanrooms:noQueryLogs']],
    ['is fine as an L1 in which nobody can query', [], 'DISABLED', []],
    ['is fine as an L1 with query logs', ['CAN_QUERY'], 'ENABLED', []],
  ])('%s', (_, creatorMemberAbilities, queryLogStatus, warnings) => {
    const stack = stackOf();
    new Membership(stack, 'Membership', { collaboration: cfnCollaboration(stack, 'Collaboration', { creatorMemberAbilities, queryLogStatus }) });
    expect(ownWarningsIn(stack)).toEqual(warnings);
  });

  test('is not warned of where only the deployment knows', () => {
    const stack = stackOf();
    const collaboration = cfnCollaboration(stack, 'Collaboration', { queryLogStatus: new CfnParameter(stack, 'Logs').valueAsString });
    new Membership(stack, 'Membership', { collaboration });
    expect(ownWarningsIn(stack)).toEqual([]);
  });
});

describe('a minimum of distinct values', () => {
  test.each<[string, ConfiguredTableAnalysisRule]>([
    ['an aggregation rule', aggregation().requireAtLeast(2, 'email')],
    ['a threshold', custom().allowAnyQueryBy(PARTNER).requireAtLeast(2, 'email').allowColumnComparison('email')],
    ['a threshold for a column', custom().allowAnyQueryBy(PARTNER).requireAtLeast(50, 'email', { outputColumns: [{ column: 'city', minimum: 2 }] })
      .allowColumnComparison('email')],
  ])('of 2 is warned of once: %s', (_, rule) => {
    expect(warningsFor(rule)).toEqual(['cdk-cleanrooms:lowestMinimum']);
  });

  test.each<[string, ConfiguredTableAnalysisRule]>([
    ['an aggregation rule', aggregation().requireAtLeast(3, 'email')],
    ['two constraints, of which the larger one counts', aggregation().requireAtLeast(2, 'email').requireAtLeast(30, 'city')],
    ['a threshold', custom().allowAnyQueryBy(PARTNER).requireAtLeast(3, 'email').allowColumnComparison('email')],
  ])('of more is fine: %s', (_, rule) => {
    expect(warningsFor(rule)).toEqual([]);
  });
});

describe('any query of an account', () => {
  test('is warned of without a control of what comes out', () => {
    expect(warningsFor(custom().allowAnyQueryBy(PARTNER))).toEqual(['cdk-cleanrooms:anyQueryWithoutControls']);
  });

  test('names only the accounts of others', () => {
    const stack = stackOf();
    table(stack, custom().allowAnyQueryBy(CREATOR, PARTNER));
    Found.fromStack(stack).hasWarning('/Stack/Table', Match.stringLikeRegexp(`allows any query of ${PARTNER}, and no control`));
  });

  test.each<[string, ConfiguredTableAnalysisRule, AnalysisMethod[] | undefined]>([
    ['disallowed output columns', custom().allowAnyQueryBy(PARTNER).disallowOutput('email'), undefined],
    ['differential privacy', custom().allowAnyQueryBy(PARTNER).withDifferentialPrivacy('email'), undefined],
    ['a threshold', custom().allowAnyQueryBy(PARTNER).requireAtLeast(50, 'email').allowColumnComparison('email'), undefined],
    ['results for additional analyses only', AnalysisRule.custom().allowAnyQueryBy(PARTNER).withAdditionalAnalyses(AdditionalAnalyses.REQUIRED), undefined],
    ['the account of the owner', custom().allowAnyQueryBy(CREATOR), undefined],
  ])('is fine with %s', (_, rule, methods) => {
    expect(warningsFor(rule, methods)).toEqual([]);
  });

  test('is fine of the account of a stack that can go to any', () => {
    const stack = agnosticStack();
    expect(warningsFor(custom().allowAnyQueryBy(stack.account), undefined, stack)).toEqual([]);
  });

  test('is not warned of where it has no effect', () => {
    expect(warningsFor(custom().allowAnyQueryBy(PARTNER), [DIRECT_JOB])).toEqual(['cdk-cleanrooms:analysisNotForMethod']);
  });

  test('is warned of on an L1 and on an intermediate table', () => {
    const { creator, own } = collaborationOfTwo();
    new CfnConfiguredTable(creator, 'Cfn', {
      name: 'cfn',
      allowedColumns: ['email'],
      analysisMethod: 'DIRECT_QUERY',
      tableReference: { glue: { databaseName: 'sales', tableName: 'sales' } },
      analysisRules: [{
        type: 'CUSTOM',
        policy: { v1: { custom: { allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [PARTNER], additionalAnalyses: 'NOT_ALLOWED' } } },
      }],
    });
    new IntermediateTable(creator, 'Between', {
      intermediateTableName: 'between', membership: own, populationAnalysis: PopulationAnalysis.sql('SELECT 1'), analysisRule: custom().allowAnyQueryBy(PARTNER),
    });
    const found = Found.fromStack(creator).findWarning('*', Match.stringLikeRegexp('anyQueryWithoutControls')).map(({ id }) => id).sort();
    expect(found).toEqual(['/Creator/Between', '/Creator/Cfn']);
  });
});

describe('additional analyses that a rule leaves to the service', () => {
  const BY_DEFAULT = 'cdk-cleanrooms:additionalAnalysesByDefault';

  test.each<[string, ConfiguredTableAnalysisRule]>([
    ['a list rule', list()],
    ['a custom rule', AnalysisRule.custom().allowAnyQueryBy(CREATOR)],
  ])('are warned of: %s', (_, rule) => {
    expect(warningsFor(rule)).toEqual([BY_DEFAULT]);
  });

  test.each<[string, ConfiguredTableAnalysisRule]>([
    ['a rule that does not leave them', list().withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED)],
    ['an aggregation rule, which is not documented to have them', aggregation().requireAtLeast(100, 'email')],
  ])('are fine: %s', (_, rule) => {
    expect(warningsFor(rule)).toEqual([]);
  });

  test.each<[string, ConfiguredTableAnalysisRule, AnalysisMethod[]]>([
    ['a rule that allows nothing', AnalysisRule.custom(), [DIRECT_QUERY]],
    ['a rule that allows only jobs', AnalysisRule.custom().allowAnyJobBy(CREATOR), [DIRECT_QUERY, DIRECT_JOB]],
    ['a table for jobs', AnalysisRule.custom().allowAnyJobBy(CREATOR), [DIRECT_JOB]],
  ])('do not matter: %s', (_, rule, methods) => {
    expect(warningsFor(rule, methods)).not.toContain(BY_DEFAULT);
  });

  test('are warned of once, by the association, where that lists some', () => {
    const { creator, own } = collaborationOfTwo();
    new ConfiguredTableAssociation(creator, 'Association', {
      membership: own,
      configuredTable: table(creator, list()),
      configuredTableAssociationName: 'purchases',
      analysisRule: AnalysisRule.forAssociation().allowResultReceivers(CREATOR).allowAdditionalAnalyses(MODEL),
    });
    expect(ownWarningsIn(creator)).toEqual(['cdk-cleanrooms:additionalAnalysesNotAllowedByDefault']);
  });
});

describe('a control that applies only to queries', () => {
  const BOTH = [DIRECT_QUERY, DIRECT_JOB];
  const NOT_FOR_JOBS = 'cdk-cleanrooms:controlNotForJobs';
  const any = () => custom().allowAnyQueryBy(PARTNER).allowAnyJobBy(PARTNER);

  test.each<[string, ConfiguredTableAnalysisRule, number]>([
    ['a threshold', any().requireAtLeast(50, 'email'), 1],
    ['comparison controls beside a threshold', any().requireAtLeast(50, 'email').allowColumnComparison('email'), 2],
    ['differential privacy', any().withDifferentialPrivacy('email'), 1],
    ['disallowed output columns', any().disallowOutput('email'), 1],
    ['results for additional analyses only', any().withAdditionalAnalyses(AdditionalAnalyses.REQUIRED), 1],
    ['none', any(), 0],
  ])('is warned of beside any job: %s', (_, rule, count) => {
    expect(warningsFor(rule, BOTH).filter((id) => id === NOT_FOR_JOBS)).toHaveLength(count);
  });

  test.each<[string, ConfiguredTableAnalysisRule]>([
    ['differential privacy', custom().allowAnyJobBy(PARTNER).withDifferentialPrivacy('email')],
    ['disallowed output columns', custom().allowAnyJobBy(PARTNER).disallowOutput('email')],
  ])('is warned of on a table for jobs: %s', (_, rule) => {
    expect(warningsFor(rule, [DIRECT_JOB])).toEqual([NOT_FOR_JOBS]);
  });

  test('is warned of with the PySpark template that the rule allows', () => {
    const stack = stackOf();
    table(stack, custom().allowTemplates(template(stack, { source: pySpark(scripts(stack)) })).disallowOutput('email'), BOTH);
    Found.fromStack(stack).hasWarning('/Stack/Table', Match.stringLikeRegexp("'disallowedOutputColumns' applies only to queries, but the rule allows the "
      + "PySpark template 'Stack/Reach'"));
  });

  test.each<[string, (stack: Stack) => ConfiguredTableAnalysisRule, AnalysisMethod[]]>([
    ['any job may not use it', () => custom().allowAnyQueryBy(PARTNER), BOTH],
    ['templates are SQL', (stack) => custom().allowTemplates(template(stack)), BOTH],
    ['it is not known what templates are', () => custom().allowTemplateArns(`arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/1/analysistemplate/2`), BOTH],
    ['no job can use the table', () => any(), [DIRECT_QUERY]],
  ])('is fine where %s', (_, rule, methods) => {
    const stack = stackOf();
    expect(warningsFor((rule(stack) as ReturnType<typeof custom>).disallowOutput('email'), methods, stack)).not.toContain(NOT_FOR_JOBS);
  });
});
