import { CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Annotations as Found, Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  AllowedColumns, AnalysisRule, ConfiguredTable, ConfiguredTableAssociation, Membership, MembersJoined, TableAccessRole, TableSource,
} from '../../../src';
import type { ConfiguredTableAssociationProps } from '../../../src';
import { collaborationOfTwo } from '../../support/collaboration-of-two';
import type { CollaborationOfTwo } from '../../support/collaboration-of-two';
import { CREATOR, PARTNER, ownWarningsIn } from '../../support/stacks';

/*
 * The statement on the external id, which has the membership of the member who runs queries: that is the creator, and the tables are the
 * partner's.
 */

const RUNNER_ID = '22222222-2222-4222-8222-222222222222';
const NO_EXTERNAL_ID = 'cdk-cleanrooms:noExternalId';
const FOUND_ID = { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': [Match.stringLikeRegexp('^Joined'), 'MembershipArn1'] }] }] };

let room: CollaborationOfTwo;

beforeEach(() => {
  room = collaborationOfTwo();
});

function associate(id: string = 'purchases', props: Partial<ConfiguredTableAssociationProps> = {}, stack: Stack = room.partner): ConfiguredTableAssociation {
  const bucket = Bucket.fromBucketName(stack, `${id}Data`, 'data');
  return new ConfiguredTableAssociation(stack, id, {
    membership: stack === room.creator ? room.own : room.partners,
    configuredTable: new ConfiguredTable(stack, `${id}Table`, {
      source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket, prefix: 'sales' }),
      allowedColumns: AllowedColumns.of('email', 'amount'),
      analysisRule: AnalysisRule.aggregation().sum('amount').requireAtLeast(100, 'email'),
    }),
    configuredTableAssociationName: id,
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(CREATOR),
    ...props,
  });
}

function join(scope: Construct = room.partner, accountIds?: string[]): MembersJoined {
  return new MembersJoined(scope, 'Joined', { collaboration: room.collaboration, accountIds });
}

/** Expects the role of the partner's table to trust the runner by the given id in both statements. */
function expectTrusted(id: unknown): void {
  const text = (...parts: unknown[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...parts]] });
  const isToken = typeof id !== 'string';
  Template.fromStack(room.partner).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Condition: {
            'ForAnyValue:ArnLike': {
              'aws:SourceArn': [
                Match.anyValue(), isToken ? text(`:cleanrooms:us-east-1:${CREATOR}:membership/`, id) : text(`:cleanrooms:us-east-1:${CREATOR}:membership/${id}`),
              ],
            },
          },
        },
        { Condition: { StringLike: { 'sts:ExternalId': isToken ? text(':*:us-east-1:*:dbuser:*/', id, '*') : text(`:*:us-east-1:*:dbuser:*/${id}*`) } } },
      ],
    },
  });
}

/** Expects the role of the partner's table to trust the account of the runner, by one statement. */
function expectTrustOfAccount(): void {
  Template.fromStack(room.partner).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [{
        Condition: {
          'ForAnyValue:ArnLike': {
            'aws:SourceArn': [
              Match.anyValue(), { 'Fn::Join': ['', Match.arrayWith([`:cleanrooms:us-east-1:${CREATOR}:membership/*`])] },
            ],
          },
        },
      }],
    },
  });
}

describe('without the membership of the runner', () => {
  test('the membership of the tables is warned of, once', () => {
    associate('one');
    associate('two');
    expect(Found.fromStack(room.partner).findWarning('*', Match.stringLikeRegexp(NO_EXTERNAL_ID)).map(({ id }) => id)).toEqual(['/Partner/Membership']);
    Found.fromStack(room.partner).hasWarning('/Partner/Membership', Match.stringLikeRegexp(
      `once account ${CREATOR}, which runs queries has joined, set 'queryRunnerMembershipId' to the id of its membership, or let a MembersJoined`));
    expectTrustOfAccount();
  });

  test('a role for many tables is warned of, at the same place', () => {
    const role = new TableAccessRole(room.partner, 'Access', { membership: room.partners });
    associate('one', { role });
    associate('two');
    expect(ownWarningsIn(room.partner)).toEqual([NO_EXTERNAL_ID]);
  });

  test('the runner is not named where it is not known', () => {
    const membership = Membership.fromMembershipIdentifier(room.partner, 'Imported', '55555555-5555-4555-8555-555555555555');
    associate('one', { membership });
    Found.fromStack(room.partner).hasWarning('/Partner/Imported', Match.stringLikeRegexp(
      "once the member who runs queries has joined, set 'queryRunnerMembershipId' to the id of its membership \\[ack"));
  });
});

describe('with the membership of the runner', () => {
  test.each<[string, () => unknown]>([
    ['the tables are of the runner itself', () => associate('own', {}, room.creator)],
    ['its id is given', () => associate('one', { queryRunnerMembershipId: RUNNER_ID })],
    ['a role for many tables has its id', () => associate('one', {
      role: new TableAccessRole(room.partner, 'Access', { membership: room.partners, queryRunnerMembershipId: RUNNER_ID }),
    })],
    ['the stack waits for it', () => [associate(), join()]],
    ['the stack waits for everybody', () => [join(room.partner, undefined), associate()]],
  ])('nothing is warned of: %s', (_, define) => {
    define();
    expect([...ownWarningsIn(room.partner), ...ownWarningsIn(room.creator)]).toEqual([]);
  });

  test('both statements have the given id', () => {
    associate('one', { queryRunnerMembershipId: RUNNER_ID });
    join();
    expectTrusted(RUNNER_ID);
  });

  test.each<[string, () => unknown]>([
    ['before the table', () => [join(), associate()]],
    ['after the table', () => [associate(), join()]],
    ['with the accounts given', () => [associate(), join(room.partner, [CREATOR])]],
    ['for a role of many tables', () => [join(), associate('one', { role: new TableAccessRole(room.partner, 'Access', { membership: room.partners }) })]],
  ])('both statements have the one that the stack waits for: %s', (_, define) => {
    define();
    expectTrusted(FOUND_ID);
  });

  test('the own membership that is given as that of the runner is not named twice', () => {
    associate('one', { queryRunnerMembershipId: room.partners.membershipIdentifier });
    expect(ownWarningsIn(room.partner)).toEqual([]);
    const [role] = Object.values(Template.fromStack(room.partner).findResources('AWS::IAM::Role', {
      Properties: { Description: Match.stringLikeRegexp('reads the table') },
    }));
    expect(role.Properties.AssumeRolePolicyDocument.Statement[0].Condition['ForAnyValue:ArnLike']['aws:SourceArn']).toHaveLength(2);
  });
});

describe('a membership that is waited for is not used', () => {
  test('where it is waited for in another stack, which the role would need', () => {
    associate();
    join(new Stack(room.app, 'Other', { env: { account: PARTNER, region: 'us-east-1' } }));
    expectTrustOfAccount();
  });

  test('where somebody else is waited for', () => {
    associate();
    join(room.partner, ['333333333333']);
    expectTrustOfAccount();
  });

  test('where the wait has a condition', () => {
    associate();
    const expression = Fn.conditionEquals(new CfnParameter(room.partner, 'Wait').valueAsString, 'yes');
    const wait = join().node.findChild('Resource').node.defaultChild as CfnResource;
    wait.cfnOptions.condition = new CfnCondition(room.partner, 'Waits', { expression });
    expectTrustOfAccount();
  });

  test('where the wait comes after the table', () => {
    join().node.addDependency(associate());
    expectTrustOfAccount();
    expect(ownWarningsIn(room.partner)).toEqual([NO_EXTERNAL_ID]);
  });

  test('where the wait comes after some of the tables, by their roles', () => {
    const [before] = [associate('before'), associate('after')];
    join().node.addDependency(before);
    expectTrusted(FOUND_ID);
    expectTrustOfAccount();
  });
});
