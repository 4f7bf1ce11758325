import { CfnParameter, CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { CfnConfiguredTable, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnConfiguredTableAssociation, CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnResource as CfnLocation } from 'aws-cdk-lib/aws-lakeformation';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredTable, ConfiguredTableAssociation,
  IdMappingTable, IdMappingTablePopulation, MemberAbility, MemberRemoval, Membership, PrivacyBudget, PrivacyBudgetTemplate, ResultFormat, TableSource,
} from '../../../src';
import type { AssociationAnalysisRule, ConfiguredTableAnalysisRule, ConfiguredTableProps } from '../../../src';
import { collaborationOfTwo } from '../../support/collaboration-of-two';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnConfiguredTable } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, ownWarningsIn } from '../../support/stacks';

const { CAN_QUERY, CAN_RECEIVE_RESULTS } = MemberAbility;

let app: App;
let creator: Stack;
let partner: Stack;
let collaboration: Collaboration;
let own: Membership;
let partners: Membership;

beforeEach(() => {
  ({ app, creator, partner, collaboration, own, partners } = collaborationOfTwo());
});

function table(stack: Stack, id: string, props: Partial<ConfiguredTableProps> = {}): ConfiguredTable {
  return new ConfiguredTable(stack, `Table${id}`, {
    source: TableSource.glueTable({
      databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, `Data${id}`, 'data'), prefix: 'sales',
    }),
    allowedColumns: AllowedColumns.of('email', 'city', 'amount'),
    ...props,
  });
}

function associate(membership: refs.IMembershipRef, configuredTable: refs.IConfiguredTableRef, id: string, receivers = [CREATOR]) {
  return new ConfiguredTableAssociation(Stack.of(membership), id, {
    membership, configuredTable, configuredTableAssociationName: id, analysisRule: AnalysisRule.forAssociation().allowResultReceivers(...receivers),
  });
}

const list = () => AnalysisRule.list().joinOn('email').list('city').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED);
const aggregation = () => AnalysisRule.aggregation().joinOn('email').sum('amount').requireAtLeast(100, 'email');
const custom = () => AnalysisRule.custom().allowAnyQueryBy(CREATOR);
const secret = (column = 'email') => custom().withDifferentialPrivacy(column);

/** The paths of the constructs that are warned of under an id, sorted. */
function pathsOf(id: string, stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(`ack: cdk-cleanrooms:${id}`)).map((each) => each.id).sort();
}

describe('the rule of an association', () => {
  test('is refused where the table has none', () => {
    associate(own, table(creator, 'Plain'), 'plain');
    expectRefusedAtSynthesis(app, 'AssociationRuleWithoutTableRule', "Creator/plain: 'analysisRule' needs a table with an analysis rule");
  });

  test('has the type of the rule that the table has in the end', () => {
    const configuredTable = table(creator, 'Changed', { analysisRule: aggregation() });
    associate(own, configuredTable, 'changed');
    (configuredTable.node.defaultChild as CfnConfiguredTable).analysisRules = [{
      type: 'LIST', policy: { v1: { list: { joinColumns: ['email'], listColumns: ['city'] } } },
    }];
    expect(() => app.synth()).not.toThrow();
  });

  test('is warned of with a receiver whom the app removes', () => {
    associate(own, table(creator, 'List', { analysisRule: list() }), 'list', [PARTNER, CREATOR]);
    new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
    Annotations.fromStack(creator).hasWarning('/Creator/list', Match.stringLikeRegexp(`has ${PARTNER}, which the app removes from the collaboration`));
  });

  test('is warned of with a receiver who cannot receive results', () => {
    associate(own, table(creator, 'List', { analysisRule: list() }), 'list', [PARTNER]);
    expect(pathsOf('receiverCannotReceive', creator)).toEqual(['/Creator/list']);
  });
});

describe('the rule of an association by an L1', () => {
  const LIST_RULE = { Type: 'LIST', Policy: { V1: { List: { AllowedResultReceivers: [CREATOR] } } } };
  const unknown = Token.asAny({ Ref: 'Unknown' });
  const warningsWith = (rules: unknown, tableRule?: ReturnType<typeof list>) => {
    const association = new CfnConfiguredTableAssociation(creator, 'Association', {
      name: 'purchases',
      membershipIdentifier: own.membershipIdentifier,
      configuredTableIdentifier: table(creator, 'Shared', { analysisRule: tableRule ?? list() }).configuredTableIdentifier,
      roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
    });
    association.addPropertyOverride('ConfiguredTableAssociationAnalysisRules', rules);
    return ownWarningsIn(creator);
  };

  test.each<[string, unknown]>([
    ['a type', [{ ...LIST_RULE, Type: { Ref: 'RuleType' } }]],
    ['a type that a condition chooses', [{ ...LIST_RULE, Type: { 'Fn::If': ['Large', 'LIST', 'CUSTOM'] } }]],
    ['the rule', [{ 'Fn::If': ['Large', LIST_RULE, { Ref: 'AWS::NoValue' }] }]],
    ['the list of rules', { 'Fn::If': ['Large', [LIST_RULE], { Ref: 'AWS::NoValue' }] }],
    ['the policy', [{ Type: 'LIST', Policy: unknown }]],
    ['the receivers', [{ Type: 'LIST', Policy: { V1: { List: { AllowedResultReceivers: { Ref: 'Receivers' } } } } }]],
  ])('is neither refused nor warned of with a token for %s', (_, rules) => {
    expect(warningsWith(rules)).toEqual([]);
  });

  test('is warned of where there is none', () => {
    expect(warningsWith([])).toEqual(['cdk-cleanrooms:noAssociationRule']);
  });

  test('is warned of where it has no receivers', () => {
    expect(warningsWith([{ Type: 'LIST', Policy: { V1: { List: {} } } }])).toEqual(['cdk-cleanrooms:noResultReceivers']);
  });

  test('is refused where it has another type than the rule of the table', () => {
    expect(() => warningsWith([{ ...LIST_RULE, Type: 'CUSTOM' }])).toThrow('AssociationRuleTypeMismatch');
  });
});

describe('the rule of an association by an L2', () => {
  const associateWith = (analysisRule: AssociationAnalysisRule, tableRule: ConfiguredTableAnalysisRule = list()) => new ConfiguredTableAssociation(creator, 'It', {
    membership: own, configuredTable: table(creator, 'Shared', { analysisRule: tableRule }), configuredTableAssociationName: 'it', analysisRule,
  });
  const aList = () => new CfnParameter(creator, 'List', { type: 'CommaDelimitedList' }).valueAsList;

  test('is not taken to be without receivers where they are a list that only the deployment knows', () => {
    associateWith(AnalysisRule.forAssociation({ allowedResultReceivers: aList() }));
    expect(ownWarningsIn(creator)).toEqual([]);
  });

  test('is not taken to be without additional analyses where they are a list that only the deployment knows', () => {
    associateWith(AnalysisRule.forAssociation({ allowedResultReceivers: [CREATOR], allowedAdditionalAnalyses: aList() }),
      list().withAdditionalAnalyses(AdditionalAnalyses.ALLOWED));
    expect(ownWarningsIn(creator)).toEqual([]);
  });
});

describe('an account any query of which may run', () => {
  test('is warned of at the association where it cannot query', () => {
    associate(own, table(creator, 'Custom', { analysisRule: AnalysisRule.custom().allowAnyQueryBy(PARTNER) }), 'custom');
    expect(pathsOf('anyAnalysisOfMemberWhoCannot', creator)).toEqual(['/Creator/custom']);
  });

  test('is fine where it can', () => {
    associate(own, table(creator, 'Custom', { analysisRule: custom() }), 'custom');
    expect(ownWarningsIn(creator)).not.toContain('cdk-cleanrooms:anyAnalysisOfMemberWhoCannot');
  });
});

describe('the types of rules', () => {
  test('are warned of where no table of another member has the type', () => {
    associate(own, table(creator, 'List', { analysisRule: list() }), 'list');
    associate(own, table(creator, 'Again', { analysisRule: list() }), 'again');
    associate(partners, table(partner, 'Custom', { analysisRule: custom() }), 'custom');
    expect([...pathsOf('ruleTypesDiffer', creator), ...pathsOf('ruleTypesDiffer', partner)]).toEqual(['/Creator/again', '/Creator/list', '/Partner/custom']);
  });

  test('are fine where a table of another member has the type, among others', () => {
    associate(own, table(creator, 'List', { analysisRule: list() }), 'list');
    associate(own, table(creator, 'Custom', { analysisRule: custom() }), 'custom');
    associate(partners, table(partner, 'Aggregation', { analysisRule: aggregation() }), 'aggregation');
    associate(partners, table(partner, 'Custom', { analysisRule: custom() }), 'customs');
    expect([...pathsOf('ruleTypesDiffer', creator), ...pathsOf('ruleTypesDiffer', partner)]).toEqual(['/Creator/list', '/Partner/aggregation']);
  });

  test('are fine in several collaborations', () => {
    const other = new Collaboration(creator, 'Other', { creator: { displayName: 'Creator', abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] } });
    associate(other.addMembership('Membership'), table(creator, 'List', { analysisRule: list() }), 'list');
    associate(partners, table(partner, 'Custom', { analysisRule: custom() }), 'custom');
    expect(pathsOf('ruleTypesDiffer', creator)).toEqual([]);
  });
});

describe('differential privacy', () => {
  test('is warned of without a budget, on each table', () => {
    associate(partners, table(partner, 'One', { analysisRule: secret() }), 'one');
    associate(partners, table(partner, 'Two', { analysisRule: secret() }), 'two');
    associate(partners, table(partner, 'Three', { analysisRule: custom() }), 'three');
    expect(pathsOf('noPrivacyBudget', partner)).toEqual(['/Partner/one', '/Partner/two']);
  });

  const budget = (stack: Stack, membership: refs.IMembershipRef) => new PrivacyBudgetTemplate(stack, 'Budget', {
    membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }),
  });

  test('is fine with a budget of the collaboration, or of a membership that is not known', () => {
    associate(partners, table(partner, 'One', { analysisRule: secret() }), 'one');
    budget(creator, own);
    expect(pathsOf('noPrivacyBudget', partner)).toEqual([]);
  });

  test('is fine where the budget may be of the collaboration', () => {
    associate(partners, table(partner, 'One', { analysisRule: secret() }), 'one');
    budget(creator, Membership.fromMembershipIdentifier(creator, 'Imported', '55555555-5555-4555-8555-555555555555'));
    expect(pathsOf('noPrivacyBudget', partner)).toEqual([]);
  });

  test('is warned of where the budget is of another collaboration, or limits access', () => {
    const people = associate(partners, table(partner, 'One', { analysisRule: secret() }), 'one');
    budget(creator, new Collaboration(creator, 'Other', { creator: { displayName: 'Creator' } }).addMembership('Membership'));
    new PrivacyBudgetTemplate(partner, 'Access', { membership: partners, budget: PrivacyBudget.access(people, { lifetime: 1 }) });
    expect(pathsOf('noPrivacyBudget', partner)).toEqual(['/Partner/one']);
  });

  test('is warned of with several identity columns, on each table after the first one', () => {
    for (const [id, column] of [['a', 'email'], ['b', 'city'], ['c', 'email'], ['d', 'city']]) {
      associate(partners, table(partner, id, { analysisRule: secret(column) }), id);
    }
    expect(pathsOf('identityColumnsDiffer', partner)).toEqual(['/Partner/b', '/Partner/c', '/Partner/d']);
    Annotations.fromStack(partner).hasWarning('/Partner/d', Match.stringLikeRegexp("is 'city', but in the rule of 'Partner/a' it is 'email'"));
  });

  test('is warned of on tables of two members, once for each after the first one', () => {
    associate(own, table(creator, 'a', { analysisRule: secret() }), 'a');
    associate(own, table(creator, 'b', { analysisRule: secret() }), 'b');
    associate(partners, table(partner, 'c', { analysisRule: secret() }), 'c');
    associate(partners, table(partner, 'd', { analysisRule: secret() }), 'd');
    expect(pathsOf('differentialPrivacyOfTwoMembers', creator)).toEqual([]);
    expect(pathsOf('differentialPrivacyOfTwoMembers', partner)).toEqual(['/Partner/c', '/Partner/d']);
    Annotations.fromStack(partner).hasWarning('/Partner/d', Match.stringLikeRegexp("the table and 'Creator/a' of another member"));
  });

  test('is warned of on a table of the first member that comes after those of another one', () => {
    associate(own, table(creator, 'a', { analysisRule: secret() }), 'a');
    associate(partners, table(partner, 'b', { analysisRule: secret() }), 'b');
    associate(partners, table(partner, 'c', { analysisRule: secret() }), 'c');
    const stack = new Stack(app, 'Sales', { env: { account: CREATOR, region: 'us-east-1' } });
    new ConfiguredTableAssociation(stack, 'd', {
      membership: own,
      configuredTable: table(stack, 'd', { analysisRule: secret() }),
      configuredTableAssociationName: 'd',
      analysisRule: AnalysisRule.forAssociation().allowResultReceivers(CREATOR),
    });
    Annotations.fromStack(stack).hasWarning('/Sales/d', Match.stringLikeRegexp("the table and 'Partner/b' of another member"));
  });

  test('is warned of on a table of the member who can receive results', () => {
    associate(own, table(creator, 'a', { analysisRule: secret() }), 'a');
    associate(partners, table(partner, 'b', { analysisRule: secret() }), 'b');
    expect(pathsOf('differentialPrivacyOfReceiver', creator)).toEqual(['/Creator/a']);
    expect(pathsOf('differentialPrivacyOfReceiver', partner)).toEqual([]);
  });
});

describe('a template that the rule of a table allows', () => {
  const template = (membership: refs.IMembershipRef) =>
    new AnalysisTemplate(Stack.of(membership), 'Template', { membership, source: AnalysisSource.sql('SELECT 1') });

  test('is warned of where it is of another collaboration than the table', () => {
    const other = new Collaboration(creator, 'Other', { creator: { displayName: 'Creator' } }).addMembership('Membership');
    associate(own, table(creator, 'Custom', { analysisRule: AnalysisRule.custom({ allowedTemplates: [template(other)] }) }), 'custom');
    expect(pathsOf('templateOfOtherCollaboration', creator)).toEqual(['/Creator/TableCustom']);
  });

  test('is fine where it is in a membership of which only the id is known', () => {
    const allowed = template(Membership.fromMembershipIdentifier(creator, 'Imported', '55555555-5555-4555-8555-555555555555'));
    table(creator, 'Custom', { analysisRule: AnalysisRule.custom({ allowedTemplates: [allowed] }) });
    expect(pathsOf('templateOfOtherCollaboration', creator)).toEqual([]);
  });

  test('is fine where it is of the same, or the table is not associated', () => {
    const allowed = template(own);
    associate(own, table(creator, 'Custom', { analysisRule: AnalysisRule.custom({ allowedTemplates: [allowed] }) }), 'custom');
    table(creator, 'Alone', { analysisRule: AnalysisRule.custom({ allowedTemplates: [allowed] }) });
    expect(pathsOf('templateOfOtherCollaboration', creator)).toEqual([]);
  });
});

test.each<[string, unknown]>([
  ['a function of CloudFormation', { 'Fn::Sub': 'arn:aws:s3:::data' }],
  ['a token', Token.asAny({ Ref: 'Unknown' })],
  ['a number', 7],
  ['left out', undefined],
])('a location that is registered with Lake Formation can be %s', (_, resourceArn) => {
  table(creator, 'Plain');
  const location = new CfnLocation(creator, 'Location', { resourceArn: 'arn:aws:s3:::data/sales', useServiceLinkedRole: true });
  location.addPropertyOverride('ResourceArn', resourceArn);
  if (resourceArn === undefined) location.addPropertyDeletionOverride('ResourceArn');
  expect(pathsOf('lakeFormationNeedsAthena', creator)).toEqual([]);
});

test('an association of an L1 that names no membership and no table is in no collaboration', () => {
  new CfnResource(creator, 'Association', { type: 'AWS::CleanRooms::ConfiguredTableAssociation', properties: { Name: 'purchases' } });
  associate(own, table(creator, 'List', { analysisRule: list() }), 'purchases');
  expect(() => app.synth()).not.toThrow();
});

describe('a Glue table in a folder that is registered with Lake Formation', () => {
  const register = (resourceArn: string) => new CfnLocation(creator, 'Location', { resourceArn, useServiceLinkedRole: true });

  test.each<[string, string, string[]]>([
    ['the bucket', 'arn:aws:s3:::data', ['/Creator/TablePlain']],
    ['the folder', 'arn:aws:s3:::data/sales', ['/Creator/TablePlain']],
    ['another bucket', 'arn:aws:s3:::other/sales', []],
    ['another folder', 'arn:aws:s3:::data/sale', []],
  ])('is warned of where it is %s', (_, arn, paths) => {
    register(arn);
    table(creator, 'Plain');
    expect(pathsOf('lakeFormationNeedsAthena', creator)).toEqual(paths);
  });

  test('is warned of in a bucket of the app', () => {
    const bucket = new Bucket(creator, 'Bucket');
    register(`${bucket.bucketArn}/sales`);
    table(creator, 'Plain', { source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket, prefix: 'sales/deep' }) });
    expect(pathsOf('lakeFormationNeedsAthena', creator)).toEqual(['/Creator/TablePlain']);
  });

  describe('whose source only the association is told', () => {
    const glueTable = () => TableSource.glueTable({
      databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(creator, 'Data', 'data'), prefix: 'sales',
    });
    const sourced = (configuredTable: refs.IConfiguredTableRef) => new ConfiguredTableAssociation(creator, 'sourced', {
      membership: own, configuredTable, configuredTableAssociationName: 'sourced', source: glueTable(),
    });

    test.each<[string, () => refs.IConfiguredTableRef]>([
      ['an import', () => ConfiguredTable.fromConfiguredTableIdentifier(creator, 'Imported', '55555555-5555-4555-8555-555555555555')],
      ['an L1', () => cfnConfiguredTable(creator)],
    ])('is warned of on the association: %s', (_, tableIn) => {
      register('arn:aws:s3:::data');
      sourced(tableIn());
      expect(pathsOf('lakeFormationNeedsAthena', creator)).toEqual(['/Creator/sourced']);
    });

    test('is fine in another folder', () => {
      register('arn:aws:s3:::data/other');
      sourced(cfnConfiguredTable(creator));
      expect(pathsOf('lakeFormationNeedsAthena', creator)).toEqual([]);
    });

    test('is warned of on the table only, where that has it as well', () => {
      register('arn:aws:s3:::data');
      sourced(table(creator, 'Plain'));
      expect(pathsOf('lakeFormationNeedsAthena', creator)).toEqual(['/Creator/TablePlain']);
    });
  });

  test('is fine by Athena', () => {
    register('arn:aws:s3:::data');
    table(creator, 'Plain', {
      source: TableSource.athenaTable({
        databaseName: 'sales', tableName: 'purchases', workGroup: new CfnWorkGroup(creator, 'WorkGroup', { name: 'clean' }),
      }),
      analysisRule: custom(),
    });
    expect(pathsOf('lakeFormationNeedsAthena', creator)).toEqual([]);
  });
});

describe('an ID mapping table', () => {
  const mapping = () => new CfnIdMappingTable(creator, 'Cfn', {
    name: 'cfn', membershipIdentifier: own.membershipIdentifier, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
  });

  test('is warned of where nothing populates it', () => {
    mapping();
    expect(pathsOf('idMappingTableNotPopulated', creator)).toEqual(['/Creator/Cfn']);
  });

  test('is fine where something does, by an import as well', () => {
    const idMappingTable = IdMappingTable.fromIdMappingTableArn(creator, 'Imported', mapping().attrArn);
    new IdMappingTablePopulation(creator, 'Population', { idMappingTable });
    expect(pathsOf('idMappingTableNotPopulated', creator)).toEqual([]);
  });
});

test('results are warned of that go to the bucket of the data by an override, or by a token', () => {
  associate(own, table(creator, 'Plain', { analysisRule: list() }), 'plain');
  const cfn = own.node.defaultChild as CfnMembership;
  expect(pathsOf('resultsAmongData', creator)).toEqual([]);
  cfn.addPropertyOverride('DefaultJobResultConfiguration.OutputConfiguration.S3.Bucket', 'data');
  expect(pathsOf('resultsAmongData', creator)).toEqual(['/Creator/plain']);
});

test('results are warned of that go to the bucket of the data, which the app makes', () => {
  const bucket = new Bucket(creator, 'Bucket');
  const membership = new Membership(creator, 'Other', {
    collaboration: Collaboration.fromCollaborationAttributes(creator, 'Imported', {
      collaborationIdentifier: '11111111-1111-4111-8111-111111111111', creatorAccountId: THIRD,
    }),
    defaultResult: { bucket, format: ResultFormat.CSV },
  });
  associate(membership, table(creator, 'Plain', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket, prefix: 'sales' }), analysisRule: list(),
  }), 'plain');
  expect(pathsOf('resultsAmongData', creator)).toEqual(['/Creator/plain']);
});

test('nothing is said of rules that are not known', () => {
  const configuredTable = table(creator, 'Unknown', { analysisRule: list() });
  (configuredTable.node.defaultChild as CfnConfiguredTable).analysisRules = Token.asAny({ Ref: 'Rules' });
  new ConfiguredTableAssociation(creator, 'unknown', { membership: own, configuredTable, configuredTableAssociationName: 'unknown' });
  associate(partners, table(partner, 'List', { analysisRule: list() }), 'list');
  expect([...pathsOf('ruleTypesDiffer', creator), ...pathsOf('ruleTypesDiffer', partner), ...pathsOf('noAssociationRule', creator)]).toEqual([]);
});
