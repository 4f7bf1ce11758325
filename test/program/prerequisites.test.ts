import { App, CfnParameter, CfnResource, Lazy, NestedStack, PhysicalName, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate, CfnConfiguredTableAssociation, CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { IConstruct, IDependable } from 'constructs';
import {
  AnalysisSource, AnalysisTemplate, Collaboration, IdMappingTablePopulation, IntermediateTable, Membership, PopulationAnalysis, ProtectedJob,
  ProtectedQuery, QueryStatement, SchemaReadiness,
} from '../../src';
import type { ICollaboration } from '../../src';
import { membershipsBefore } from '../../src/program/prerequisites';
import { cfnMembership } from '../support/l1';
import { CREATOR, PARTNER } from '../support/stacks';

let app: App;
let stack: Stack;
let collaboration: Collaboration;

beforeEach(() => {
  app = new App();
  stack = stackIn('Creator', CREATOR);
  collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }] });
});

function stackIn(id: string, account: string): Stack {
  return new Stack(app, id, { env: { account, region: 'us-east-1' } });
}

function association(scope: Construct, name: string, membershipIdentifier: string): CfnConfiguredTableAssociation {
  return new CfnConfiguredTableAssociation(scope, `Table-${name}`, {
    name,
    membershipIdentifier,
    configuredTableIdentifier: '44444444-4444-4444-8444-444444444444',
    roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
}

/** The logical ids that a resource depends on. */
function dependenciesOn(dependable: IDependable): string[] {
  new CfnResource(stack, 'Resource', { type: 'AWS::Some::Type' }).node.addDependency(dependable);
  return Template.fromStack(stack).findResources('AWS::Some::Type').Resource.DependsOn ?? [];
}

const idOf = (construct: IConstruct) => stack.resolve(((construct.node.defaultChild ?? construct) as CfnResource).logicalId) as string;

const synthesizedIn = (of: Stack): Record<string, { readonly DependsOn?: string[] }> =>
  app.synth({ force: true, skipValidation: true }).getStackArtifact(of.artifactId).template.Resources;

describe('what needs a membership', () => {
  test('is made after the memberships of its stack in the collaboration, whenever these are defined', () => {
    const before = membershipsBefore(stack, collaboration);
    const membership = collaboration.addMembership('Membership');
    expect(dependenciesOn(before)).toEqual([idOf(membership)]);
  });

  test('does not wait for memberships of other stacks and other collaborations', () => {
    const partner = stackIn('Partner', PARTNER);
    new Membership(partner, 'Membership', { collaboration });
    cfnMembership(stack);
    expect(dependenciesOn(membershipsBefore(stack, collaboration))).toEqual([]);
    expect(stack.dependencies).toEqual([]);
  });
});

describe('what names tables', () => {
  let membership: Membership;
  beforeEach(() => {
    membership = collaboration.addMembership('Membership');
  });

  const WORKFLOW = () => ({ inputReferenceConfig: { inputReferenceArn: `arn:aws:entityresolution:us-east-1:${CREATOR}:idnamespace/ids`, manageResourcePolicies: true } });
  const mappingTable = (name: string) => new CfnIdMappingTable(stack, `Mapping-${name}`, { name, membershipIdentifier: membership.membershipIdentifier, ...WORKFLOW() });
  const associated = (name: string) => association(stack, name, membership.membershipIdentifier);
  const intermediate = (sql: string, intermediateTableName = 'result', id = `Intermediate-${intermediateTableName}`) => new IntermediateTable(stack, id, {
    membership, intermediateTableName, populationAnalysis: PopulationAnalysis.sql(sql),
  });
  const query = (statement: string | QueryStatement) => new ProtectedQuery(stack, 'Query', {
    membership, statement: typeof statement === 'string' ? QueryStatement.sql(statement) : statement,
  });
  const readiness = (tables: string[], of: ICollaboration = collaboration) => new SchemaReadiness(stack, 'Readiness', { collaboration: of, tables });

  /** The tables, and what populates them, that a construct is created after. */
  const tablesBefore = (construct: Construct) => {
    const resource = construct.node.defaultChild!.node.defaultChild ?? construct.node.defaultChild!;
    const { DependsOn = [] } = synthesizedIn(stack)[idOf(resource)];
    const ids = new Map(stack.node.findAll().filter(CfnResource.isCfnResource).map((each) => [idOf(each), each]));
    return DependsOn.map((id) => ids.get(id)!).filter(({ cfnResourceType }) => /Table/.test(cfnResourceType)).map(({ node }) => node.path.split('/')[1]).sort();
  };

  test('is created after the tables of its stack, whenever these are defined', () => {
    const all = readiness(['purchases', 'ids', 'result', 'visits', 'others']);
    [associated('purchases'), associated('impressions'), mappingTable('ids'), intermediate('SELECT 1')].forEach(() => undefined);
    const partner = stackIn('Partner', PARTNER);
    association(partner, 'visits', new Membership(partner, 'Membership', { collaboration }).membershipIdentifier);
    association(stack, 'others', cfnMembership(new Construct(stack, 'Other')).attrMembershipIdentifier);

    expect(tablesBefore(all)).toEqual(['Intermediate-result', 'Mapping-ids', 'Table-purchases']);
    expect(synthesizedIn(stack)[idOf(all.node.defaultChild!.node.defaultChild!)].DependsOn).toContain(idOf(membership));
  });

  test('is created after tables of a membership that the stack looks up', () => {
    association(stack, 'purchases', Membership.fromLookup(stack, 'Found', { collaboration }).membershipIdentifier);
    expect(tablesBefore(readiness(['purchases']))).toEqual(['Table-purchases']);
  });

  test.each<[string, (name: string) => Construct]>([
    ['a readiness', (name) => readiness([name])],
    ['a query', (name) => query(`SELECT 1 FROM ${name} JOIN other ON 1 = 1`)],
    ['an intermediate table', (name) => intermediate(`SELECT 1 FROM ${name}`)],
  ])('is created after a table whose name is a parameter: %s', (_, named) => {
    const { valueAsString: name } = new CfnParameter(stack, 'Name');
    new CfnConfiguredTableAssociation(stack, 'Table-named', {
      name, membershipIdentifier: membership.membershipIdentifier, configuredTableIdentifier: '44444444-4444-4444-8444-444444444444', roleArn: 'arn',
    });
    associated('purchases');
    expect(tablesBefore(named(name))).toEqual(['Table-named']);
  });

  test('is created after a table whose name is generated', () => {
    const table = new IntermediateTable(stack, 'Generated', {
      membership, intermediateTableName: PhysicalName.GENERATE_IF_NEEDED, populationAnalysis: PopulationAnalysis.sql('SELECT 1'),
    });
    expect(tablesBefore(readiness([table.intermediateTableName]))).toEqual(['Generated']);
  });

  test('is created after a table that it names in another case of letters', () => {
    associated('Purchases');
    expect(tablesBefore(query('SELECT 1 FROM purchases'))).toEqual(['Table-Purchases']);
  });

  test('is created after what populates an ID mapping table', () => {
    const idMappingTable = mappingTable('ids');
    new IdMappingTablePopulation(stack, 'Population', { idMappingTable });
    new IdMappingTablePopulation(stack, 'PopulationOfAnother', { idMappingTable: mappingTable('others') });
    expect(tablesBefore(query('SELECT 1 FROM ids'))).toEqual(['Mapping-ids', 'Population']);
  });

  test('does not wait for what populates a table in another stack', () => {
    const idMappingTable = mappingTable('ids');
    new IdMappingTablePopulation(stackIn('Other', CREATOR), 'Population', { idMappingTable });
    expect(tablesBefore(query('SELECT 1 FROM ids'))).toEqual(['Mapping-ids']);
    expect(stack.dependencies).toEqual([]);
  });

  test('is created after the tables of the template that it runs', () => {
    associated('purchases');
    associated('visits');
    const sql = new AnalysisTemplate(stack, 'Sql', { membership, source: AnalysisSource.sql('SELECT 1 FROM purchases') });
    const bucket = Bucket.fromBucketName(stack, 'Scripts', 'scripts');
    const script = new AnalysisTemplate(stack, 'Script', {
      membership, source: AnalysisSource.pyspark({ entryPoint: { bucket, key: 'user_script.py' }, referencedTables: ['visits'] }),
    });
    expect(tablesBefore(query(QueryStatement.template(sql)))).toEqual(['Table-purchases']);
    expect(tablesBefore(new ProtectedJob(stack, 'Job', { membership, analysisTemplate: script }))).toEqual(['Table-visits']);
    expect(tablesBefore(new IntermediateTable(stack, 'It', { membership, intermediateTableName: 'it', populationAnalysis: PopulationAnalysis.template(sql) })))
      .toEqual(['Table-purchases']);
    expect([tablesBefore(sql), tablesBefore(script)]).toEqual([[], []]);
  });

  test.each<[string, () => Construct]>([
    ['an unknown list', () => readiness(new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList)],
    ['unknown SQL', () => query(new CfnParameter(stack, 'Text').valueAsString)],
    ['a template of another program', () => query(QueryStatement.templateArn(
      `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/11111111-1111-4111-8111-111111111111/analysistemplate/11111111-1111-4111-8111-111111111111`))],
    ['a collaboration that is not in the program', () => readiness(['purchases'],
      Collaboration.fromCollaborationIdentifier(stack, 'Other', '11111111-1111-4111-8111-111111111111'))],
  ])('does not wait for any table with %s', (_, named) => {
    associated('purchases');
    expect(tablesBefore(named())).toEqual([]);
  });

  test('does not wait for a table of which nothing says in which membership it is', () => {
    associated('purchases').addPropertyDeletionOverride('MembershipIdentifier');
    expect(tablesBefore(query('SELECT 1 FROM purchases'))).toEqual([]);
  });

  test('does not wait for the tables of a template whose source only CloudFormation knows', () => {
    associated('purchases');
    const template = new AnalysisTemplate(stack, 'Sql', { membership, source: AnalysisSource.sql('SELECT 1 FROM purchases') });
    (template.node.defaultChild as CfnAnalysisTemplate).source = Token.asAny({ 'Fn::ImportValue': 'Source' });
    expect(tablesBefore(query(QueryStatement.template(template)))).toEqual([]);
  });

  test('does not wait for itself', () => {
    expect(tablesBefore(intermediate('SELECT 1 FROM result'))).toEqual([]);
  });

  test('does not wait for tables that name each other in a circle, but for others', () => {
    associated('purchases');
    const [one, two] = [intermediate('SELECT 1 FROM two JOIN purchases', 'one'), intermediate('SELECT 1 FROM three', 'two')];
    const three = intermediate('SELECT 1 FROM one, four', 'three');
    intermediate('SELECT 1', 'four');
    expect([one, two, three].map(tablesBefore)).toEqual([['Table-purchases'], [], ['Intermediate-four']]);
  });

  test.each<[string, (table: CfnConfiguredTableAssociation, before: ProtectedQuery) => void]>([
    ['a dependency', (table, before) => table.node.addDependency(before)],
    ['a dependency of an L1', (table, before) => table.addResourceDependency(before.node.defaultChild!.node.defaultChild as CfnResource)],
    ['a reference', (table, before) => (table.description = before.resultLocation)],
    ['a reference in an override', (table, before) => table.addPropertyOverride('Description', Lazy.string({ produce: () => before.resultLocation }))],
    ['a dependency by way of another resource', (table, before) => {
      const between = new CfnResource(stack, 'Between', { type: 'AWS::Some::Type', properties: { Location: before.resultLocation } });
      new CfnResource(stack, 'Deep', { type: 'AWS::Some::Type' }).node.addDependency(between);
      table.node.addDependency(stack.node.findChild('Deep'));
    }],
    ['a nested stack', (table, before) => {
      const nested = new NestedStack(stack, 'Nested');
      new CfnResource(nested, 'Inside', { type: 'AWS::Some::Type', properties: { Location: before.resultLocation } });
      table.description = new CfnResource(nested, 'Beside', { type: 'AWS::Some::Type' }).ref;
    }],
  ])('does not wait for a table that depends on it by %s', (_, depend) => {
    const [first, second] = [associated('first'), associated('second')];
    const before = query('SELECT 1 FROM first, second');
    depend(first, before);
    expect(tablesBefore(before)).toEqual([second.node.id]);
  });
});
