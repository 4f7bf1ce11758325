import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredTable, ConfiguredTableAssociation, IntermediateTable,
  MemberRemoval, PopulationAnalysis, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat, TableSource,
} from '../../../src';
import type { ConfiguredTableAnalysisRule, Membership } from '../../../src';
import { collaborationOfTwo } from '../../support/collaboration-of-two';
import { CREATOR, PARTNER, THIRD, ownWarningsIn } from '../../support/stacks';

/*
 * The analyses that rules allow and that runs name, in a program that has the collaboration.
 */

let creator: Stack;
let collaboration: Collaboration;
let own: Membership;

beforeEach(() => {
  ({ creator, collaboration, own } = collaborationOfTwo());
});

const arnOf = (account: string, region = 'us-east-1', type = 'analysistemplate') => `arn:aws:cleanrooms:${region}:${account}:membership/m/${type}/t`;

function table(name: string, analysisRule: ConfiguredTableAnalysisRule, membership = own): ConfiguredTableAssociation {
  const configuredTable = new ConfiguredTable(creator, `Table${name}`, {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: name, bucket: Bucket.fromBucketName(creator, `Data${name}`, 'data') }),
    allowedColumns: AllowedColumns.of('email', 'city'),
    analysisRule,
  });
  return associate(name, configuredTable, membership);
}

function associate(name: string, configuredTable: ConfiguredTable, membership = own): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(creator, `Of${membership.node.path.length}${name}`, {
    membership,
    configuredTable,
    configuredTableAssociationName: name,
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(CREATOR),
  });
}

function template(id: string, sql = 'SELECT 1 FROM purchases'): AnalysisTemplate {
  return new AnalysisTemplate(creator, id, { membership: own, analysisTemplateName: id.toLowerCase(), source: AnalysisSource.sql(sql) });
}

function query(statement: QueryStatement): ProtectedQuery {
  return new ProtectedQuery(creator, 'Query', {
    membership: own, statement, output: QueryOutput.s3(Bucket.fromBucketName(creator, 'Results', 'results'), { format: ResultFormat.CSV }),
  });
}

function filled(populationAnalysis: PopulationAnalysis, analysisRule = AnalysisRule.custom().allowAnyQueryBy(CREATOR)): IntermediateTable {
  return new IntermediateTable(creator, 'Filled', { membership: own, intermediateTableName: 'filled', populationAnalysis, analysisRule });
}

const IDS = /analysisOf|anyAnalysisOf|templateNotAllowed/;
const warnings = () => ownWarningsIn(creator).filter((id) => IDS.test(id)).map((id) => id.replace('cdk-cleanrooms:', ''));

describe.each<[string, (arn: string) => unknown]>([
  ['the rule of a table', (arn) => table('purchases', AnalysisRule.custom().allowTemplateArns(arn))],
  ['the rule of an intermediate table', (arn) => filled(PopulationAnalysis.sql('SELECT 1'), AnalysisRule.custom().allowTemplateArns(arn))],
  ['a query', (arn) => query(QueryStatement.templateArn(arn))],
  ['what fills an intermediate table', (arn) => filled(PopulationAnalysis.template(AnalysisTemplate.fromAnalysisTemplateArn(creator, 'Imported', arn)))],
])('the ARN of a template in %s', (_, define) => {
  test.each<[string, string, string[]]>([
    ['is fine of a member', arnOf(PARTNER), []],
    ['is warned of where its account is no member', arnOf(THIRD), ['analysisOfNonMember']],
    ['is warned of where its Region is another one', arnOf(PARTNER, 'eu-west-1'), ['analysisOfOtherRegion']],
  ])('%s', (__, arn, expected) => {
    define(arn);
    expect(warnings()).toEqual(expected);
  });
});

test.each([[PARTNER, []], [THIRD, ['analysisOfNonMember']]])('additional analyses are looked up among the members: of %s', (account, expected) => {
  const association = table('purchases', AnalysisRule.list().joinOn('email').list('city'));
  (association.node.defaultChild as import('aws-cdk-lib/aws-cleanrooms').CfnConfiguredTableAssociation).configuredTableAssociationAnalysisRules = [{
    type: 'LIST', policy: { v1: { list: { allowedAdditionalAnalyses: [arnOf(account, 'us-east-1', 'configuredaudiencemodelassociation')] } } },
  }];
  expect(warnings()).toEqual(expected);
});

test('a template of a table in two collaborations can be in either of them', () => {
  const other = new Collaboration(creator, 'Other', { creator: { displayName: 'Creator' }, members: [{ accountId: THIRD, displayName: 'Third' }] });
  const association = table('purchases', AnalysisRule.custom().allowTemplateArns(arnOf(THIRD), arnOf(PARTNER)));
  associate('purchases', creator.node.findChild('Tablepurchases') as ConfiguredTable, other.addMembership('Membership'));
  expect(association).toBeDefined();
  expect(warnings()).toEqual([]);
});

test('a template of a member whom the app removes is warned of', () => {
  new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
  query(QueryStatement.templateArn(arnOf(PARTNER)));
  expect(warnings()).toEqual(['analysisOfNonMember']);
});

test.each([[CREATOR, []], [THIRD, ['anyAnalysisOfMemberWhoCannot']]])('who may query an intermediate table is looked up among the members: %s', (account, expected) => {
  filled(PopulationAnalysis.sql('SELECT 1'), AnalysisRule.custom().allowAnyQueryBy(account));
  expect(warnings()).toEqual(expected);
});

describe('a template that a query runs', () => {
  test('is warned of where the table that it names allows another one', () => {
    table('purchases', AnalysisRule.custom().allowTemplates(template('Other')));
    query(QueryStatement.template(template('Overlap')));
    expect(warnings()).toEqual(['templateNotAllowed']);
  });

  test.each<[string, () => unknown]>([
    ['the table allows it', () => {
      const overlap = template('Overlap');
      table('purchases', AnalysisRule.custom().allowTemplates(template('Other'), overlap));
      query(QueryStatement.template(overlap));
    }],
    ['the table allows any query', () => {
      table('purchases', AnalysisRule.custom().allowAnyQueryBy(CREATOR));
      query(QueryStatement.template(template('Overlap')));
    }],
    ['the table allows a template by its ARN, which may be this one', () => {
      table('purchases', AnalysisRule.custom().allowTemplateArns(arnOf(CREATOR)));
      query(QueryStatement.template(template('Overlap')));
    }],
    ['the table is another one', () => {
      table('impressions', AnalysisRule.custom().allowTemplates(template('Other')));
      query(QueryStatement.template(template('Overlap')));
    }],
    ['the rule of the table allows no templates at all', () => {
      table('purchases', AnalysisRule.list().joinOn('email').list('city'));
      query(QueryStatement.template(template('Overlap')));
    }],
    ['the template is not of the program', () => {
      table('purchases', AnalysisRule.custom().allowTemplates(template('Other')));
      query(QueryStatement.templateArn(arnOf(CREATOR)));
    }],
  ])('is fine where %s', (_, define) => {
    define();
    expect(warnings()).toEqual([]);
  });
});
