import { App, CfnParameter, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import type { Construct } from 'constructs';
import { Collaboration, PaymentResponsibility } from '../../../src';
import type { CollaborationInvitation, Membership, MembershipOptions } from '../../../src';
import { Program } from '../../../src/program/program';
import { cfnCollaboration } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, warningsIn } from '../../support/stacks';

/*
 * Invitations are looked up among the collaborations of the program, and of the other stages of its app.
 */

let app: App;
let creator: Stack;
let partner: Stack;

beforeEach(() => {
  app = new App();
  creator = stackIn(app, 'Creator', CREATOR);
  partner = stackIn(app, 'Partner', PARTNER);
});

function stackIn(scope: Construct, id: string, account?: string, region = 'us-east-1'): Stack {
  return new Stack(scope, id, account ? { env: { account, region } } : undefined);
}

function defined(scope = creator, id = 'Collaboration', paymentResponsibilities: PaymentResponsibility[] = []): Collaboration {
  return new Collaboration(scope, id, {
    collaborationName: 'reach',
    allowDuplicateName: true,
    creator: { displayName: 'Creator' },
    members: [{ accountId: PARTNER, displayName: 'Partner', paymentResponsibilities }],
  });
}

function joined(invitation: Partial<CollaborationInvitation> = {}, stack = partner, options: MembershipOptions = {}): Membership {
  return Collaboration.fromInvitation(stack, 'Invitation', { collaborationName: 'reach', creatorAccountId: CREATOR, ...invitation })
    .addMembership('Membership', options) as Membership;
}

const ABOUT_INVITATIONS = /nameUnknown|invitation|OtherStage/;
const warnings = (stack = partner) => warningsIn(stack).filter((id) => ABOUT_INVITATIONS.test(id));

function expectWarning(id: string, message: string, stack = partner): void {
  expect(warnings(stack)).toEqual([id]);
  Annotations.fromStack(stack).hasWarning(`/${stack.node.path}/Invitation`, Match.stringLikeRegexp(message));
}

describe('an invitation to a collaboration of the program', () => {
  beforeEach(() => {
    defined();
  });

  test('is warned of in another spelling', () => {
    joined({ collaborationName: 'Reach' });
    expectWarning('cdk-cleanrooms:nameUnknown', "'collaborationName' has 'Reach', but this app has no collaboration of that name of account "
      + `${CREATOR}: 'reach' is probably meant`);
  });

  test('is warned of with another creator, whoever else is invited', () => {
    (app.node.findChild('Creator').node.findChild('Collaboration').node.defaultChild as CfnCollaboration).members = [THIRD, PARTNER].map((accountId) => ({
      accountId, displayName: accountId, memberAbilities: [],
    }));
    joined({ creatorAccountId: '444444444444' });
    expect(warnings()).toEqual(['cdk-cleanrooms:invitationToOtherCollaboration']);
  });

  test('is warned of with another creator', () => {
    joined({ creatorAccountId: THIRD });
    expectWarning('cdk-cleanrooms:invitationToOtherCollaboration', "this app has 'Creator/Collaboration', a collaboration of this name to which the account of the stack "
      + `is invited, but 'creatorAccountId' is ${THIRD}, and its creator ${CREATOR}`);
  });

  test('is warned of in another Region', () => {
    const elsewhere = stackIn(app, 'Elsewhere', PARTNER, 'eu-west-1');
    joined({}, elsewhere);
    expectWarning('cdk-cleanrooms:invitationToOtherCollaboration', 'but the stack is in eu-west-1, and it is in us-east-1', elsewhere);
  });

  test('is warned of where there are two of its name', () => {
    defined(creator, 'Again');
    joined();
    expectWarning('cdk-cleanrooms:invitationAmbiguous', "several collaborations of this creator, Region and name: 'Creator/Again', 'Creator/Collaboration'");
  });

  test.each<[string, () => unknown]>([
    ['in the same spelling', () => joined()],
    ['of quite another name, which the creator may have made elsewhere', () => joined({ collaborationName: 'overlap' })],
    ['of another creator and in another spelling', () => joined({ collaborationName: 'Reach', creatorAccountId: THIRD })],
    ['in another Region and in another spelling', () => joined({ collaborationName: 'Reach' }, stackIn(app, 'Elsewhere', PARTNER, 'eu-west-1'))],
    ['in the same spelling, beside one that another creator makes in another', () => {
      const third = stackIn(app, 'Third', THIRD);
      cfnCollaboration(third, 'Other', { name: 'Reach', members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }] });
      joined();
      joined({ collaborationName: 'Reach', creatorAccountId: THIRD }, stackIn(app, 'Beside', PARTNER));
    }],
    ['of a name that is not known yet', () => joined({ collaborationName: new CfnParameter(partner, 'Name').valueAsString })],
    ['of a creator that is not known yet', () => joined({ creatorAccountId: new CfnParameter(partner, 'Creator').valueAsString })],
  ])('is fine %s', (_, define) => {
    define();
    const stacks = app.node.children.filter(Stack.isStack);
    expect(stacks.flatMap((stack) => warnings(stack))).toEqual([]);
  });

  test.each<[string, string, string?]>([['invites somebody else', THIRD], ['can invite the account of the stack, which is not known', '']])(
    'is fine where a collaboration of its name %s', (_, account) => {
      const other = stackIn(app, 'Other', account || undefined, 'eu-west-1');
      joined({ creatorAccountId: '444444444444' }, other);
      expect(warnings(other)).toEqual([]);
    });
});

describe('an invitation to a collaboration of another stage', () => {
  const inStages = (...ids: string[]) => ids.map((id) => new Stage(app, id));

  test.each([['One', 'Two'], ['Two', 'One']])('is warned of, whichever stage is synthesized first: the creator in %s', (ofCreator, ofPartner) => {
    inStages('One', 'Two');
    defined(stackIn(app.node.findChild(ofCreator) as Stage, 'Creator', CREATOR));
    const stack = stackIn(app.node.findChild(ofPartner) as Stage, 'Partner', PARTNER);
    joined({}, stack);
    expectWarning('cdk-cleanrooms:collaborationOfOtherStage', `the collaboration is '${ofCreator}/Creator/Collaboration' in another Stage of this app`, stack);
  });

  test('is warned of in the app itself', () => {
    const [stage] = inStages('Stage');
    defined(stackIn(stage, 'Creator', CREATOR));
    joined();
    expectWarning('cdk-cleanrooms:collaborationOfOtherStage', "the collaboration is 'Stage/Creator/Collaboration'");
  });

  const queries = [PaymentResponsibility.QUERY_COMPUTE];

  test.each<[string, PaymentResponsibility[], Partial<CollaborationInvitation>, MembershipOptions, boolean]>([
    ['members and payments', queries, { memberAccountIds: [PARTNER] }, { paymentResponsibilities: queries }, false],
    ['members, of one who does not pay', [], { memberAccountIds: [PARTNER] }, {}, false],
    ['members, of one who pays', queries, { memberAccountIds: [PARTNER] }, {}, true],
    ['payments', queries, {}, { paymentResponsibilities: queries }, true],
  ])('is warned of where the stage does not say all itself that is not known in it; it says %s', (_, asked, invitation, options, isWarned) => {
    const [one, two] = inStages('One', 'Two');
    defined(stackIn(one, 'Creator', CREATOR), 'Collaboration', asked);
    const stack = stackIn(two, 'Partner', PARTNER);
    joined(invitation, stack, options);
    expect(warnings(stack)).toEqual(isWarned ? ['cdk-cleanrooms:collaborationOfOtherStage'] : []);
  });

  test('is warned of where one of several members in the stage does not say that it pays', () => {
    const [one, two] = inStages('One', 'Two');
    defined(stackIn(one, 'Creator', CREATOR), 'Collaboration', queries);
    const memberAccountIds = [PARTNER, THIRD];
    const stack = stackIn(two, 'Partner', PARTNER);
    joined({ memberAccountIds }, stackIn(two, 'Third', THIRD));
    joined({ memberAccountIds }, stack);
    expect(warnings(stack)).toEqual(['cdk-cleanrooms:collaborationOfOtherStage']);
  });

  test('is fine where nobody knows the members of the other one, and the stage says who they are', () => {
    const [one, two] = inStages('One', 'Two');
    const collaboration = defined(stackIn(one, 'Creator', CREATOR));
    (collaboration.node.defaultChild as CfnCollaboration).members = Fn.conditionIf('IsLarge', [], []);
    const stack = stackIn(two, 'Partner', PARTNER);
    joined({ memberAccountIds: [PARTNER] }, stack);
    expect(warnings(stack)).toEqual([]);
  });

  test.each<[string, (one: Stage, two: Stage) => unknown]>([
    ['the own stage has one of the same kind', (one, two) => [one, two].forEach((stage) => defined(stackIn(stage, 'Creator', CREATOR)))],
    ['the other one has another creator', (one) => defined(stackIn(one, 'Creator', THIRD))],
    ['the other one has a name that is not known', (one) => {
      const stack = stackIn(one, 'Creator', CREATOR);
      Program.of(stack);
      cfnCollaboration(stack, 'Unknown', { name: new CfnParameter(stack, 'Name').valueAsString });
    }],
  ])('is fine where %s', (_, define) => {
    const [one, two] = inStages('One', 'Two');
    define(one, two);
    const stack = stackIn(two, 'Partner', PARTNER);
    joined({}, stack);
    expect(warnings(stack)).toEqual([]);
  });
});
