import { App, CfnOutput, CfnParameter, CfnResource, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { CfnConfiguredTableAssociation, CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { Construct } from 'constructs';
import {
  Collaboration, IdMappingTablePopulation, IntermediateTable, Membership, PopulationAnalysis, ProtectedQuery, QueryStatement, SchemaReadiness,
} from '../../src';
import type { IMembership } from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * What names tables in SQL, in a list or by a template is deployed after the stacks of its account and Region that have these tables.
 */

let app: App;
let room: Stack;
let tables: Stack;
let queries: Stack;
let collaboration: Collaboration;
let membership: Membership;

function stackIn(id: string, account = CREATOR, scope: Construct = app): Stack {
  return new Stack(scope, id, { env: { account, region: 'us-east-1' } });
}

beforeEach(() => {
  app = new App();
  room = stackIn('Room');
  // In the alphabet, and so without an order, queries come first.
  queries = stackIn('Queries');
  tables = stackIn('Tables');
  collaboration = new Collaboration(room, 'Collaboration', {
    creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
  membership = collaboration.addMembership('Membership');
});

function associate(scope: Construct, name: string, of: Pick<IMembership, 'membershipIdentifier'> = membership): CfnConfiguredTableAssociation {
  return new CfnConfiguredTableAssociation(scope, Token.isUnresolved(name) ? 'Table' : `Table-${name}`, {
    name,
    membershipIdentifier: of.membershipIdentifier,
    configuredTableIdentifier: '44444444-4444-4444-8444-444444444444',
    roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
}

function query(sql: string, scope: Construct = queries): ProtectedQuery {
  return new ProtectedQuery(scope, 'Query', { membership, statement: QueryStatement.sql(sql) });
}

function intermediate(scope: Construct, intermediateTableName: string, sql: string): IntermediateTable {
  return new IntermediateTable(scope, `Intermediate-${intermediateTableName}`, {
    membership, intermediateTableName, populationAnalysis: PopulationAnalysis.sql(sql),
  });
}

/** The stacks that a stack is deployed after. */
function before(stack: Stack): string[] {
  const artifact = app.synth({ force: true, skipValidation: true }).getStackByName(stack.stackName);
  return artifact.dependencies.flatMap(({ manifest, id }) => manifest.type === 'aws:cloudformation:stack' ? [id] : []).sort();
}

test.each<[string, () => unknown]>([
  ['a query', () => query('SELECT COUNT(*) FROM purchases')],
  ['an intermediate table', () => intermediate(queries, 'recent', 'SELECT 1 FROM Purchases')],
  ['a wait for tables', () => new SchemaReadiness(queries, 'Ready', { collaboration, tables: ['purchases'] })],
])('%s is deployed after the stack that has its table', (_, make) => {
  make();
  associate(tables, 'purchases');
  expect(before(queries)).toEqual(['Room', 'Tables']);
  expect(before(tables)).toEqual(['Room']);
});

test('a query is deployed after what populates its table, in whichever stack that is', () => {
  const idMappingTable = new CfnIdMappingTable(tables, 'Ids', {
    name: 'ids',
    membershipIdentifier: membership.membershipIdentifier,
    inputReferenceConfig: { inputReferenceArn: `arn:aws:entityresolution:us-east-1:${CREATOR}:idnamespace/ids`, manageResourcePolicies: true },
  });
  const populations = stackIn('Populations');
  new IdMappingTablePopulation(populations, 'Population', { idMappingTable });
  query('SELECT 1 FROM ids');
  expect(before(queries)).toEqual(['Populations', 'Room', 'Tables']);
});

test('a table in a nested stack counts as one of the stack around it', () => {
  associate(new NestedStack(tables, 'Nested'), 'purchases');
  query('SELECT 1 FROM purchases', new NestedStack(queries, 'Nested'));
  expect(before(queries)).toEqual(['Room', 'Tables']);
});

test('nothing of it is in the templates', () => {
  associate(tables, 'purchases');
  query('SELECT 1 FROM purchases');
  const template = app.synth({ skipValidation: true }).getStackByName('Queries').template as { Resources: Record<string, { DependsOn?: string[] }> };
  expect(Object.values(template.Resources).flatMap(({ DependsOn = [] }) => DependsOn).filter((id) => /Table-?purchases/i.test(id))).toEqual([]);
});

describe('there is no order', () => {
  test.each<[string, () => unknown]>([
    ['by a table of another name', () => associate(tables, 'visits')],
    ['by a table of another room', () => {
      const other = new Collaboration(tables, 'Other', { creator: { displayName: 'Creator' } });
      associate(tables, 'purchases', other.addMembership('Membership'));
    }],
    ['by a table whose name is not known', () => associate(tables, new CfnParameter(tables, 'purchases').valueAsString)],
  ])('%s', (_, make) => {
    make();
    query('SELECT 1 FROM purchases');
    expect(before(queries)).toEqual(['Room']);
  });

  test('by a name that is a parameter in both stacks', () => {
    associate(tables, new CfnParameter(tables, 'Name').valueAsString);
    query(`SELECT 1 FROM ${new CfnParameter(queries, 'Name').valueAsString}`);
    expect(before(queries)).toEqual(['Room']);
  });

  test('between accounts, which their owners deploy', () => {
    const partner = stackIn('Partner', PARTNER);
    associate(partner, 'purchases', new Membership(partner, 'Membership', { collaboration: collaborationIn(partner) }));
    query('SELECT 1 FROM purchases');
    expect(before(queries)).toEqual(['Room']);
  });

  test('where the account is not known, which can be that of a partner', () => {
    [queries, tables] = [new Stack(app, 'AnyQueries'), new Stack(app, 'AnyTables')];
    const identifier = { membershipIdentifier: '22222222-2222-4222-8222-222222222222' };
    associate(tables, 'purchases', identifier);
    new ProtectedQuery(queries, 'Query', {
      membership: Membership.fromMembershipIdentifier(queries, 'Membership', identifier.membershipIdentifier), statement: QueryStatement.sql('SELECT 1 FROM purchases'),
    });
    expect(before(queries)).toEqual([]);
  });

  function collaborationIn(scope: Construct) {
    return Collaboration.fromInvitation(scope, 'Invitation', { collaborationName: 'unknown', creatorAccountId: CREATOR });
  }
});

describe('there is no order that would be a circle, and the program synthesizes', () => {
  const result = () => query('SELECT 1 FROM purchases, visits').resultLocation;

  test.each<[string, () => unknown]>([
    ['by a reference', () => (associate(tables, 'purchases').description = result())],
    ['by a reference of something else in the stack', () => {
      associate(tables, 'purchases');
      new CfnResource(tables, 'Other', { type: 'AWS::Some::Type', properties: { Location: result() } });
    }],
    ['by an output', () => {
      associate(tables, 'purchases');
      new CfnOutput(tables, 'Result', { value: result() });
    }],
    ['by a dependency', () => associate(tables, 'purchases').node.addDependency(query('SELECT 1 FROM purchases, visits'))],
    ['by a dependency of something else in the stack', () => {
      associate(tables, 'purchases');
      new CfnResource(tables, 'Other', { type: 'AWS::Some::Type' }).node.addDependency(query('SELECT 1 FROM purchases, visits'));
    }],
    ['by a dependency of the stack', () => {
      associate(tables, 'purchases');
      query('SELECT 1 FROM purchases, visits');
      tables.addStackDependency(queries);
    }],
    ['by a dependency of the construct around the stack', () => {
      associate(tables, 'purchases');
      tables.node.addDependency(query('SELECT 1 FROM purchases, visits'));
    }],
    ['by way of a third stack', () => {
      associate(tables, 'purchases');
      const third = stackIn('Third');
      new CfnResource(third, 'Other', { type: 'AWS::Some::Type', properties: { Location: result() } });
      tables.addStackDependency(third);
    }],
    ['by way of a nested stack', () => {
      associate(tables, 'purchases');
      new CfnResource(new NestedStack(tables, 'Nested'), 'Other', { type: 'AWS::Some::Type', properties: { Location: result() } });
    }],
  ])('%s', (_, depend) => {
    const others = stackIn('Others');
    associate(others, 'visits');
    depend();
    expect(before(queries)).toEqual(['Others', 'Room']);
    expect(before(tables)).toContain('Room');
  });

  test('of stacks whose texts name tables of each other, nor the order of resources in them', () => {
    intermediate(tables, 'one', 'SELECT 1 FROM two');
    intermediate(queries, 'two', 'SELECT 1 FROM one');
    intermediate(queries, 'three', 'SELECT 1 FROM two');
    expect([before(tables), before(queries)]).toEqual([['Room'], ['Room']]);
    const { template } = app.synth({ force: true, skipValidation: true }).getStackByName('Queries') as { template: { Resources: Record<string, { DependsOn?: string[] }> } };
    const [three] = Object.entries(template.Resources).filter(([id]) => /^Intermediatethree[0-9A-F]{8}$/.test(id)).map(([, { DependsOn = [] }]) => DependsOn);
    expect(three.filter((id) => /^Intermediatetwo[0-9A-F]{8}$/.test(id))).toHaveLength(1);
  });
});

test('each stage has its own order', () => {
  const stages = ['Test', 'Live'].map((id) => {
    const stage = new Stage(app, id);
    const [first, second, third] = ['Queries', 'Tables', 'Room'].map((name) => stackIn(name, CREATOR, stage));
    const own = new Collaboration(third, 'Collaboration', { collaborationName: 'campaign', creator: { displayName: 'Creator' } }).addMembership('Membership');
    associate(second, 'purchases', own);
    new ProtectedQuery(first, 'Query', { membership: own, statement: QueryStatement.sql('SELECT 1 FROM purchases') });
    return [stage, first, second] as const;
  });
  for (const [stage, first, second] of stages) {
    const { dependencies } = stage.synth({ skipValidation: true }).getStackArtifact(first.artifactId);
    expect(dependencies.map(({ id }) => id)).toContain(second.artifactId);
  }
});
