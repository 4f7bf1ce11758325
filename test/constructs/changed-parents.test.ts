import { App, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation,
  ConfiguredTable, ConfiguredTableAssociation, IntermediateTable, MemberAbility, PopulationAnalysis, TableAccessRole, TableSource,
} from '../../src';
import type { ConfiguredTableAnalysisRule, Membership } from '../../src';
import { expectRefusedAtSynthesis } from '../support/faults';
import { CREATOR, PARTNER, THIRD, ownWarningsIn } from '../support/stacks';

/*
 * What belongs to a membership or a table belongs to the one that its L1 names in the end, whichever its construct was given.
 */

const ID = '33333333-3333-4333-8333-333333333333';

let app: App;
let stack: Stack;
let first: Membership;
let second: Membership;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  [first, second] = [PARTNER, THIRD].map((accountId) => new Collaboration(stack, `With${accountId}`, {
    creator: { displayName: 'Creator' },
    members: [{ accountId, displayName: 'Other', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS, MemberAbility.CAN_RUN_JOB] }],
  }).addMembership('Membership'));
});

const cfnOf = (construct: Construct) => construct.node.defaultChild as CfnResource;
const bucket = () => Bucket.fromBucketName(stack, 'Data', 'sales-data');
const list = AnalysisRule.list().joinOn('email').list('city');
const aggregation = AnalysisRule.aggregation().sum('city').requireAtLeast(2, 'email');

function table(id: string, analysisRule: ConfiguredTableAnalysisRule = aggregation, source?: TableSource): ConfiguredTable {
  return new ConfiguredTable(stack, id, {
    source: source ?? TableSource.glueTable({ databaseName: 'sales', tableName: id, bucket: Bucket.fromBucketName(stack, `BucketOf${id}`, 'sales-data') }),
    allowedColumns: AllowedColumns.of('email', 'city'),
    analysisRule,
  });
}

function association(props: Partial<ConstructorParameters<typeof ConfiguredTableAssociation>[2]> = {}): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(stack, 'It', {
    membership: first,
    configuredTable: props.configuredTable ?? table('First'),
    configuredTableAssociationName: 'purchases',
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(THIRD),
    ...props,
  });
}

const template = () => new AnalysisTemplate(stack, 'It', {
  membership: first, source: AnalysisSource.pyspark({ entryPoint: { bucket: bucket(), key: 'v1/job.py' }, referencedTables: ['purchases'] }),
});

function intermediateTable(): IntermediateTable {
  return new IntermediateTable(stack, 'It', {
    membership: first, intermediateTableName: 'reach', populationAnalysis: PopulationAnalysis.sql('SELECT 1'), encryptionKey: new Key(stack, 'Key'),
  });
}

/** Whose memberships a role or a key trusts, and which of them by its id. */
function trusted(): string {
  const text = JSON.stringify(app.synth({ skipValidation: true }).getStackByName('Stack').template);
  const accounts = [PARTNER, THIRD].filter((account) => text.includes(`:cleanrooms:us-east-1:${account}:membership/*`));
  const own = [first, second].filter(({ membershipArn }) => new RegExp(`"aws:SourceArn":\\[${JSON.stringify(stack.resolve(membershipArn)).replace(/[[\]{}]/g, '\\$&')}`).test(text));
  return [...accounts, ...own.map(({ node }) => node.scope!.node.id)].join(' ');
}

describe('the role or key trusts the members of the membership that is named in the end', () => {
  test.each<[string, () => Construct, string]>([
    ['of an association', association, `${THIRD} With${THIRD}`],
    ['of a PySpark template', template, `${THIRD} With${THIRD}`],
    ['of an intermediate table', intermediateTable, THIRD],
  ])('%s', (_, define, expected) => {
    cfnOf(define()).addPropertyOverride('MembershipIdentifier', second.membershipIdentifier);
    expect(trusted()).toBe(expected);
  });

  test('also if that is none of the program', () => {
    const { node } = association();
    (node.defaultChild as CfnConfiguredTableAssociation).membershipIdentifier = ID;
    expect(JSON.stringify(app.synth().getStackByName('Stack').template)).toContain(`:cleanrooms:us-east-1:${CREATOR}:membership/${ID}`);
    expect(trusted()).toBe('');
  });
});

describe('checks follow the membership that is named in the end', () => {
  test('for the receivers and the trust of an association', () => {
    cfnOf(association()).addPropertyOverride('MembershipIdentifier', second.membershipIdentifier);
    expect(ownWarningsIn(stack)).not.toContain('cdk-cleanrooms:receiverCannotReceive');
  });

  test('for the readers of the logs of models', () => {
    const made = new ConfiguredModelAlgorithmAssociation(stack, 'It', {
      membership: first,
      configuredModelAlgorithm: new ConfiguredModelAlgorithm(stack, 'Algorithm'),
      privacy: { trainedModels: { containerLogs: [{ accountIds: [THIRD] }] } },
    });
    cfnOf(made).addPropertyOverride('MembershipIdentifier', second.membershipIdentifier);
    expect(ownWarningsIn(stack)).not.toContain('cdk-cleanrooms:logsForStranger');
  });

  test('for the role that associations share', () => {
    cfnOf(association({ role: new TableAccessRole(stack, 'Reader', { membership: first }) }))
      .addPropertyOverride('MembershipIdentifier', second.membershipIdentifier);
    expectRefusedAtSynthesis(app, 'TableAccessRoleOfOtherMembership', `'Stack/With${THIRD}/Membership', got one of 'Stack/With${PARTNER}/Membership'`);
  });
});

describe('an association whose L1 names another table in the end', () => {
  const rename = (made: ConfiguredTableAssociation, other: ConfiguredTable) => {
    (made.node.defaultChild as CfnConfiguredTableAssociation).configuredTableIdentifier = other.configuredTableIdentifier;
  };

  test('is rejected, because its role cannot read that one', () => {
    rename(association(), table('Second', list));
    expectRefusedAtSynthesis(app, 'AssociationOfOtherTable', "Stack/It: the association is of the table 'Stack/Second' in the template, but its role can read "
      + "the data of 'configuredTable', which is 'Stack/First': set 'configuredTable' to that table instead of changing the L1, or 'source' to where its data is");
  });

  test.each<[string, () => void]>([
    ['the source is given', () => rename(association({ source: TableSource.glueTable({ databaseName: 'sales', tableName: 'second', bucket: bucket() }) }), table('Second', list))],
    ['both tables have one source', () => {
      const source = TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: bucket() });
      rename(association({ configuredTable: table('First', aggregation, source) }), table('Second', list, source));
    }],
  ])('has the type of the rule of that one, where %s', (_, define) => {
    define();
    const { Resources: resources } = app.synth().getStackByName('Stack').template as { Resources: Record<string, { Type: string; Properties: never }> };
    const made = Object.values(resources).find(({ Type }) => Type === 'AWS::CleanRooms::ConfiguredTableAssociation');
    expect(made?.Properties).toMatchObject({
      ConfiguredTableAssociationAnalysisRules: [{ Type: 'LIST', Policy: { V1: { List: { AllowedResultReceivers: [THIRD] } } } }],
    });
  });
});
