import { App, Size, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnConfiguredModelAlgorithm } from 'aws-cdk-lib/aws-cleanroomsml';
import { User } from 'aws-cdk-lib/aws-iam';
import {
  Collaboration, ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, ContainerLogType, LogRedaction, MemberAbility, Membership,
  MetricNoise, MlMemberAbility, TrainedModelFile,
} from '../../../src';
import type { ConfiguredModelAlgorithmAssociationProps, ModelPrivacy } from '../../../src';
import { warningsIn } from '../../support/stacks';

const ACCOUNT = '111111111111';
const PARTNER = '222222222222';
const MEMBERSHIP_ID = '11111111-2222-3333-4444-555555555555';
const ALGORITHM_ARN = `arn:aws:cleanrooms-ml:us-east-1:${ACCOUNT}:configured-model-algorithm/66666666-7777-8888-9999-aaaaaaaaaaaa`;
const ASSOCIATION_ARN = `arn:aws:cleanrooms-ml:eu-west-1:${PARTNER}:membership/${MEMBERSHIP_ID}/configured-model-algorithm-association/a-b`;

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
});

function associationWith(props: Partial<ConfiguredModelAlgorithmAssociationProps> = {}) {
  return new ConfiguredModelAlgorithmAssociation(stack, 'Association', {
    membership: Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID),
    configuredModelAlgorithm: ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Algorithm', ALGORITHM_ARN),
    ...props,
  });
}

function policiesOf(privacy: ModelPrivacy) {
  associationWith({ privacy });
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation'));
  return resource.Properties.PrivacyConfiguration.Policies;
}

test('associates the algorithm with the collaboration, without logs, metrics and exports', () => {
  associationWith({ description: 'who will leave' });

  Template.fromStack(stack).hasResourceProperties('AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation', {
    Name: Match.stringLikeRegexp('^Test-Association.*-[0-9a-f]{8}$'),
    Description: 'who will leave',
    MembershipIdentifier: MEMBERSHIP_ID,
    ConfiguredModelAlgorithmArn: ALGORITHM_ARN,
    PrivacyConfiguration: Match.absent(),
  });
});

test('accepts the L1 of an algorithm, and a name', () => {
  const algorithm = new CfnConfiguredModelAlgorithm(stack, 'Cfn', { name: 'churn', roleArn: 'arn:aws:iam::111111111111:role/r' });
  associationWith({ configuredModelAlgorithm: algorithm, configuredModelAlgorithmAssociationName: 'churn' });

  Template.fromStack(stack).hasResourceProperties('AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation', {
    Name: 'churn', ConfiguredModelAlgorithmArn: { Ref: 'Cfn' },
  });
});

test('has a name that changes with the algorithm, because a replaced algorithm replaces the association', () => {
  const nameFor = (description: string) => {
    stack = new Stack(new App(), 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
    associationWith({ configuredModelAlgorithm: new ConfiguredModelAlgorithm(stack, 'Mine', { description }) });
    const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation'));
    return resource.Properties.Name;
  };

  expect(nameFor('one')).toBe(nameFor('one'));
  expect(nameFor('one')).not.toBe(nameFor('another'));
});

describe('privacy', () => {
  test('has policies for logs, metrics and exports', () => {
    expect(policiesOf({
      trainedModels: {
        containerLogs: [{ accountIds: [ACCOUNT], logType: ContainerLogType.ERROR_SUMMARY, filterPattern: 'ERROR.*' }],
        metricNoise: MetricNoise.HIGH,
        maxArtifactSize: Size.gibibytes(2),
      },
      trainedModelExports: { files: [TrainedModelFile.MODEL, TrainedModelFile.OUTPUT], maxSize: Size.mebibytes(512) },
      trainedModelInferenceJobs: { containerLogs: [{ accountIds: [PARTNER] }], maxOutputSize: Size.gibibytes(1) },
    })).toEqual({
      TrainedModels: {
        ContainerLogs: [{ AllowedAccountIds: [ACCOUNT], LogType: 'ERROR_SUMMARY', FilterPattern: 'ERROR.*' }],
        ContainerMetrics: { NoiseLevel: 'HIGH' },
        MaxArtifactSize: { Unit: 'GB', Value: 2 },
      },
      TrainedModelExports: { FilesToExport: ['MODEL', 'OUTPUT'], MaxSize: { Unit: 'GB', Value: 0.5 } },
      TrainedModelInferenceJobs: { ContainerLogs: [{ AllowedAccountIds: [PARTNER] }], MaxOutputSize: { Unit: 'GB', Value: 1 } },
    });
  });

  test.each<[string, LogRedaction[] | undefined, string[] | undefined, object | undefined]>([
    ['nothing', undefined, undefined, undefined],
    ['entity types', [LogRedaction.NUMBERS], undefined, { EntitiesToRedact: ['NUMBERS'] }],
    ['patterns, which need CUSTOM', undefined, ['\\d{9}'], { EntitiesToRedact: ['CUSTOM'], CustomEntityConfig: { CustomDataIdentifiers: ['\\d{9}'] } }],
    ['both', [LogRedaction.ALL_PERSONALLY_IDENTIFIABLE_INFORMATION], ['\\d{9}'], {
      EntitiesToRedact: ['ALL_PERSONALLY_IDENTIFIABLE_INFORMATION', 'CUSTOM'], CustomEntityConfig: { CustomDataIdentifiers: ['\\d{9}'] },
    }],
  ])('redacts %s from logs', (_, redact, redactPatterns, expected) => {
    const { TrainedModels } = policiesOf({ trainedModels: { containerLogs: [{ accountIds: [ACCOUNT], redact, redactPatterns }] } });

    expect(TrainedModels.ContainerLogs[0].LogRedactionConfiguration).toEqual(expected);
  });
});

describe('warnings, if the collaboration is known,', () => {
  function membershipWith(mlAbilities: MlMemberAbility[]) {
    return new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Us', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
      members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [], mlAbilities }],
    }).addMembership('Ours');
  }
  const trainedModelExports = { files: [TrainedModelFile.MODEL], maxSize: Size.gibibytes(1) };

  test('are issued about logs for an account that is no member, and not for members', () => {
    associationWith({
      membership: membershipWith([]),
      privacy: {
        trainedModels: { containerLogs: [{ accountIds: [ACCOUNT, PARTNER] }] },
        trainedModelInferenceJobs: { containerLogs: [{ accountIds: ['333333333333'] }] },
      },
    });

    const annotations = Annotations.fromStack(stack);
    annotations.hasWarning('/Test/Association', Match.stringLikeRegexp(
      `'containerLogs' names account 333333333333, which is not a member of the collaboration: ${ACCOUNT}, ${PARTNER}`));
    annotations.hasNoWarning('/Test/Association', Match.stringLikeRegexp(`names account ${PARTNER}`));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:logsForStranger');
  });

  test('are issued about exports that no member can receive', () => {
    associationWith({ membership: membershipWith([]), privacy: { trainedModelExports } });

    Annotations.fromStack(stack).hasWarning('/Test/Association', Match.stringLikeRegexp('cdk-cleanrooms:nobodyReceivesModels'));
  });

  test('are not issued about exports that a member can receive, or in an unknown collaboration', () => {
    associationWith({ membership: membershipWith([MlMemberAbility.CAN_RECEIVE_MODEL_OUTPUT]), privacy: { trainedModelExports } });
    new ConfiguredModelAlgorithmAssociation(stack, 'Other', {
      membership: Membership.fromMembershipIdentifier(stack, 'OtherMembership', MEMBERSHIP_ID),
      configuredModelAlgorithm: ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'OtherAlgorithm', ALGORITHM_ARN),
      privacy: { trainedModelExports, trainedModels: { containerLogs: [{ accountIds: ['333333333333'] }] } },
    });

    Annotations.fromStack(stack).hasNoWarning('/Test/Association', Match.anyValue());
    Annotations.fromStack(stack).hasNoWarning('/Test/Other', Match.anyValue());
  });
});

test('is imported by its ARN, with the account and Region of the ARN', () => {
  const association = ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(stack, 'Import', ASSOCIATION_ARN);

  expect(association.configuredModelAlgorithmAssociationRef).toEqual({ configuredModelAlgorithmAssociationArn: ASSOCIATION_ARN });
  expect(association.env).toEqual({ account: PARTNER, region: 'eu-west-1' });
});

describe('grants', () => {
  const imported = () => ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(stack, 'Import', ASSOCIATION_ARN);

  test('read is on the association', () => {
    imported().grants.read(new User(stack, 'User'));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Action: 'cleanrooms-ml:GetConfiguredModelAlgorithmAssociation', Effect: 'Allow', Resource: ASSOCIATION_ARN }],
      },
    });
  });

  test('train is on the association, on the membership of the member who trains, and on what that makes in it', () => {
    const inMembership = (kind: string) =>
      ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms-ml:us-east-1:${ACCOUNT}:membership/m/${kind}/*`]] });
    imported().grants.train(new User(stack, 'User'), Membership.fromMembershipArn(stack, 'Runner', `arn:aws:cleanrooms:us-east-1:${ACCOUNT}:membership/m`));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: ['cleanrooms-ml:CreateMLInputChannel', 'cleanrooms-ml:CreateTrainedModel'], Effect: 'Allow', Resource: ASSOCIATION_ARN },
          { Action: 'cleanrooms-ml:GetMLInputChannel', Effect: 'Allow', Resource: inMembership('ml-input-channel') },
          { Action: 'cleanrooms-ml:GetTrainedModel', Effect: 'Allow', Resource: inMembership('trained-model') },
          { Action: 'cleanrooms:PassMembership', Effect: 'Allow', Resource: `arn:aws:cleanrooms:us-east-1:${ACCOUNT}:membership/m` },
        ],
      },
    });
  });
});
