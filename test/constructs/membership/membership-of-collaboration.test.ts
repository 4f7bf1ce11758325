import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Collaboration, MemberAbility, MemberRemoval, Membership, PaymentResponsibility, ResultFormat } from '../../../src';
import type { CollaborationProps, MembershipOptions } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { CREATOR, PARTNER, THIRD, ownWarningsIn } from '../../support/stacks';

/*
 * What a membership takes from its collaboration is what the template of the collaboration says in the end, in whatever order and
 * by whatever means it came to be.
 */

let app: App;
let creator: Stack;
let partner: Stack;

beforeEach(() => {
  app = new App();
  [creator, partner] = ['Creator', 'Partner'].map((id, index) => new Stack(app, id, { env: { account: [CREATOR, PARTNER][index], region: 'us-east-1' } }));
});

function collaborationIn(stack: Stack, props: Partial<CollaborationProps> = {}): Collaboration {
  return new Collaboration(stack, 'Collaboration', {
    collaborationName: 'reach',
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
    ...props,
  });
}

function invited(options: MembershipOptions = {}): Membership {
  return Collaboration.fromInvitation(partner, 'Invitation', { collaborationName: 'reach', creatorAccountId: CREATOR }).addMembership('Membership', options);
}

const cfnOf = (collaboration: Collaboration) => collaboration.node.defaultChild as CfnCollaboration;
const paymentIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::Membership'))[0].Properties.PaymentConfiguration;
const payer = { accountId: PARTNER, displayName: 'Partner', paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] };

describe('a member whose stack is defined before that of the creator', () => {
  test('accepts to pay what the collaboration names it for', () => {
    invited();
    collaborationIn(creator, { members: [payer] });
    expect(paymentIn(partner)).toEqual({ QueryCompute: { IsResponsible: true } });
    expect(ownWarningsIn(partner)).toEqual([]);
  });

  test('is refused what the collaboration does not allow', () => {
    const bucket = Bucket.fromBucketAttributes(partner, 'Results', { bucketName: 'results', region: 'eu-west-1' });
    invited({ defaultResult: { bucket, format: ResultFormat.CSV } });
    collaborationIn(creator, { allowedResultRegions: ['us-east-1'] });
    expectRefusedAtSynthesis(app, 'ResultRegionNotAllowed', "Partner/Invitation/Collaboration/Membership: the bucket of 'defaultResult' is in eu-west-1");
  });

  test('has roles that trust the members of the collaboration', () => {
    invited({ defaultResult: { bucket: Bucket.fromBucketName(partner, 'Results', 'results'), format: ResultFormat.CSV } });
    collaborationIn(creator);
    const [role] = Object.values(Template.fromStack(partner).findResources('AWS::IAM::Role', { Properties: { Description: 'Clean Rooms writes the results of queries with it' } }));
    expect(JSON.stringify(role.Properties.AssumeRolePolicyDocument)).toContain(`:cleanrooms:us-east-1:${CREATOR}:membership/*`);
    expect(ownWarningsIn(partner)).not.toContain('cdk-cleanrooms:trustNotBoundToMembers');
  });
});

describe('a membership whose L1 joins another collaboration in the end', () => {
  test('has roles that trust the members of that one, and accepts to pay what that one asks for', () => {
    const collaboration = collaborationIn(creator);
    const other = new Collaboration(creator, 'Other', {
      creator: { displayName: 'Creator', paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },
      members: [{ accountId: THIRD, displayName: 'Third', abilities: [MemberAbility.CAN_QUERY] }],
    });
    const bucket = Bucket.fromBucketName(creator, 'Results', 'results');
    const membership = collaboration.addMembership('Membership', { defaultResult: { bucket, format: ResultFormat.CSV } });
    (membership.node.defaultChild as CfnMembership).collaborationIdentifier = other.collaborationIdentifier;
    const [role] = Object.values(Template.fromStack(creator).findResources('AWS::IAM::Role', { Properties: { Description: 'Clean Rooms writes the results of queries with it' } }));
    const trust = JSON.stringify(role.Properties.AssumeRolePolicyDocument);
    expect([CREATOR, PARTNER, THIRD].filter((account) => trust.includes(`:cleanrooms:us-east-1:${account}:membership/*`))).toEqual([THIRD]);
    expect(paymentIn(creator)).toEqual({ QueryCompute: { IsResponsible: true } });
  });
});

describe('metrics of a membership', () => {
  test('are fine where an override gives the collaboration metrics', () => {
    const collaboration = collaborationIn(creator);
    collaboration.addMembership('Membership', { metrics: true });
    cfnOf(collaboration).addPropertyOverride('IsMetricsEnabled', true);
    expect(() => app.synth()).not.toThrow();
  });

  test('are on where an override gives the membership the text true, and are refused', () => {
    const membership = collaborationIn(creator).addMembership('Membership');
    (membership.node.defaultChild as CfnMembership).addPropertyOverride('IsMetricsEnabled', 'true');
    expectRefusedAtSynthesis(app, 'MetricsNotEnabled', "Creator/Collaboration/Membership: 'metrics' must not be true");
  });

  test('are off where an override gives the membership the text false', () => {
    const membership = collaborationIn(creator).addMembership('Membership', { metrics: true });
    (membership.node.defaultChild as CfnMembership).addPropertyOverride('IsMetricsEnabled', 'false');
    expect(() => app.synth()).not.toThrow();
  });

  test('are fine where only CloudFormation knows whether the collaboration has metrics', () => {
    const collaboration = collaborationIn(creator);
    collaboration.addMembership('Membership', { metrics: true });
    cfnOf(collaboration).addPropertyOverride('IsMetricsEnabled', { 'Fn::If': ['IsLarge', true, false] });
    expect(() => app.synth()).not.toThrow();
  });

  test('are refused where an override takes them from the collaboration', () => {
    const collaboration = collaborationIn(creator, { metrics: true });
    collaboration.addMembership('Membership', { metrics: true });
    cfnOf(collaboration).addPropertyOverride('IsMetricsEnabled', false);
    expectRefusedAtSynthesis(app, 'MetricsNotEnabled', "'metrics' must not be true");
  });

  test('are refused where the L1 of the membership gets them later', () => {
    const membership = collaborationIn(creator).addMembership('Membership');
    (membership.node.defaultChild as CfnMembership).isMetricsEnabled = true;
    expectRefusedAtSynthesis(app, 'MetricsNotEnabled', "'metrics' must not be true");
  });
});

describe('the payment of a member', () => {
  test.each<[string, (cfn: CfnCollaboration) => void]>([
    ['an override names it for', (cfn) => cfn.addPropertyOverride('Members.0.PaymentConfiguration.QueryCompute.IsResponsible', true)],
    ['the L1 names it for later', (cfn) => {
      cfn.members = [{ accountId: PARTNER, displayName: 'Partner', paymentConfiguration: { queryCompute: { isResponsible: true } } }];
    }],
    ['an aspect names it for', (cfn) => Aspects.of(cfn).add({
      visit: (node) => {
        if (CfnCollaboration.isCfnCollaboration(node)) node.addPropertyOverride('Members.0.PaymentConfiguration.QueryCompute.IsResponsible', true);
      },
    })],
  ])('is what %s', (_, change) => {
    const collaboration = collaborationIn(creator);
    new Membership(partner, 'Membership', { collaboration });
    change(cfnOf(collaboration));
    expect(paymentIn(partner)).toEqual({ QueryCompute: { IsResponsible: true } });
  });
});

describe('a member who only receives results', () => {
  const members = [{ accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_RECEIVE_RESULTS] }];

  test('is warned of without a place for them', () => {
    new Membership(partner, 'Membership', { collaboration: collaborationIn(creator, { members }) });
    expect(ownWarningsIn(partner)).toEqual(['cdk-cleanrooms:receiverWithoutResultPlace']);
  });

  test('is warned of with a place for the results of jobs only', () => {
    const defaultJobResult = { bucket: Bucket.fromBucketName(partner, 'Results', 'results') };
    new Membership(partner, 'Membership', { collaboration: collaborationIn(creator, { members }), defaultJobResult });
    expect(ownWarningsIn(partner)).toEqual(['cdk-cleanrooms:receiverWithoutResultPlace']);
  });

  test('is not warned of with a place for the results of queries', () => {
    const defaultResult = { bucket: Bucket.fromBucketName(partner, 'Results', 'results'), format: ResultFormat.CSV };
    new Membership(partner, 'Membership', { collaboration: collaborationIn(creator, { members }), defaultResult });
    expect(ownWarningsIn(partner)).toEqual([]);
  });
});

describe('a member whom the app removes', () => {
  test('is warned of while it has a membership in the app', () => {
    const collaboration = collaborationIn(creator);
    new Membership(partner, 'Membership', { collaboration });
    new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
    expect(ownWarningsIn(partner)).toEqual(['cdk-cleanrooms:membershipOfRemovedMember']);
  });

  test('is trusted by no role any more', () => {
    const collaboration = collaborationIn(creator, {
      members: [{ accountId: PARTNER, displayName: 'Partner' }], creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },
    });
    collaboration.addMembership('Membership', { defaultResult: { bucket: Bucket.fromBucketName(creator, 'Results', 'results'), format: ResultFormat.CSV } });
    const trust = () => JSON.stringify(Object.values(Template.fromStack(creator).findResources('AWS::IAM::Role'))
      .map(({ Properties }) => Properties.AssumeRolePolicyDocument));
    new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
    expect(trust()).toContain(`${CREATOR}:membership/*`);
    expect(trust()).not.toContain(PARTNER);
  });
});

test('all faults of all memberships come in one error, each with its path and its code', () => {
  const collaboration = collaborationIn(creator);
  collaboration.addMembership('Membership', { metrics: true });
  new Membership(partner, 'Membership', { collaboration, metrics: true, paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE] });
  const line = (path: string, code: string) => new RegExp(`^${path}: .* \\[${code}\\]$`, 'm');
  for (const expected of [
    line('Creator/Collaboration/Membership', 'MetricsNotEnabled'), line('Partner/Membership', 'MetricsNotEnabled'),
    line('Partner/Membership', 'PaymentNotAsked'), line('Partner/Membership', 'MetricsNotForMember'),
  ]) {
    expect(() => app.synth()).toThrow(expected);
  }
});
