import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import {
  AnalysisRule, Collaboration, IdMappingTable, IdMappingTablePopulation, IdNamespaceAssociation, IntermediateTable, IntermediateTablePopulation,
  MemberAbility, PopulationAnalysis,
} from '../../src';
import { CREATOR } from '../support/stacks';

/*
 * ID namespace associations, ID mapping tables, their populations, and intermediate tables through their lives, as the CDK CLI deploys
 * them. The tests build on each other.
 */

/** What varies from one deployment to the next. */
interface Choices {
  readonly description?: string;
  readonly dimension?: boolean;
  readonly disallowed?: string[];
  readonly workflow?: string;
  readonly query?: string;

  /** Of the population of the mapping table. */
  readonly version?: string;
}

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'identities-test-'));
  cloud = await startLocalCloud({ name: 'identities-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('a mapping table is made after the associations of its ID namespaces, an intermediate table with its rule', async () => {
  await deploy(cloud, app());

  const [source, target] = all('IdNamespaceAssociation');
  expect(only('IdMappingTable')).toMatchObject({
    name: 'people',
    inputReferenceProperties: {
      idMappingTableInputSource: [
        { idNamespaceAssociationId: source.id, type: 'SOURCE' }, { idNamespaceAssociationId: target.id, type: 'TARGET' },
      ],
    },
  });
  expect(only('IntermediateTable')).toMatchObject({ name: 'cached', status: 'POPULATE_SUCCESS', analysisRuleTypes: ['CUSTOM'] });
});

test('a mapping table and an intermediate table over it are filled once they are there, and again with another version', async () => {
  const populations = () => cloud.api.calls.filter(({ operation, status }) => /^Populate/.test(operation) && status === 200)
    .map(({ operation }) => operation);
  const once = ['PopulateIdMappingTable', 'PopulateIntermediateTable'];
  expect(populations()).toEqual(once);

  await deploy(cloud, app({ version: '2' }));
  expect(populations()).toEqual([...once, ...once]);
});

test('a changed description, a changed setting and a changed rule are changed in place', async () => {
  const arns = () => ['IdNamespaceAssociation', 'IdMappingTable', 'IntermediateTable'].flatMap((kind) => all(kind).map(({ arn }) => arn));
  const before = arns();
  await deploy(cloud, app({ description: 'Who is who', dimension: true, disallowed: ['email'] }));

  expect(arns()).toEqual(before);
  expect(all('IdNamespaceAssociation')).toMatchObject([{ idMappingConfig: { allowUseAsDimensionColumn: true } }, {}]);
  expect(only('IdMappingTable')).toMatchObject({ description: 'Who is who' });
  expect(JSON.stringify(only('IntermediateTable'))).toContain('"description":"Who is who"');
});

test.each<[string, Choices, RegExp]>([
  ['a mapping table', { workflow: 'another' }, /idMappingWorkflow.*allowReplacement/s],
  ['an intermediate table', { query: 'SELECT 1' }, /populationAnalysis.*allowReplacement/s],
])('a change that would replace %s fails, says what to do, and touches nothing', async (_, choices, message) => {
  const before = cloud.api.state(CREATOR, REGION);

  await expect(deploy(cloud, app({ description: 'Who is who', dimension: true, disallowed: ['email'], ...choices }))).rejects.toThrow(message);
  expect(cloud.api.state(CREATOR, REGION)).toEqual(before);
});

test('destroying leaves nothing', async () => {
  await destroy(cloud, app());

  expect(cloud.api.state(CREATOR, REGION)).toEqual([]);
});

function app(choices: Choices = {}): CdkApp {
  const { description, dimension, disallowed = [], workflow = 'source-to-target', query = 'SELECT * FROM people', version } = choices;
  const cdkApp = new App({ outdir: mkdtempSync(join(directory, 'app-')), context: READY_ROLES });
  const stack = new Stack(cdkApp, 'Identities', { env: { account: CREATOR, region: REGION } });
  Tags.of(stack).add('team', 'identities');
  const { CAN_QUERY, CAN_RECEIVE_RESULTS } = MemberAbility;
  const membership = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] }, removalPolicy: RemovalPolicy.DESTROY,
  }).addMembership('Membership');

  const idNamespace = (name: string) =>
    CfnIdNamespace.fromIdNamespaceArn(stack, `${name}Namespace`, `arn:aws:entityresolution:${REGION}:${CREATOR}:idnamespace/${name}`);
  const source = new IdNamespaceAssociation(stack, 'Source', {
    membership, idNamespace: idNamespace('source'), allowUseAsDimensionColumn: dimension,
  });
  const target = new IdNamespaceAssociation(stack, 'Target', { membership, idNamespace: idNamespace('target') });
  const people = new IdMappingTable(stack, 'People', {
    membership,
    idMappingTableName: 'people',
    idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(stack, 'Workflow', workflow),
    source,
    target,
    description,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const population = new IdMappingTablePopulation(stack, 'Population', { idMappingTable: people, version });
  const cached = new IntermediateTable(stack, 'Cached', {
    membership,
    intermediateTableName: 'cached',
    populationAnalysis: PopulationAnalysis.sql(query),
    analysisRule: AnalysisRule.custom({ anyQueryBy: [CREATOR] }).disallowOutput(...disallowed),
    description,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  cached.node.addDependency(people);
  new IntermediateTablePopulation(stack, 'Fill', { intermediateTable: cached, version }).node.addDependency(population);
  return { account: CREATOR, app: cdkApp.synth().directory };
}

function all(kind: string): Record<string, unknown>[] {
  return cloud.api.state(CREATOR, REGION).filter((each) => each.kind === kind);
}

function only(kind: string): Record<string, unknown> {
  const [resource, ...others] = all(kind);
  expect(others).toEqual([]);
  return resource;
}
