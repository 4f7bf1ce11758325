import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { KnownResource } from '../../../src/program/known-resources';
import { Program } from '../../../src/program/program';
import { cfnCollaboration } from '../../support/l1';
import { CREATOR, PARTNER } from '../../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const ID = 'cdk-cleanrooms:overQuota';

let app: App;

beforeEach(() => {
  app = new App();
});

function stackIn(scope: App | Stage, id: string, account?: string, region = 'us-east-1'): Stack {
  const stack = new Stack(scope, id, account ? { env: { account, region } } : undefined);
  Program.of(stack);
  return stack;
}

function resources(stack: Stack, type: string, count: number, properties: Record<string, unknown> = {}, prefix = 'R'): void {
  for (let index = 0; index < count; index++) new CfnResource(stack, `${prefix}${String(index).padStart(3, '0')}`, { type, properties });
}

/** The paths and texts of the warnings. */
function warningsIn(stack: Stack): [string, string][] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(ID))
    .map(({ id, entry }) => [id, String(entry.data).replace(` [ack: ${ID}]`, '')]);
}

describe('what a membership has more of than the quota is warned of, once', () => {
  test.each<[string, string, number]>([
    ['analysis templates', KnownResource.ANALYSIS_TEMPLATE, 100],
    ['associations of configured audience models', KnownResource.AUDIENCE_MODEL_ASSOCIATION, 5],
    ['ID mapping tables', KnownResource.ID_MAPPING_TABLE, 5],
    ['ID namespace associations', KnownResource.ID_NAMESPACE_ASSOCIATION, 10],
    ['intermediate tables', KnownResource.INTERMEDIATE_TABLE, 25],
    ['table associations', KnownResource.CONFIGURED_TABLE_ASSOCIATION, 100],
  ])('%s', (what, type, quota) => {
    const [full, over] = ['Full', 'Over'].map((id) => stackIn(app, id, CREATOR));
    resources(full, type, quota, { MembershipIdentifier: MEMBERSHIP_ID });
    const membership = new CfnMembership(over, 'Membership', { collaborationIdentifier: MEMBERSHIP_ID, queryLogStatus: 'DISABLED' });
    resources(over, type, quota + 2, { MembershipIdentifier: membership.attrMembershipIdentifier });
    expect(warningsIn(full)).toEqual([]);
    expect(warningsIn(over)).toEqual([
      [`/Over/R${String(quota).padStart(3, '0')}`, `'Over/Membership' has ${quota + 2} ${what}: the default quota is ${quota}, and can be raised`],
    ]);
  });

  test('by its id, where it is imported', () => {
    const stack = stackIn(app, 'Stack', CREATOR);
    resources(stack, KnownResource.ID_MAPPING_TABLE, 6, { MembershipIdentifier: MEMBERSHIP_ID });
    expect(warningsIn(stack)).toEqual([['/Stack/R005', `'${MEMBERSHIP_ID}' has 6 ID mapping tables: the default quota is 5, and can be raised`]]);
  });
});

describe('access budgets', () => {
  const access = { PrivacyBudgetType: 'ACCESS_BUDGET' };

  test('are counted for each collaboration, over its memberships', () => {
    const stack = stackIn(app, 'Stack', CREATOR);
    const partner = stackIn(app, 'Partner', PARTNER);
    const collaboration = cfnCollaboration(stack, 'Collaboration', { members: [{ accountId: PARTNER, displayName: 'Partner' }] });
    const memberships = [stack, partner].map((each) => new CfnMembership(each, 'Membership', {
      collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'DISABLED',
    }));
    resources(stack, KnownResource.PRIVACY_BUDGET_TEMPLATE, 20, { ...access, MembershipIdentifier: memberships[0].attrMembershipIdentifier });
    resources(partner, KnownResource.PRIVACY_BUDGET_TEMPLATE, 6, { ...access, MembershipIdentifier: memberships[1].attrMembershipIdentifier });
    expect([...warningsIn(partner), ...warningsIn(stack)]).toEqual([
      ['/Stack/R019', "'Stack/Collaboration' has 26 access budget templates: the default quota is 25, and can be raised"],
    ]);
  });

  test('are counted for each membership, where the collaboration is not known', () => {
    const stack = stackIn(app, 'Stack', CREATOR);
    resources(stack, KnownResource.PRIVACY_BUDGET_TEMPLATE, 26, { ...access, MembershipIdentifier: MEMBERSHIP_ID });
    expect(warningsIn(stack)).toEqual([
      ['/Stack/R025', `'${MEMBERSHIP_ID}' has 26 access budget templates: the default quota is 25, and can be raised`],
    ]);
  });

  test('are up to their quota, and none of them is of differential privacy', () => {
    const stack = stackIn(app, 'Stack', CREATOR);
    resources(stack, KnownResource.PRIVACY_BUDGET_TEMPLATE, 25, { ...access, MembershipIdentifier: MEMBERSHIP_ID });
    resources(stack, KnownResource.PRIVACY_BUDGET_TEMPLATE, 1, { PrivacyBudgetType: 'DIFFERENTIAL_PRIVACY', MembershipIdentifier: MEMBERSHIP_ID }, 'P');
    expect(warningsIn(stack)).toEqual([]);
  });
});

describe('what an account has more of than the quota is warned of', () => {
  test.each<[string, string, number]>([
    ['configured tables', KnownResource.CONFIGURED_TABLE, 250],
    ['collaborations', KnownResource.COLLABORATION, 500],
    ['memberships', KnownResource.MEMBERSHIP, 500],
  ])('over all of its stacks: %s', (what, type, quota) => {
    const [one, two] = ['One', 'Two'].map((id) => stackIn(app, id, CREATOR));
    resources(one, type, quota - 1);
    resources(two, type, 1);
    expect([...warningsIn(one), ...warningsIn(two)]).toEqual([]);

    app = new App();
    const [three, four] = ['Three', 'Four'].map((id) => stackIn(app, id, CREATOR));
    resources(three, type, quota);
    resources(four, type, 1);
    expect([...warningsIn(three), ...warningsIn(four)]).toEqual([
      [`/Three/R${String(quota - 1).padStart(3, '0')}`,
        `account ${CREATOR} in us-east-1 has ${quota + 1} ${what}: the default quota is ${quota}, and can be raised`],
    ]);
  });

  test('over all stages', () => {
    const stages = ['One', 'Two'].map((id) => new Stage(app, id));
    const [one, two] = stages.map((stage) => stackIn(stage, 'Stack', CREATOR));
    resources(one, KnownResource.CONFIGURED_TABLE, 200);
    resources(two, KnownResource.CONFIGURED_TABLE, 51);
    app.synth();
    const messages = (stack: Stack) => stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data)))
      .filter((text) => text.includes(ID));
    expect(messages(one)).toEqual([]);
    expect(messages(two)).toEqual([expect.stringContaining(`account ${CREATOR} in us-east-1 has 251 configured tables`)]);
  });

  test('by accounts and Regions, and by stacks where these are not known', () => {
    const stacks = [
      stackIn(app, 'Here', CREATOR), stackIn(app, 'Elsewhere', CREATOR, 'eu-west-1'), stackIn(app, 'Partner', PARTNER), stackIn(app, 'Anywhere'),
      new Stack(app, 'OfSomeRegion', { env: { account: CREATOR } }),
    ];
    stacks.forEach((stack) => resources(stack, KnownResource.CONFIGURED_TABLE, 250));
    resources(stacks[3], KnownResource.CONFIGURED_TABLE, 1, {}, 'S');
    resources(stacks[4], KnownResource.CONFIGURED_TABLE, 1, {}, 'S');
    expect(stacks.flatMap(warningsIn)).toEqual([
      ['/Anywhere/S000', "stack 'Anywhere' has 251 configured tables: the default quota is 250, and can be raised"],
      ['/OfSomeRegion/S000', "stack 'OfSomeRegion' has 251 configured tables: the default quota is 250, and can be raised"],
    ]);
  });
});
