import { App, PhysicalName, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, IntermediateTable, MemberAbility,
  Membership, PopulationAnalysis, TableSource,
} from '../../../src';
import type { CustomAnalysisRule, IntermediateTableProps } from '../../../src';
import { codesAndMessages, expectRefused, expectRefusedAtSynthesis } from '../../support/faults';

const ACCOUNT = '111111111111';
const PARTNER = '222222222222';
const MEMBERSHIP_ID = '11111111-2222-3333-4444-555555555555';
const TABLE_ID = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const TABLE_ARN = `arn:aws:cleanrooms:eu-west-1:${PARTNER}:membership/${MEMBERSHIP_ID}/intermediatetable/${TABLE_ID}`;
const TEMPLATE_ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/${MEMBERSHIP_ID}/analysistemplate/${TABLE_ID}`;

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
});

function tableWith(props: Partial<IntermediateTableProps> = {}, id = 'Overlap'): IntermediateTable {
  return new IntermediateTable(stack, id, {
    membership: stack.node.tryFindChild('Imported') as Membership ?? Membership.fromMembershipIdentifier(stack, 'Imported', MEMBERSHIP_ID),
    intermediateTableName: id.toLowerCase(),
    populationAnalysis: PopulationAnalysis.sql('SELECT a.id FROM ours a JOIN theirs b ON a.id = b.id'),
    ...props,
  });
}

function collaborationWhereQueries(runner: string): Collaboration {
  const abilities = (account: string) => (account === runner ? [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] : []);
  return new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Us', abilities: abilities(ACCOUNT) },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: abilities(PARTNER) }],
  });
}

const anyQuery = AnalysisRule.custom({ anyQueryBy: [ACCOUNT] });
const warningsOf = (id: string) => Match.stringLikeRegexp(`cdk-cleanrooms:${id}`);

describe('the resource', () => {
  test('has the query', () => {
    tableWith({ description: 'who is in both' });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IntermediateTable', {
      Name: 'overlap',
      Description: 'who is in both',
      MembershipIdentifier: MEMBERSHIP_ID,
      PopulationAnalysisConfiguration: { SqlParameters: { QueryString: 'SELECT a.id FROM ours a JOIN theirs b ON a.id = b.id' } },
      AnalysisRules: Match.absent(),
      KmsKeyArn: Match.absent(),
      Tags: Match.absent(),
    });
  });

  test.each([
    ['a template', () => PopulationAnalysis.template(new CfnAnalysisTemplate(stack, 'Template', {
      name: 't', format: 'SQL', source: { text: 'SELECT 1' }, membershipIdentifier: MEMBERSHIP_ID,
    })), { 'Fn::GetAtt': ['Template', 'Arn'] }],
    ["another member's template", () => PopulationAnalysis.templateArn(TEMPLATE_ARN), TEMPLATE_ARN],
  ])('has %s', (_, populationAnalysis, expected) => {
    tableWith({ populationAnalysis: populationAnalysis() });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IntermediateTable', {
      PopulationAnalysisConfiguration: { SqlParameters: { AnalysisTemplateArn: expected } },
    });
  });

  test('rejects a population analysis that is not the ARN of an analysis template', () => {
    expect(codesAndMessages(PopulationAnalysis.templateArn('*')._check())).toEqual([['ArnMalformed', expect.stringContaining("'analysisTemplateArn' must be of the form")]]);
    expect([PopulationAnalysis.templateArn(TEMPLATE_ARN), PopulationAnalysis.sql('SELECT 1')].flatMap((each) => each._check())).toEqual([]);
  });

  test.each<[string, boolean]>([['PYSPARK_1_0', true], ['SQL', false]])(
    'is checked at synthesis against the format of the population template as rendered, %s', (format, isRejected) => {
      const template = new CfnAnalysisTemplate(stack, 'Template', { name: 't', format: 'OTHER', source: {}, membershipIdentifier: MEMBERSHIP_ID });
      tableWith({ populationAnalysis: PopulationAnalysis.template(template) });
      template.format = format;

      if (!isRejected) return expect(() => app.synth()).not.toThrow();
      expectRefusedAtSynthesis(stack, 'TemplateOfOtherLanguage', `got one of the format ${format}`);
    });

  test('has the rule with all its parts and the result receivers', () => {
    tableWith({
      analysisRule: anyQuery.requireAtLeast(100, 'id').allowColumnComparison('id').disallowOutput('email')
        .withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
      allowedResultReceivers: [ACCOUNT],
    });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IntermediateTable', {
      AnalysisRules: [{
        Type: 'CUSTOM',
        Policy: {
          V1: {
            Custom: {
              AllowedAnalyses: ['ANY_QUERY'],
              AllowedAnalysisProviders: [ACCOUNT],
              AllowedResultReceivers: [ACCOUNT],
              AggregationThresholds: [{
                IdentityColumns: ['id'], MinimumIdentityCount: 100, Type: 'COUNT_DISTINCT', AllowedAggregateExpressionType: 'COLUMNS_ONLY',
              }],
              ComparisonControls: { AllowedLiteralComparisonColumns: [], AllowedColumnComparisonColumns: ['id'] },
              DisallowedOutputColumns: ['email'],
              AdditionalAnalyses: 'NOT_ALLOWED',
            },
          },
        },
      }],
    });
  });

  test('has a generated name of at most 100 characters for PhysicalName.GENERATE_IF_NEEDED', () => {
    const { intermediateTableName } = tableWith({ intermediateTableName: PhysicalName.GENERATE_IF_NEEDED }, 'LongName'.repeat(15));

    expect(intermediateTableName).toMatch(/^Test_LongName\w{80,88}$/);
    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IntermediateTable', { Name: intermediateTableName });
  });

  test('has the tags of the app', () => {
    tableWith();
    Tags.of(stack).add('team', 'audience');

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IntermediateTable', { Tags: [{ Key: 'team', Value: 'audience' }] });
  });

  test('accepts the L1 of a membership', () => {
    const membership = new CfnMembership(stack, 'Cfn', { collaborationIdentifier: MEMBERSHIP_ID, queryLogStatus: 'DISABLED' });
    const table = tableWith({ membership });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IntermediateTable', { MembershipIdentifier: { Ref: 'Cfn' } });
    expect(stack.resolve(table.intermediateTableArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching('Overlap'), 'Arn'] });
  });
});

describe('the rows', () => {
  test('are retained when the table is removed from the stack', () => {
    tableWith();

    Template.fromStack(stack).hasResource('AWS::CleanRooms::IntermediateTable', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('are deleted with the table if the removal policy says so', () => {
    tableWith({ removalPolicy: RemovalPolicy.DESTROY });

    Template.fromStack(stack).hasResource('AWS::CleanRooms::IntermediateTable', { DeletionPolicy: 'Delete' });
  });

  test('are deleted with the old table if it may be replaced', () => {
    tableWith({ allowReplacement: true });

    Template.fromStack(stack).hasResource('AWS::CleanRooms::IntermediateTable', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Delete' });
  });

  test('are protected by a guard with the create-only properties, which is updated before the table', () => {
    tableWith({ populationAnalysis: PopulationAnalysis.sql('SELECT 1') });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('Custom::CleanRoomsReplacementGuard', {
      FailsIfChanged: {
        intermediateTableName: 'overlap',
        membership: MEMBERSHIP_ID,
        populationAnalysis: { SqlParameters: { QueryString: 'SELECT 1' } },
      },
      ReplacementAllowed: false,
    });
    template.hasResource('AWS::CleanRooms::IntermediateTable', { DependsOn: [Match.stringLikeRegexp('ReplacementGuard')] });
  });
});

describe('errors and warnings', () => {
  test('rejects the membership of a member who cannot query', () => {
    const membership = collaborationWhereQueries(PARTNER).addMembership('Ours');

    tableWith({ membership });
    expectRefusedAtSynthesis(stack, 'IntermediateTableOwnerCannotQuery',
      `Test/Overlap: 'membership' must be that of the member who can query, account ${PARTNER}, got the one of account ${ACCOUNT}`);
  });

  test('accepts the membership of the member who can query', () => {
    tableWith({ membership: collaborationWhereQueries(ACCOUNT).addMembership('Ours'), analysisRule: anyQuery });
    expect(() => app.synth()).not.toThrow();
  });

  test('rejects a name that another table of the collaboration has', () => {
    tableWith({ intermediateTableName: 'people' }, 'First');

    tableWith({ intermediateTableName: 'people' }, 'Second');
    expectRefusedAtSynthesis(stack, 'TableNameTaken', "Test/Second: the name 'people' is taken by 'Test/First'");
  });

  test('rejects an invalid custom rule', () => {
    expectRefused(() => tableWith({ analysisRule: anyQuery.withDifferentialPrivacy('id').requireAtLeast(100, 'id') }),
      'ControlsWithDifferentialPrivacy', "'requireAtLeast' (aggregationThresholds) and 'withDifferentialPrivacy' (differentialPrivacyColumn) of a custom rule cannot be combined");
  });

  test('rejects result receivers without a rule', () => {
    expectRefused(() => tableWith({ allowedResultReceivers: [ACCOUNT] }), 'ResultReceiversWithoutRule', `got ${ACCOUNT} without one`);
  });

  test.each<[string, Partial<IntermediateTableProps>, string]>([
    ['a table without a rule', {}, 'noAnalysisRule'],
    ['a rule that allows nothing', { analysisRule: AnalysisRule.custom() }, 'nothingAllowed'],
    ['a reserved word as its name', { intermediateTableName: 'table' }, 'reservedTableName'],
    ['additional analyses that CloudFormation cannot name', {
      analysisRule: anyQuery.withAdditionalAnalyses(AdditionalAnalyses.ALLOWED),
    }, 'noAdditionalAnalyses'],
  ])('warns about %s', (_, props, id) => {
    tableWith(props);

    Annotations.fromStack(stack).hasWarning('/Test/Overlap', warningsOf(id));
  });

  test('warns about a receiver who cannot receive results', () => {
    tableWith({
      membership: collaborationWhereQueries(ACCOUNT).addMembership('Ours'), analysisRule: anyQuery, allowedResultReceivers: [ACCOUNT, PARTNER],
    });

    Annotations.fromStack(stack).hasWarning('/Test/Overlap', Match.stringLikeRegexp(`has ${PARTNER}.*cdk-cleanrooms:receiverCannotReceive`));
    Annotations.fromStack(stack).hasNoWarning('/Test/Overlap', Match.stringLikeRegexp(`has ${ACCOUNT}`));
  });

  test('warns once about the quota, at the 26th table of a membership by path', () => {
    for (let count = 1; count <= 27; count++) tableWith({ analysisRule: anyQuery }, `Table${String(count).padStart(2, '0')}`);

    const quota = Match.stringLikeRegexp('has 27 intermediate tables: the default quota is 25');
    expect(Annotations.fromStack(stack).findWarning('*', quota).map(({ id }) => id)).toEqual(['/Test/Table26']);
  });
});

describe('the encryption key', () => {
  const membershipsOf = (account: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${account}:membership/*`]] });

  test('can be used by the service for intermediate tables of the account and memberships of the members', () => {
    const membership = collaborationWhereQueries(ACCOUNT).addMembership('Ours');
    tableWith({ membership, encryptionKey: new Key(stack, 'Key') });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CleanRooms::IntermediateTable', { KmsKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Key'), 'Arn'] } });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          {
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Effect: 'Allow',
            Principal: { Service: 'cleanrooms.amazonaws.com' },
            Resource: '*',
            Condition: {
              'StringLike': {
                'kms:EncryptionContext:aws:cleanrooms:intermediateTableArn': {
                  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${ACCOUNT}:membership/*/intermediatetable/*`]],
                },
              },
              'ForAnyValue:ArnLike': { 'aws:SourceArn': [membershipsOf(ACCOUNT), membershipsOf(PARTNER)] },
            },
          },
          { Action: 'kms:DescribeKey', Effect: 'Allow', Principal: { Service: 'cleanrooms.amazonaws.com' }, Resource: '*' },
        ]),
      },
    });
    Annotations.fromStack(stack).hasNoWarning('/Test/Overlap', warningsOf('trustNotBoundToMembers'));
  });

  test('can be used for memberships of all accounts if the members are not known, with a warning', () => {
    tableWith({ encryptionKey: new Key(stack, 'Key') });

    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Condition: Match.objectLike({ 'ForAnyValue:ArnLike': { 'aws:SourceArn': [membershipsOf('*')] } }) })]) },
    });
    Annotations.fromStack(stack).hasWarning('/Test/Overlap', warningsOf('trustNotBoundToMembers'));
  });

  test('cannot be an alias', () => {
    const encryptionKey = new Key(stack, 'Key').addAlias('rows');
    expectRefused(() => tableWith({ encryptionKey }), 'EncryptionKeyIsAlias', "'encryptionKey' must be a key");
  });
});

describe('a rule that is less strict than the rules of base tables of several members', () => {
  const theirRule = AnalysisRule.custom({ anyQueryBy: [ACCOUNT] }).disallowOutput('email').withAdditionalAnalyses(AdditionalAnalyses.REQUIRED);

  function collaborationWithTheirs(rule: CustomAnalysisRule, accountOfTable = PARTNER): Membership {
    const collaboration = collaborationWhereQueries(ACCOUNT);
    const stackOfTable = new Stack(app, 'Owner', { env: { account: accountOfTable, region: 'us-east-1' } });
    const ours = collaboration.addMembership('Ours');
    const membership = accountOfTable === ACCOUNT ? ours : new Membership(stackOfTable, 'Membership', { collaboration });
    new ConfiguredTableAssociation(stackOfTable, 'Association', {
      membership,
      configuredTableAssociationName: 'theirs',
      configuredTable: new ConfiguredTable(stackOfTable, 'Table', {
        source: TableSource.glueTable({ databaseName: 'd', tableName: 't', bucket: Bucket.fromBucketName(stackOfTable, 'Bucket', 'data') }),
        allowedColumns: AllowedColumns.of('id', 'email'),
        analysisRule: rule,
      }),
      analysisRule: AnalysisRule.forAssociation({ allowedResultReceivers: [ACCOUNT] }),
    });
    return ours;
  }

  test('gives a warning for each difference', () => {
    tableWith({ membership: collaborationWithTheirs(theirRule), analysisRule: anyQuery, allowedResultReceivers: [ACCOUNT, PARTNER] });

    const annotations = Annotations.fromStack(stack);
    annotations.hasWarning('/Test/Overlap', Match.stringLikeRegexp(
      "'disallowedOutputColumns' must have all those of the base table 'Owner/Association', missing: email"));
    annotations.hasWarning('/Test/Overlap', Match.stringLikeRegexp(
      `'allowedResultReceivers' must have only those of the base table 'Owner/Association', got also: ${PARTNER}`));
    annotations.hasWarning('/Test/Overlap', Match.stringLikeRegexp(
      "'additionalAnalyses' must be at least as strict as REQUIRED, as in the base table 'Owner/Association', got none.*looserThanBaseTable"));
  });

  test.each<[string, () => Partial<IntermediateTableProps>]>([
    ['if it is as strict', () => ({ membership: collaborationWithTheirs(theirRule), analysisRule: theirRule, allowedResultReceivers: [ACCOUNT] })],
    ['for a table that the query does not name', () => ({
      membership: collaborationWithTheirs(theirRule),
      analysisRule: anyQuery,
      populationAnalysis: PopulationAnalysis.sql("SELECT 'theirs' FROM ours -- not theirs\n /* nor theirs */"),
    })],
    ['for tables of the same member', () => ({ membership: collaborationWithTheirs(theirRule, ACCOUNT), analysisRule: anyQuery })],
    ['if the collaboration is not known', () => {
      collaborationWithTheirs(theirRule);
      return { analysisRule: anyQuery };
    }],
  ])('gives no warning %s', (_, props) => {
    tableWith(props());

    Annotations.fromStack(stack).hasNoWarning('/Test/Overlap', warningsOf('looserThanBaseTable'));
  });
});

describe('imports', () => {
  test('by ARN, with the account and Region of the ARN', () => {
    const table = IntermediateTable.fromIntermediateTableArn(stack, 'Import', TABLE_ARN);

    expect(stack.resolve([table.intermediateTableArn, table.intermediateTableIdentifier, table.membershipIdentifier])).toEqual([
      TABLE_ARN, TABLE_ID, MEMBERSHIP_ID,
    ]);
    expect(table.env).toEqual({ account: PARTNER, region: 'eu-west-1' });
  });

  test('by attributes, in the account and Region of the stack', () => {
    const table = IntermediateTable.fromIntermediateTableAttributes(stack, 'Import', {
      membershipIdentifier: MEMBERSHIP_ID, intermediateTableIdentifier: TABLE_ID,
    });

    expect(stack.resolve(table.intermediateTableArn)).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${ACCOUNT}:membership/${MEMBERSHIP_ID}/intermediatetable/${TABLE_ID}`]],
    });
    expect(table.env).toEqual({ account: ACCOUNT, region: 'us-east-1' });
  });
});

describe('grants', () => {
  const membershipArn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:eu-west-1:${PARTNER}:membership/${MEMBERSHIP_ID}`]] };
  const read = {
    Action: ['cleanrooms:GetIntermediateTable', 'cleanrooms:GetIntermediateTableAnalysisRule', 'cleanrooms:ListIntermediateTableVersions'],
    Effect: 'Allow',
    Resource: [TABLE_ARN, membershipArn],
  };
  const populate = [
    Match.objectLike({ Action: 'cleanrooms:PopulateIntermediateTable', Resource: Match.arrayWith([TABLE_ARN, membershipArn]) }),
    Match.objectLike({ Action: Match.arrayWith(['cleanrooms:GetProtectedQuery']), Resource: membershipArn }),
  ];

  test.each([
    ['read', [read]],
    ['populate', [read, ...populate]],
    ['manage', [read, ...populate, {
      Action: [
        'cleanrooms:CreateIntermediateTableAnalysisRule',
        'cleanrooms:DeleteIntermediateTableAnalysisRule',
        'cleanrooms:UpdateIntermediateTable',
        'cleanrooms:UpdateIntermediateTableAnalysisRule',
      ],
      Effect: 'Allow',
      Resource: [TABLE_ARN, membershipArn],
    }, { Action: 'cleanrooms:DisallowIntermediateTable', Effect: 'Allow', Resource: membershipArn }]],
  ] as const)('%s', (intent, statements) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    IntermediateTable.fromIntermediateTableArn(stack, 'Import', TABLE_ARN).grants[intent](role);

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: statements } });
  });
});
