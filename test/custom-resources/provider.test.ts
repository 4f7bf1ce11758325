import { createHash } from 'crypto';
import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { App, CfnParameter, Duration, NestedStack, Stack, Stage, Tags, determineLatestNodeRuntimeName } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnPolicy, CfnRole, ManagedPolicy, PermissionsBoundary, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  Collaboration, ConfiguredAudienceModelAssociation, MemberAbility, Membership, MembersJoined, PrivacyImpactPreview, ProtectedQuery, QueryOutput,
  QueryStatement, ResultFormat,
} from '../../src';
import { CleanRoomsProvider } from '../../src/custom-resources/provider';
import { objectionsTo } from '../support/authorization';
import { CREATOR, agnosticStack, stackOf, warningsIn } from '../support/stacks';

const BOUNDARY = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:policy/boundary']] };

describe('the function behind the custom resources', () => {
  test('is one for each stack, including nested stacks', () => {
    const stack = stackOf();
    const nested = new NestedStack(stack, 'Nested');
    expect(CleanRoomsProvider.of(stack)).toBe(CleanRoomsProvider.of(stack));
    expect(CleanRoomsProvider.of(nested)).not.toBe(CleanRoomsProvider.of(stack));
    expect(CleanRoomsProvider.of(nested).node.scope).toBe(nested);
  });

  test('is not created without a custom resource', () => {
    const stack = stackOf();
    Collaboration.fromCollaborationIdentifier(stack, 'Imported', '55555555-5555-4555-8555-555555555555');
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });

  test('has 256 MiB of memory and a timeout of 15 minutes', () => {
    Template.fromStack(withEverything()).hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler', MemorySize: 256, Timeout: 900,
    });
  });

  test('has a runtime that aws-cdk-lib knows for custom resources as well', () => {
    const stack = withEverything(agnosticStack());
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x' });
    expect(stack.resolve(determineLatestNodeRuntimeName(stack))).toBe('nodejs24.x');
  });

  test('writes its logs to a group with a retention', () => {
    const template = Template.fromStack(withEverything());
    const [[logGroup, { Properties, DeletionPolicy }]] = Object.entries(template.findResources('AWS::Logs::LogGroup'));
    expect([Properties, DeletionPolicy]).toEqual([{ RetentionInDays: 30 }, 'Delete']);
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: { Ref: logGroup } } });
  });

  test('is deployed anew when its code changes, not with another aws-cdk-lib: the hash is of the code alone', () => {
    const sha256 = (value: string | Buffer) => createHash('sha256').update(value).digest('hex');
    const code = readFileSync(join(__dirname, '..', '..', 'assets', 'lambda', 'handler', 'index.js'));
    Template.fromStack(withEverything()).hasResourceProperties('AWS::Lambda::Function', { Code: { S3Key: `${sha256(sha256(code))}.zip` } });
  });

  test('consists only of the bundle', () => {
    const { directory } = (withEverything().node.root as App).synth();
    const assets = readdirSync(directory).filter((name) => name.startsWith('asset.'));
    expect(assets.map((asset) => readdirSync(join(directory, asset)).sort())).toEqual([['index.js']]);
  });
});

describe('aspects reach the function, its role and its log group:', () => {
  test('tags, also where a stack is tagged explicitly', () => {
    const stack = new Stack(new App({ context: { '@aws-cdk/core:explicitStackTags': true } }), 'Stack');
    Tags.of(stack).add('team', 'measurement');
    const template = Template.fromStack(withEverything(stack));
    for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::Logs::LogGroup']) {
      template.hasResourceProperties(type, { Tags: [{ Key: 'team', Value: 'measurement' }] });
    }
  });

  test('a permissions boundary', () => {
    const stack = withEverything();
    PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: BOUNDARY });
  });

  test('the policies, which linters read from L1s', () => {
    const stack = withEverything();
    const policies = stack.node.findAll().flatMap((each) => each instanceof CfnRole ? each.policies : each instanceof CfnPolicy ? [each] : []);
    expect(policies.length).toBeGreaterThan(3);
  });
});

describe('its role', () => {
  test('has no managed policy', () => {
    const [role] = Object.values(Template.fromStack(withEverything()).findResources('AWS::IAM::Role'));
    expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  });

  test('has actions that exist, on resource types that they support', async () => {
    const statements = statementsIn(withEverything());
    const objections = await Promise.all(statements.map(objectionsTo));
    expect(statements.length).toBeGreaterThan(5);
    expect(objections.flat()).toEqual([]);
  });

  test('has each statement once, however many resources need it', () => {
    const stack = withEverything();
    const before = statementsIn(stack).length;
    const again = withEverything(stackOf());
    addAudienceModel(again, 'Second');
    expect(statementsIn(again)).toHaveLength(before);
  });

  test('has no action on all resources, except two that support no resource types', () => {
    const wide = statementsIn(withEverything()).filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect(new Set(wide)).toEqual(new Set(['cleanrooms:ListCollaborations', 'cleanrooms:ListMemberships']));
  });

  test('has policies with distinct names of a valid length, however long the paths are', () => {
    const stage = new Stage(new App(), 'ProductionOfTheEuropeWestOneRegion', { env: { account: CREATOR, region: 'us-east-1' } });
    const stack = new Stack(stage, 'MarketingMeasurementCleanRoomsOfTheCompany');
    const collaborations = ['Spring', 'Summer'].map((season) => new Collaboration(stack, `CampaignMeasurementCollaboration${season}`, {
      creator: { displayName: 'Creator' },
    }));
    collaborations.forEach((collaboration, index) => {
      const membership = collaboration.addMembership('MembershipOfTheAdvertiserWhoAsksTheQuestions');
      new PrivacyImpactPreview(stack, `Preview${index}`, { membership, epsilon: 3, usersNoisePerQuery: 30 });
    });

    const names = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyName as string);
    expect(Math.max(...names.map(({ length }) => length))).toBe(128);
    expect(new Set(names).size).toBe(names.length);
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:policiesTooLong');
  });

  test('causes a warning if its policies exceed the limit of IAM', () => {
    const stack = stackOf();
    const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '22222222-2222-4222-8222-222222222222');
    for (let each = 1; each <= 20; each++) {
      new ProtectedQuery(stack, `Query${each}`, {
        membership,
        statement: QueryStatement.sql('SELECT 1'),
        output: QueryOutput.s3(Bucket.fromBucketName(stack, `Bucket${each}`, `bucket-${each}`), {
          format: ResultFormat.CSV,
        }),
      });
    }
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:policiesTooLong');
  });

  test('can be created elsewhere', () => {
    const stack = stackOf();
    Role.customizeRoles(stack);
    withEverything(stack);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.resourceCountIs('AWS::Lambda::Function', 1);
  });
});

test('all custom resources have a service timeout of 16 minutes instead of an hour', () => {
  const resources = Object.values(Template.fromStack(withEverything()).toJSON().Resources as Record<string, { Type: string; Properties: object }>)
    .filter(({ Type }) => Type.startsWith('Custom::'));
  expect(resources.map(({ Properties }) => Properties)).toEqual(resources.map(() => expect.objectContaining({ ServiceTimeout: '960' })));
  expect(resources.length).toBeGreaterThan(2);
});

describe('a wait of more than 14 minutes', () => {
  const waiting = (timeout: Duration, stack = stackOf()) => {
    new MembersJoined(stack, 'Joined', {
      collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Room', '11111111-1111-4111-8111-111111111111'), accountIds: ['222222222222'], timeout,
    });
    return Template.fromStack(stack);
  };
  const mayInvoke = Match.objectLike({
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('Handler'), 'Arn'] } }] },
  });

  test.each<[string, Duration, object]>([
    ['has CloudFormation wait as long, and a little more', Duration.minutes(30), { WaitSeconds: 1800, ServiceTimeout: '1920' }],
    ['ends within the hour of CloudFormation', Duration.hours(1), { WaitSeconds: 3540, ServiceTimeout: '3600' }],
  ])('%s, and the function may invoke itself and nothing else', (_, timeout, properties) => {
    const template = waiting(timeout);
    template.hasResource('Custom::CleanRoomsMembersJoined', {
      Properties: properties, DependsOn: Match.arrayWith([Match.stringLikeRegexp('PolicyForLongWaits')]),
    });
    template.hasResourceProperties('AWS::IAM::Policy', mayInvoke);
  });

  test('can be a token', () => {
    const stack = stackOf();
    const template = waiting(Duration.seconds(new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber), stack);
    template.hasResourceProperties('Custom::CleanRoomsMembersJoined', { WaitSeconds: { Ref: 'Seconds' }, ServiceTimeout: '3600' });
    template.hasResourceProperties('AWS::IAM::Policy', mayInvoke);
  });

  test('is the only one for which the function may invoke itself', () => {
    const template = waiting(Duration.minutes(14));
    template.hasResourceProperties('Custom::CleanRoomsMembersJoined', { WaitSeconds: 840, ServiceTimeout: '960' });
    expect(JSON.stringify(template.toJSON())).not.toContain('lambda:InvokeFunction');
  });
});

/** A stack with every custom resource. */
function withEverything(stack: Stack = stackOf()): Stack {
  new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] } }).addMembership('Membership');
  addAudienceModel(stack, 'First');
  return stack;
}

function addAudienceModel(stack: Stack, name: string): void {
  new ConfiguredAudienceModelAssociation(stack, name, {
    membership: stack.node.findChild('Collaboration').node.findChild('Membership') as Membership,
    configuredAudienceModelArn: 'arn:aws:cleanrooms-ml:us-east-1:111111111111:configured-audience-model/lookalikes',
    configuredAudienceModelAssociationName: name,
  });
}

function statementsIn(stack: Stack): { Action: string[]; Resource: unknown }[] {
  const template = Template.fromStack(stack);
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
  return [...role.Properties.Policies, ...policies].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}
