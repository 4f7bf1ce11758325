import { Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredTable, ConfiguredTableAssociation, IntermediateTable,
  MemberAbility, MemberRemoval, Membership, PopulationAnalysis, ProtectedJob, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat, TableSource,
} from '../../../src';
import type { ConfiguredTableAnalysisRule, IAnalysisTemplate, IMembership } from '../../../src';
import { collaborationOfTwo } from '../../support/collaboration-of-two';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnConfiguredTable } from '../../support/l1';
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

function table(name: string, analysisRule: ConfiguredTableAnalysisRule, membership: IMembership = own): ConfiguredTableAssociation {
  const configuredTable = new ConfiguredTable(creator, `Table${name}`, {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: name, bucket: Bucket.fromBucketName(creator, `Data${name}`, 'data') }),
    allowedColumns: AllowedColumns.of('email', 'city'),
    analysisRule,
  });
  return associate(name, configuredTable, membership);
}

function associate(name: string, configuredTable: ConfiguredTable, membership: IMembership = own): ConfiguredTableAssociation {
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

function cfnAssociation(name: string, configuredTableIdentifier: string, membership: IMembership = own): void {
  new CfnConfiguredTableAssociation(creator, 'Association', { name, configuredTableIdentifier, membershipIdentifier: membership.membershipIdentifier, roleArn: 'arn' });
}

/** A membership of a collaboration with the partner, in which anybody may run jobs for all that is known. */
function withJobs(): IMembership {
  return Collaboration.fromCollaborationAttributes(creator, 'WithJobs', {
    collaborationIdentifier: '11111111-1111-4111-8111-111111111111', memberAccountIds: [PARTNER],
  }).addMembership('Membership', { defaultJobResult: { bucket: Bucket.fromBucketName(creator, 'JobResults', 'results') } });
}

function job(analysisTemplate: IAnalysisTemplate, membership = withJobs()): ProtectedJob {
  return new ProtectedJob(creator, 'Job', { membership, analysisTemplate });
}

function filled(populationAnalysis: PopulationAnalysis, analysisRule = AnalysisRule.custom().allowAnyQueryBy(CREATOR)): IntermediateTable {
  return new IntermediateTable(creator, 'Filled', { membership: own, intermediateTableName: 'filled', populationAnalysis, analysisRule });
}

const IDS = /analysisOf|anyAnalysisOf|templateNotAllowed/;
const warnings = () => ownWarningsIn(creator).filter((id) => IDS.test(id)).map((id) => id.replace('cdk-cleanrooms:', ''));
const messages = () => Annotations.fromStack(creator).findWarning('*', Match.stringLikeRegexp(IDS.source)).map(({ entry }) => String(entry.data));
const imported = (arn: string) => AnalysisTemplate.fromAnalysisTemplateArn(creator, 'Imported', arn);

describe.each<[string, string, (arn: string) => unknown]>([
  ['the rule of a table', 'allowedTemplateArns', (arn) => table('purchases', AnalysisRule.custom().allowTemplateArns(arn))],
  ['the rule of an intermediate table', 'allowedTemplateArns',
    (arn) => filled(PopulationAnalysis.sql('SELECT 1'), AnalysisRule.custom().allowTemplateArns(arn))],
  ['a query', 'analysisTemplateArn', (arn) => query(QueryStatement.templateArn(arn))],
  ['a job', 'analysisTemplateArn', (arn) => job(imported(arn))],
  ['what fills an intermediate table', 'analysisTemplateArn', (arn) => filled(PopulationAnalysis.template(imported(arn)))],
])('the ARN of a template in %s', (_, property, define) => {
  test.each<[string, string, string[]]>([
    ['is fine of a member', arnOf(PARTNER), []],
    ['is warned of where its account is no member', arnOf(THIRD), ['analysisOfNonMember']],
  ])('%s', (__, arn, expected) => {
    define(arn);
    expect(warnings()).toEqual(expected);
    expect(messages()).toEqual(expected.map(() => expect.stringContaining(`'${property}' has ${arn}`)));
  });

  test('is refused where its Region is another one', () => {
    define(arnOf(PARTNER, 'eu-west-1'));
    expectRefusedAtSynthesis(creator, 'AnalysisOfOtherRegion', 'in eu-west-1, but must name what is in the Region of the collaboration, us-east-1');
  });
});

test('a template of a member whom the app removes is warned of', () => {
  new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
  query(QueryStatement.templateArn(arnOf(PARTNER)));
  expect(messages()).toEqual([expect.stringContaining(`of account ${PARTNER}, which the app removes from the collaboration`)]);
});

describe('nothing is said of the ARN of a template', () => {
  const elsewhere = () => Membership.fromMembershipIdentifier(creator, 'Elsewhere', '55555555-5555-4555-8555-555555555555');
  const inAnother = () => Collaboration.fromCollaborationIdentifier(creator, 'Another', '11111111-1111-4111-8111-111111111111').addMembership('Membership');

  test.each<[string, (arn: string) => unknown]>([
    ['in the rule of a table', (arn) => table('purchases', AnalysisRule.custom().allowTemplateArns(arn), elsewhere())],
    ['in the rule of an association', (arn) => {
      const association = table('purchases', AnalysisRule.list().joinOn('email').list('city'), elsewhere());
      allowAdditional(association, arn);
    }],
    ['in the rule of an intermediate table, and in what fills it', (arn) => new IntermediateTable(creator, 'Filled', {
      membership: elsewhere(),
      intermediateTableName: 'filled',
      populationAnalysis: PopulationAnalysis.template(imported(arn)),
      analysisRule: AnalysisRule.custom().allowTemplateArns(arn),
    })],
    ['in a query', (arn) => new ProtectedQuery(creator, 'Query', {
      membership: elsewhere(),
      statement: QueryStatement.templateArn(arn),
      output: QueryOutput.s3(Bucket.fromBucketName(creator, 'Results', 'results'), { format: ResultFormat.CSV }),
    })],
  ])('%s of a membership of which only the id is known', (_, define) => {
    define(arnOf(THIRD));
    expect(warnings()).toEqual([]);
  });

  test.each<[string, () => IMembership]>([
    ['a membership of which only the id is known', elsewhere],
    ['a collaboration of which the members are not known', inAnother],
  ])('in the rule of a table that is in a known collaboration, and in %s', (_, membership) => {
    table('purchases', AnalysisRule.custom().allowTemplateArns(arnOf(THIRD)));
    associate('visits', creator.node.findChild('Tablepurchases') as ConfiguredTable, membership());
    expect(warnings()).toEqual([]);
  });

  test('in a rule that only CloudFormation knows', () => {
    const configuredTable = cfnConfiguredTable(creator);
    configuredTable.analysisRules = Token.asAny({ 'Fn::ImportValue': 'Rules' });
    cfnAssociation('purchases', configuredTable.ref);
    query(QueryStatement.template(template('Overlap')));
    expect(warnings()).toEqual([]);
  });
});

test('an additional analysis of another Region is refused', () => {
  const association = table('purchases', AnalysisRule.list().joinOn('email').list('city'));
  (association.node.defaultChild as import('aws-cdk-lib/aws-cleanrooms').CfnConfiguredTableAssociation).configuredTableAssociationAnalysisRules = [{
    type: 'LIST', policy: { v1: { list: { allowedAdditionalAnalyses: [arnOf(PARTNER, 'eu-west-1', 'configuredaudiencemodelassociation')] } } },
  }];
  expectRefusedAtSynthesis(creator, 'AnalysisOfOtherRegion', "'allowedAdditionalAnalyses' has arn:aws:cleanrooms:eu-west-1:");
});

test('a template of another Region is refused, also where the table is in no collaboration', () => {
  new ConfiguredTable(creator, 'Alone', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'sales', bucket: Bucket.fromBucketName(creator, 'AloneData', 'data') }),
    allowedColumns: AllowedColumns.of('email'),
    analysisRule: AnalysisRule.custom().allowTemplateArns(arnOf(PARTNER, 'eu-west-1')),
  });
  expectRefusedAtSynthesis(creator, 'AnalysisOfOtherRegion', "Creator/Alone: 'allowedTemplateArns'");
});

test('an association of a table without a rule allows no additional analyses', () => {
  cfnAssociation('purchases', cfnConfiguredTable(creator).ref);
  expect(warnings()).toEqual([]);
});

function allowAdditional(association: ConfiguredTableAssociation, arn: string): void {
  (association.node.defaultChild as CfnConfiguredTableAssociation).configuredTableAssociationAnalysisRules = [{
    type: 'LIST', policy: { v1: { list: { allowedAdditionalAnalyses: [arn] } } },
  }];
}

test.each([[PARTNER, []], [THIRD, ['analysisOfNonMember']]])('additional analyses are looked up among the members: of %s', (account, expected) => {
  const arn = arnOf(account, 'us-east-1', 'configuredaudiencemodelassociation');
  allowAdditional(table('purchases', AnalysisRule.list().joinOn('email').list('city')), arn);
  expect(warnings()).toEqual(expected);
  expect(messages()).toEqual(expected.map(() => expect.stringContaining(`'allowedAdditionalAnalyses' has ${arn}`)));
});

test('a template of a table in two collaborations can be in either of them', () => {
  const other = new Collaboration(creator, 'Other', { creator: { displayName: 'Creator' }, members: [{ accountId: THIRD, displayName: 'Third' }] });
  const association = table('purchases', AnalysisRule.custom().allowTemplateArns(arnOf(THIRD), arnOf(PARTNER)));
  associate('purchases', creator.node.findChild('Tablepurchases') as ConfiguredTable, other.addMembership('Membership'));
  expect(association).toBeDefined();
  expect(warnings()).toEqual([]);
});

test.each([[CREATOR, []], [THIRD, ['anyAnalysisOfMemberWhoCannot']]])('who may query an intermediate table is looked up among the members: %s', (account, expected) => {
  filled(PopulationAnalysis.sql('SELECT 1'), AnalysisRule.custom().allowAnyQueryBy(account));
  expect(warnings()).toEqual(expected);
});

describe('a template that a query runs', () => {
  test('is warned of where the table that it names allows another one', () => {
    table('purchases', AnalysisRule.custom().allowTemplates(template('Other')));
    query(QueryStatement.template(template('Overlap')));
    expect(messages()).toEqual([expect.stringContaining("purchases' do not allow the template 'Creator/Overlap'")]);
  });

  test('is warned of where one of the tables that it names allows it, and another one does not', () => {
    const overlap = template('Overlap', 'SELECT 1 FROM purchases, visits');
    table('purchases', AnalysisRule.custom().allowTemplates(overlap));
    table('visits', AnalysisRule.custom().allowTemplates(template('Other')));
    query(QueryStatement.template(overlap));
    expect(messages()).toEqual([expect.stringMatching("^the rules of 'Creator/[^',]*visits' do not allow the template 'Creator/Overlap'")]);
  });

  test('is warned of in each collaboration for the tables in it', () => {
    const other = new Collaboration(creator, 'Other', { creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] } }).addMembership('Membership');
    const inOther = new AnalysisTemplate(creator, 'InOther', { membership: other, source: AnalysisSource.sql('SELECT 1 FROM visits') });
    table('purchases', AnalysisRule.custom().allowTemplates(template('First')));
    table('visits', AnalysisRule.custom().allowTemplates(template('Second')), other);
    query(QueryStatement.template(template('Overlap')));
    new ProtectedQuery(creator, 'QueryOfOther', { membership: other, statement: QueryStatement.template(inOther) });
    expect(messages()).toEqual([
      expect.stringContaining("purchases' do not allow the template 'Creator/Overlap'"),
      expect.stringContaining("visits' do not allow the template 'Creator/InOther'"),
    ]);
  });

  test('is warned of where a job runs it', () => {
    const membership = withJobs();
    const script = (id: string) => new AnalysisTemplate(creator, id, {
      membership,
      source: AnalysisSource.pyspark({ entryPoint: { bucket: Bucket.fromBucketName(creator, `Bucket${id}`, 'scripts'), key: 'a.py' }, referencedTables: ['purchases'] }),
    });
    table('purchases', AnalysisRule.custom().allowTemplates(script('Other')), membership);
    job(script('Overlap'), membership);
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
    ['the table allows another one of the program, and a template by its ARN, which may be this one', () => {
      table('purchases', AnalysisRule.custom().allowTemplates(template('Other')).allowTemplateArns(arnOf(CREATOR)));
      query(QueryStatement.template(template('Overlap')));
    }],
    ['the table is imported', () => {
      cfnAssociation('purchases', '55555555-5555-4555-8555-555555555555');
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
