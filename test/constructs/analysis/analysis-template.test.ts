import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import {
  AnalysisParameterType, AnalysisSource, AnalysisTemplate, AnalysisTemplateGrants, Membership, QueryStatement, RunProtectedQuery,
  SyntheticDataColumnType,
} from '../../../src';
import type { IMembership } from '../../../src';
import { Program } from '../../../src/program/program';
import { MEMBERSHIP_ID, TEMPLATE_TYPE, resourceIn, template, warningsFor } from '../../support/analysis-templates';
import { expectRefused } from '../../support/faults';
import { cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../support/stacks';

const TEMPLATE_ID = '22222222-2222-4222-8222-222222222222';

describe('a SQL template', () => {
  test('has the text and nothing else', () => {
    const stack = stackOf();
    template(stack, { source: AnalysisSource.sql('SELECT 1'), analysisTemplateName: 'one' });

    expect(resourceIn(stack).Properties).toEqual({
      MembershipIdentifier: MEMBERSHIP_ID, Name: 'one', Format: 'SQL', Source: { Text: 'SELECT 1' },
    });
  });

  test('has a list of the tables that it reads, if that is given, as a template of an L1 can have it', () => {
    const stack = stackOf();
    template(stack, { source: AnalysisSource.sql('SELECT 1 FROM purchases', { referencedTables: ['purchases'] }) });

    expect(resourceIn(stack).Properties).toMatchObject({ Source: { Text: 'SELECT 1 FROM purchases' }, Schema: { ReferencedTables: ['purchases'] } });
  });

  test('has parameters, synthetic data and a description', () => {
    const stack = stackOf();
    template(stack, {
      description: 'Who bought since when',
      source: AnalysisSource.sql('SELECT * FROM purchases WHERE day > :since AND amount > :least', {
        parameters: {
          since: { type: AnalysisParameterType.DATE, defaultValue: '2026-01-01' },
          least: { type: AnalysisParameterType.of('INTEGER') },
        },
        syntheticData: {
          epsilon: 0.5,
          maxMembershipInferenceAttackScore: 0.6,
          columns: [
            { name: 'bought', type: SyntheticDataColumnType.CATEGORICAL, predictiveValue: true },
            ...['a', 'b', 'c', 'd'].map((name) => ({ name, type: SyntheticDataColumnType.NUMERICAL })),
          ],
        },
      }),
    });

    Template.fromStack(stack).hasResourceProperties(TEMPLATE_TYPE, {
      Description: 'Who bought since when',
      AnalysisParameters: [
        { Name: 'since', Type: 'DATE', DefaultValue: '2026-01-01' },
        { Name: 'least', Type: 'INTEGER', DefaultValue: Match.absent() },
      ],
      SyntheticDataParameters: {
        MlSyntheticDataParameters: {
          Epsilon: 0.5,
          MaxMembershipInferenceAttackScore: 0.6,
          ColumnClassification: {
            ColumnMapping: [
              { ColumnName: 'bought', ColumnType: 'CATEGORICAL', IsPredictiveValue: true },
              ...['a', 'b', 'c', 'd'].map((name) => ({ ColumnName: name, ColumnType: 'NUMERICAL', IsPredictiveValue: false })),
            ],
          },
        },
      },
    });
  });

  test('accepts the L1 of a membership', () => {
    const stack = stackOf();
    template(stack, { membership: cfnMembership(stack) });

    expect(resourceIn(stack).Properties.MembershipIdentifier).toEqual({ Ref: 'Membership' });
  });

  test('warns about parameters that do not match the SQL', () => {
    const parameters = { since: { type: AnalysisParameterType.DATE, defaultValue: 'today' } };
    expect(warningsFor({ source: AnalysisSource.sql('SELECT :until', { parameters }) })).toEqual([
      'cdk-cleanrooms:defaultOfOtherType', 'cdk-cleanrooms:undeclaredParameter', 'cdk-cleanrooms:unusedParameter',
    ]);
    expect(warningsFor({ source: AnalysisSource.sql("SELECT '12:30'") })).toEqual([]);
  });

  test('warns about the default of a number that is no number', () => {
    const parameters = { least: { type: AnalysisParameterType.INTEGER, defaultValue: 'ten' } };
    expect(warningsFor({ source: AnalysisSource.sql('SELECT :least', { parameters }) })).toEqual(['cdk-cleanrooms:defaultOfOtherType']);
  });
});

describe('SQL in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'analysis-source-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is the text of the template', () => {
    writeFileSync(join(folder, 'reach.sql'), 'SELECT :limit\n');
    const stack = stackOf();
    template(stack, {
      source: AnalysisSource.sqlFromFile(join(folder, 'reach.sql'), { parameters: { limit: { type: AnalysisParameterType.INTEGER } } }),
    });

    expect(resourceIn(stack).Properties.Source).toEqual({ Text: 'SELECT :limit\n' });
    expect(warningsIn(stack)).toEqual([]);
  });

  test('is rejected if it cannot be read', () => {
    const missing = join(folder, 'missing.sql');
    expectRefused(() => template(stackOf(), { source: AnalysisSource.sqlFromFile(missing) }), 'SqlFileUnreadable',
      `the file '${missing}' of AnalysisSource.sqlFromFile cannot be read: Error: ENOENT`);
  });
});

describe('quotas', () => {
  test('warns about the 101st template of a membership', () => {
    const stack = stackOf();
    const own = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
    for (let count = 1; count <= 101; count++) {
      new AnalysisTemplate(stack, `Template${count}`, { membership: own, source: AnalysisSource.sql('SELECT 1') });
    }

    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:overQuota']);
  });
});

describe('grants', () => {
  const templateArn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Reach'), 'Arn'] };
  const membershipArn = `:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}`;

  test.each<[string, (grants: AnalysisTemplateGrants, role: Role) => unknown, string | string[]]>([
    ['read', (grants, role) => grants.read(role), 'cleanrooms:GetAnalysisTemplate'],
    ['manage', (grants, role) => grants.manage(role), ['cleanrooms:GetAnalysisTemplate', 'cleanrooms:UpdateAnalysisTemplate']],
    ['actions', (grants, role) => grants.actions(role, 'cleanrooms:DeleteAnalysisTemplate'), 'cleanrooms:DeleteAnalysisTemplate'],
  ])('%s is on the template only', (_, grant, actions) => {
    const stack = stackOf();
    grant(template(stack, {}).grants, analyst(stack));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: templateArn }] },
    });
  });

  test.each<[string, 'query' | 'runJob', string, string, string[]]>([
    ['queries', 'query', 'cleanrooms:StartProtectedQuery', 'ProtectedQuer', ['configuredtableassociation', 'idmappingtable', 'intermediatetable']],
    ['jobs', 'runJob', 'cleanrooms:StartProtectedJob', 'ProtectedJob', ['configuredtableassociation', 'intermediatetable']],
  ])('to run %s are on this template, any table and the membership, through which runs are followed', (_, method, start, follow, tables) => {
    const stack = stackOf();
    const reach = template(stack, {});
    reach.grants[method](analyst(stack), stack.node.findChild('Membership') as IMembership);

    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const [starts, reads, follows] = (Properties.PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown[] }[] }).Statement;
    expect(starts.Action).toBe(start);
    expect(JSON.stringify(starts.Resource[0])).toContain(membershipArn);
    expect(starts.Resource[1]).toEqual({ 'Fn::GetAtt': [expect.stringMatching('^Reach'), 'Arn'] });
    expect(starts.Resource.slice(2).map((each) => JSON.stringify(each)))
      .toEqual(tables.map((type) => expect.stringContaining(`:*:membership/*/${type}/*`)));
    expect(reads.Action).toEqual(['cleanrooms:GetCollaborationAnalysisTemplate', 'cleanrooms:GetSchema']);
    expect(reads.Resource[1]).toEqual(starts.Resource[1]);
    expect(follows.Action).toEqual(expect.arrayContaining([expect.stringContaining(follow)]));
    expect(JSON.stringify(follows.Resource)).toContain(membershipArn);
  });

  test('can be created for an L1', () => {
    const stack = stackOf();
    const cfn = new CfnAnalysisTemplate(stack, 'Reach', {
      membershipIdentifier: MEMBERSHIP_ID, name: 'reach', format: 'SQL', source: { text: 'SELECT 1' },
    });
    AnalysisTemplateGrants.fromAnalysisTemplate(cfn).read(analyst(stack));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'cleanrooms:GetAnalysisTemplate', Resource: templateArn }] },
    });
  });
});

describe('an imported template', () => {
  const ARN = `arn:aws:cleanrooms:eu-west-1:${PARTNER}:membership/${MEMBERSHIP_ID}/analysistemplate/${TEMPLATE_ID}`;

  test('has the ids, the account and the Region of its ARN', () => {
    const stack = stackOf();
    const imported = AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Imported', ARN);

    expect(imported.analysisTemplateRef).toEqual({
      analysisTemplateArn: ARN, analysisTemplateIdentifier: TEMPLATE_ID, membershipIdentifier: MEMBERSHIP_ID,
    });
    expect(imported.env).toEqual({ account: PARTNER, region: 'eu-west-1' });
  });

  test('has the ARN that its ids make in the account and Region of the stack', () => {
    const stack = stackOf();
    const imported = AnalysisTemplate.fromAnalysisTemplateAttributes(stack, 'Imported', {
      analysisTemplateIdentifier: TEMPLATE_ID, membershipIdentifier: MEMBERSHIP_ID,
    });

    expect(stack.resolve(imported.analysisTemplateArn)).toEqual({
      'Fn::Join': ['', [
        'arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}/analysistemplate/${TEMPLATE_ID}`,
      ]],
    });
    expect(imported.analysisTemplateIdentifier).toBe(TEMPLATE_ID);
    expect(imported.membershipIdentifier).toBe(MEMBERSHIP_ID);
  });
});

describe('values for the parameters of a template', () => {
  const PARAMETERS = { city: { type: AnalysisParameterType.STRING } };

  test.each<[string, Record<string, string> | undefined, string[]]>([
    ['are compared with the template: one is missing', undefined, ['cdk-cleanrooms:missingParameter']],
    ['are compared with the template: the template has no such parameter', { city: 'Ulm', town: 'Ulm' }, ['cdk-cleanrooms:unknownParameter']],
    ['are compared with the template: they match', { city: 'Ulm' }, []],
  ])('%s', (_, given, warnings) => {
    const stack = stackOf();
    const reach = template(stack, { source: AnalysisSource.sql('SELECT :city', { parameters: PARAMETERS }) });
    const run = new RunProtectedQuery(stack, 'Run', {
      membership: stack.node.findChild('Membership') as IMembership, statement: QueryStatement.template(reach, given),
    });
    new StateMachine(stack, 'StateMachine', { definitionBody: DefinitionBody.fromChainable(run) });

    expect(warningsIn(stack)).toEqual(warnings);
  });

  test('are not compared with an imported template', () => {
    const stack = stackOf();
    const imported = AnalysisTemplate.fromAnalysisTemplateAttributes(stack, 'Imported', {
      analysisTemplateIdentifier: TEMPLATE_ID, membershipIdentifier: MEMBERSHIP_ID,
    });
    const { model } = Program.of(stack);
    expect(QueryStatement.template(imported, { any: 'thing' })._warnings(model)).toEqual([]);
    expect(QueryStatement.templateArn(imported.analysisTemplateArn, { any: 'thing' })._warnings(model)).toEqual([]);
    expect(QueryStatement.sql('SELECT 1')._warnings(model)).toEqual([]);
  });
});

test('exposes its source, and no role for SQL', () => {
  const source = AnalysisSource.sql('SELECT 1');
  expect(template(stackOf(), { source })).toMatchObject({ source, role: undefined });
});

function analyst(stack: Stack): Role {
  return new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}
