import { Aspects, CfnResource, PhysicalName } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { CfnConfiguredModelAlgorithm } from 'aws-cdk-lib/aws-cleanroomsml';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, Membership, TableSource, TrainingDataset } from '../../../src';
import { CREATOR, stackOf } from '../../support/stacks';

/*
 * The names of resources that CloudFormation replaces for any change: they change with the content, whenever that is changed.
 */

const ID = '11111111-1111-4111-8111-111111111111';

interface Kind {
  readonly type: string;
  readonly define: (scope: Construct, stack: Stack, name?: string) => Construct;
  readonly property: string;
  readonly value: unknown;
}

const KINDS: Record<string, Kind> = {
  TrainingDataset: {
    type: 'AWS::CleanRoomsML::TrainingDataset',
    define: (scope, stack, trainingDatasetName) => new TrainingDataset(scope, 'It', {
      source: TableSource.glueTable({ databaseName: 'media', tableName: 'clicks', bucket: Bucket.fromBucketName(stack, 'Bucket', 'media-data') }),
      userIdColumn: 'user_id',
      itemIdColumn: 'item_id',
      timestampColumn: 'clicked_at',
      trainingDatasetName,
    }),
    property: 'TrainingData.0.Type',
    value: 'OTHER',
  },
  ConfiguredModelAlgorithm: {
    type: 'AWS::CleanRoomsML::ConfiguredModelAlgorithm',
    define: (scope, stack, configuredModelAlgorithmName) => new ConfiguredModelAlgorithm(scope, 'It', {
      trainingContainer: { repository: Repository.fromRepositoryArn(stack, 'Repository', `arn:aws:ecr:us-east-1:${CREATOR}:repository/models`), tag: 'v1' },
      configuredModelAlgorithmName,
    }),
    property: 'TrainingContainerConfig.ImageUri',
    value: 'other',
  },
  ConfiguredModelAlgorithmAssociation: {
    type: 'AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation',
    define: (scope, stack, configuredModelAlgorithmAssociationName) => new ConfiguredModelAlgorithmAssociation(scope, 'It', {
      membership: Membership.fromMembershipIdentifier(stack, 'Membership', ID),
      configuredModelAlgorithm: ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Algorithm',
        `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-model-algorithm/${ID}`),
      configuredModelAlgorithmAssociationName,
    }),
    property: 'PrivacyConfiguration.Policies.TrainedModels.ContainerMetrics.NoiseLevel',
    value: 'HIGH',
  },
};

describe.each(Object.entries(KINDS))('the name of a %s', (_, { type, define, property, value }) => {
  const nameIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources(type))[0].Properties.Name as string;
  const nameAfter = (change: (cfn: CfnResource) => void, name?: string) => {
    const stack = stackOf();
    change(define(stack, stack, name).node.defaultChild as CfnResource);
    return nameIn(stack);
  };
  const unchanged = nameAfter(() => undefined);

  test('is generated from the path and the content', () => {
    expect(unchanged).toMatch(/^Stack-It-[0-9A-F]{8}-[0-9a-f]{8}$/);
    expect(nameAfter(() => undefined)).toBe(unchanged);
  });

  test.each<[string, (cfn: CfnResource) => void]>([
    ['an override', (cfn) => cfn.addPropertyOverride(property, value)],
    ['an aspect', (cfn) => Aspects.of(cfn).add({ visit: (node) => (node as CfnResource).addPropertyOverride(property, value) })],
    ['another description in the L1', (cfn) => ((cfn as CfnConfiguredModelAlgorithm).description = 'other')],
  ])('changes with %s', (__, change) => {
    expect(nameAfter(change)).not.toBe(unchanged);
  });

  test('is the same whether an override or the L1 says something', () => {
    const [byOverride, byL1] = [
      nameAfter((cfn) => cfn.addPropertyOverride('Description', 'other')),
      nameAfter((cfn) => ((cfn as CfnConfiguredModelAlgorithm).description = 'other')),
    ];
    expect(byOverride).toBe(byL1);
  });

  test('stays the same with other tags', () => {
    expect(nameAfter((cfn) => cfn.addPropertyOverride('Tags', [{ Key: 'team', Value: 'analytics' }]))).toBe(unchanged);
  });

  test('is the given one', () => {
    expect(nameAfter(() => undefined, 'mine')).toBe('mine');
  });

  test('is generated for PhysicalName.GENERATE_IF_NEEDED', () => {
    expect(nameAfter(() => undefined, PhysicalName.GENERATE_IF_NEEDED)).toBe(unchanged);
  });

  test('has at most 63 characters, however long the path is', () => {
    const stack = stackOf();
    const deep = Array.from({ length: 10 }, (__, index) => `LongNameOfConstruct${index}`)
      .reduce<Construct>((scope, id) => new CfnResource(scope, id, { type: 'AWS::CDK::Test' }), stack);
    define(deep, stack);
    expect(nameIn(stack)).toMatch(/^[\w-]{63}$/);
  });
});

test('the name of an association changes with the name that the L1 of its algorithm gets later', () => {
  const nameWith = (change: (cfn: CfnConfiguredModelAlgorithm) => void) => {
    const stack = stackOf();
    const configuredModelAlgorithm = new ConfiguredModelAlgorithm(stack, 'Algorithm');
    const membership = Membership.fromMembershipIdentifier(stack, 'Membership', ID);
    new ConfiguredModelAlgorithmAssociation(stack, 'It', { membership, configuredModelAlgorithm });
    change(configuredModelAlgorithm.node.defaultChild as CfnConfiguredModelAlgorithm);
    return Object.values(Template.fromStack(stack).findResources('AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation'))[0].Properties.Name as string;
  };
  const unchanged = nameWith(() => undefined);
  expect(nameWith((cfn) => (cfn.description = 'other'))).not.toBe(unchanged);
  expect(nameWith((cfn) => cfn.addPropertyOverride('Name', 'other'))).not.toBe(unchanged);
  expect(nameWith((cfn) => cfn.addPropertyOverride('Tags', []))).toBe(unchanged);
});
