import { App, Aspects, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnConfiguredTableAssociation, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  AccessBudgetPeriod, Collaboration, ConfiguredTableAssociation, IntermediateTable, Membership, PrivacyBudget, PrivacyBudgetTemplate,
  PrivacyBudgetTemplateGrants,
} from '../../../src';
import type { AccessBudgetOptions, IConfiguredTableAssociation, IMembership, PrivacyBudgetTemplateProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf, warningsIn } from '../../support/stacks';
import { synthesizedStrictly } from '../../support/strict-synthesis';

const TYPE = 'AWS::CleanRooms::PrivacyBudgetTemplate';
const GUARD = 'Custom::CleanRoomsReplacementGuard';
const MEMBERSHIP_ID = '11111111-1111-4111-8111-111111111111';
const TABLE_ID = '22222222-2222-4222-8222-222222222222';
const TEMPLATE_ID = '33333333-3333-4333-8333-333333333333';
const TABLE_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}/configuredtableassociation/${TABLE_ID}`;
const DIFFERENTIAL_PRIVACY = PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 });

describe('a differential privacy budget', () => {
  test('is not refreshed by default', () => {
    expect(propertiesOf(() => DIFFERENTIAL_PRIVACY)).toEqual({
      MembershipIdentifier: MEMBERSHIP_ID,
      PrivacyBudgetType: 'DIFFERENTIAL_PRIVACY',
      AutoRefresh: 'NONE',
      Parameters: { Epsilon: 3, UsersNoisePerQuery: 30 },
    });
  });

  test('can be refreshed each month', () => {
    expect(propertiesOf(() => PrivacyBudget.differentialPrivacy({ epsilon: 20, usersNoisePerQuery: 10, monthlyRefresh: true })))
      .toMatchObject({ AutoRefresh: 'CALENDAR_MONTH', Parameters: { Epsilon: 20, UsersNoisePerQuery: 10 } });
  });
});

describe('an access budget', () => {
  test.each<[string, AccessBudgetOptions, object[]]>([
    ['has a limit for a calendar period, which is not refreshed by default', { calendar: { period: AccessBudgetPeriod.CALENDAR_WEEK, budget: 100 } },
      [{ Type: 'CALENDAR_WEEK', Budget: 100, AutoRefresh: 'DISABLED' }]],
    ['has a limit for a calendar period, which is refreshed', { calendar: { period: AccessBudgetPeriod.CALENDAR_MONTH, budget: 100, autoRefresh: true } },
      [{ Type: 'CALENDAR_MONTH', Budget: 100, AutoRefresh: 'ENABLED' }]],
    ['has a limit in total, which is never refreshed', { lifetime: 0 }, [{ Type: 'LIFETIME', Budget: 0 }]],
    ['has both limits', { calendar: { period: AccessBudgetPeriod.CALENDAR_DAY, budget: 10 }, lifetime: 1_000_000 },
      [{ Type: 'CALENDAR_DAY', Budget: 10, AutoRefresh: 'DISABLED' }, { Type: 'LIFETIME', Budget: 1_000_000 }]],
  ])('%s', (_, options, budgetParameters) => {
    expect(propertiesOf((stack) => PrivacyBudget.access(association(stack), options))).toEqual({
      MembershipIdentifier: MEMBERSHIP_ID,
      PrivacyBudgetType: 'ACCESS_BUDGET',
      AutoRefresh: 'NONE',
      Parameters: { ResourceArn: TABLE_ARN, BudgetParameters: budgetParameters },
    });
  });

  test('accepts the L1s of an association and of a membership', () => {
    const stack = stackOf();
    const membership = cfnMembership(stack);
    const cfn = new CfnConfiguredTableAssociation(stack, 'Association', {
      name: 'purchases',
      membershipIdentifier: membership.ref,
      configuredTableIdentifier: TABLE_ID,
      roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
    });
    budget(stack, { membership, budget: PrivacyBudget.access(cfn, { lifetime: 1 }) });

    Template.fromStack(stack).hasResourceProperties(TYPE, {
      MembershipIdentifier: { Ref: 'Membership' }, Parameters: { ResourceArn: { 'Fn::GetAtt': ['Association', 'Arn'] } },
    });
  });

  test('can limit the use of an intermediate table', () => {
    const arn = TABLE_ARN.replace('configuredtableassociation', 'intermediatetable');
    expect(propertiesOf((stack) => PrivacyBudget.accessToIntermediateTable(
      IntermediateTable.fromIntermediateTableArn(stack, 'Table', arn), { lifetime: 5 },
    ))).toMatchObject({
      PrivacyBudgetType: 'ACCESS_BUDGET', Parameters: { ResourceArn: arn, BudgetParameters: [{ Type: 'LIFETIME', Budget: 5 }] },
    });
  });

  test.each<[string, AccessBudgetOptions, string, string]>([
    ['without a limit', {}, 'NoAccessBudget', "an access budget must have 'calendar', 'lifetime' or both"],
    ['over the limit', { lifetime: 1_000_001 }, 'PrivacyBudgetOutOfRange',
      "'lifetime' of an access budget must be a whole number from 0 to 1000000, got 1000001"],
  ])('is rejected %s', (_, options, code, message) => {
    const stack = stackOf();
    expectRefused(() => budget(stack, { budget: PrivacyBudget.access(association(stack), options) }), code, message);
  });

  test('accepts a token as an amount', () => {
    const amount = Lazy.number({ produce: () => 7 });
    expect(propertiesOf((stack) => PrivacyBudget.access(association(stack), { lifetime: amount })))
      .toMatchObject({ Parameters: { BudgetParameters: [{ Type: 'LIFETIME', Budget: 7 }] } });
  });
});

describe('the number of budgets', () => {
  test('of differential privacy is one in a collaboration, whose members can be in several stacks', () => {
    const app = new App();
    const creators = new Stack(app, 'Creators', { env: { account: CREATOR, region: 'us-east-1' } });
    const partners = new Stack(app, 'Partners', { env: { account: PARTNER, region: 'us-east-1' } });
    const collaboration = new Collaboration(creators, 'Collaboration', {
      creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
    for (const stack of [creators, partners]) budget(stack, { membership: new Membership(stack, 'Membership', { collaboration }) });

    expectRefused(() => app.synth(), 'DifferentialPrivacyBudgetTaken',
      "the collaboration already has the differential privacy budget 'Creators/Budget', and can have only one");
  });

  test('of differential privacy is one in each of two collaborations', () => {
    const stack = stackOf();
    budget(stack, {}, 'Budget1');

    const other = Membership.fromMembershipIdentifier(stack, 'Other', TABLE_ID);
    budget(stack, { membership: other }, 'Budget2');
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('of access is one for each table', () => {
    const stack = stackOf();
    const access = PrivacyBudget.access(association(stack), { lifetime: 1 });
    budget(stack, { budget: access }, 'Budget1');
    budget(stack, { budget: PrivacyBudget.access(association(stack, 'Other', TEMPLATE_ID), { lifetime: 1 }) }, 'Budget3');
    budget(stack, {}, 'Budget4');
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('of access is not two for a table', () => {
    const stack = stackOf();
    const access = PrivacyBudget.access(association(stack), { lifetime: 1 });
    budget(stack, { budget: access }, 'Budget1');
    budget(stack, { budget: access }, 'Budget2');

    expectRefused(() => Template.fromStack(stack), 'AccessBudgetTaken',
      "the table already has the access budget 'Stack/Budget1', and can have only one: give 'calendar' and 'lifetime' to the same budget");
  });
});

test('warns once about more access budgets of a collaboration than the default quota', () => {
  const stack = stackOf();
  for (let count = 1; count <= 26; count++) {
    const table = association(stack, `Association${count}`, `22222222-2222-4222-8222-2222222222${10 + count}`);
    budget(stack, { budget: PrivacyBudget.access(table, { lifetime: 1 }) }, `Budget${count}`);
  }

  expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:overQuota']);
});

describe('a live budget', () => {
  test('is retained by default, and guarded', () => {
    const stack = stackOf();
    budget(stack, { budget: PrivacyBudget.access(association(stack), { lifetime: 1 }) });

    const template = Template.fromStack(stack);
    template.hasResource(TYPE, {
      DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain', DependsOn: Match.arrayWith([Match.stringLikeRegexp('Guard')]),
    });
    template.hasResourceProperties(GUARD, {
      GuardedType: 'AWS::CleanRooms::PrivacyBudgetTemplate',
      FailsIfChanged: { membership: MEMBERSHIP_ID, type: 'ACCESS_BUDGET', autoRefresh: 'NONE', table: TABLE_ARN },
      ReplacementAllowed: false,
    });
  });

  test('can change its amounts, which are not guarded', () => {
    const guarded = (epsilon: number) => {
      const stack = stackOf();
      budget(stack, { budget: PrivacyBudget.differentialPrivacy({ epsilon, usersNoisePerQuery: 10 }) });
      return Object.values(Template.fromStack(stack).findResources(GUARD)).map(({ Properties }) => Properties.FailsIfChanged as object);
    };
    expect(guarded(3)).toEqual(guarded(4));
  });

  test('is guarded with the changes of an aspect', () => {
    const stack = stackOf();
    budget(stack, {});
    Aspects.of(stack).add({
      visit: (node) => {
        if (CfnPrivacyBudgetTemplate.isCfnPrivacyBudgetTemplate(node)) node.autoRefresh = 'CALENDAR_MONTH';
      },
    });

    Template.fromStack(stack).hasResourceProperties(GUARD, { FailsIfChanged: { autoRefresh: 'CALENDAR_MONTH' } });
  });

  test('is deleted after a replacement that is allowed', () => {
    const stack = stackOf();
    budget(stack, { allowReplacement: true });

    const template = Template.fromStack(stack);
    template.hasResource(TYPE, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Delete' });
    template.hasResourceProperties(GUARD, { ReplacementAllowed: true });
  });

  test('has both policies if a replacement is allowed, as the validation of aws-cdk-lib requires', () => {
    expect(synthesizedStrictly(TYPE, (stack) => budget(stack, { allowReplacement: true }))).toHaveLength(1);
  });

  test('can be deleted with its stack', () => {
    const stack = stackOf();
    budget(stack, { removalPolicy: RemovalPolicy.DESTROY });

    Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'Delete' });
  });
});

describe('the reference', () => {
  test('has attributes for the ARN and the ids, because Ref is the ARN', () => {
    const stack = stackOf();
    const { privacyBudgetTemplateRef } = budget(stack, {});

    expect(stack.resolve(privacyBudgetTemplateRef)).toEqual({
      privacyBudgetTemplateArn: { 'Fn::GetAtt': [expect.stringMatching('^Budget'), 'Arn'] },
      privacyBudgetTemplateIdentifier: { 'Fn::GetAtt': [expect.stringMatching('^Budget'), 'PrivacyBudgetTemplateIdentifier'] },
      membershipIdentifier: MEMBERSHIP_ID,
    });
  });
});

describe('grants', () => {
  const budgetArn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Budget'), 'Arn'] };

  test.each<[string, (grants: PrivacyBudgetTemplateGrants, role: Role) => unknown, string | string[]]>([
    ['read', (grants, role) => grants.read(role), 'cleanrooms:GetPrivacyBudgetTemplate'],
    ['manage', (grants, role) => grants.manage(role), ['cleanrooms:GetPrivacyBudgetTemplate', 'cleanrooms:UpdatePrivacyBudgetTemplate']],
    ['actions', (grants, role) => grants.actions(role, 'cleanrooms:DeletePrivacyBudgetTemplate'), 'cleanrooms:DeletePrivacyBudgetTemplate'],
  ])('%s is on the template, which can be an L2 or an L1', (_, grant, actions) => {
    const l2 = (stack: Stack) => budget(stack, {}).grants;
    const l1 = (stack: Stack) => PrivacyBudgetTemplateGrants.fromPrivacyBudgetTemplate(new CfnPrivacyBudgetTemplate(stack, 'Budget', {
      membershipIdentifier: MEMBERSHIP_ID,
      privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
      autoRefresh: 'NONE',
      parameters: { epsilon: 1, usersNoisePerQuery: 10 },
    }));
    for (const grantsIn of [l2, l1]) {
      const stack = stackOf();
      grant(grantsIn(stack), new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
      Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: budgetArn }] },
      });
    }
  });
});

describe('an imported template', () => {
  test('has the ids, the account and the Region of its ARN', () => {
    const arn = `arn:aws:cleanrooms:eu-west-1:${PARTNER}:membership/${MEMBERSHIP_ID}/privacybudgettemplate/${TEMPLATE_ID}`;
    const imported = PrivacyBudgetTemplate.fromPrivacyBudgetTemplateArn(stackOf(), 'Imported', arn);

    expect(imported.privacyBudgetTemplateRef).toEqual({
      privacyBudgetTemplateArn: arn, privacyBudgetTemplateIdentifier: TEMPLATE_ID, membershipIdentifier: MEMBERSHIP_ID,
    });
    expect(imported.env).toEqual({ account: PARTNER, region: 'eu-west-1' });
  });

  test('has the ARN that its ids make in the account and Region of the stack', () => {
    const stack = stackOf();
    const imported = PrivacyBudgetTemplate.fromPrivacyBudgetTemplateAttributes(stack, 'Imported', {
      privacyBudgetTemplateIdentifier: TEMPLATE_ID, membershipIdentifier: MEMBERSHIP_ID,
    });

    expect(stack.resolve(imported.privacyBudgetTemplateArn)).toEqual({
      'Fn::Join': ['', [
        'arn:',
        { Ref: 'AWS::Partition' },
        `:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}/privacybudgettemplate/${TEMPLATE_ID}`,
      ]],
    });
  });
});

test('exposes its budget, also in a stack for any environment', () => {
  expect(budget(agnosticStack(), {}).budget).toBe(DIFFERENTIAL_PRIVACY);
});

function budget(scope: Stack, props: Partial<PrivacyBudgetTemplateProps>, id = 'Budget'): PrivacyBudgetTemplate {
  const membership = props.membership ?? membershipIn(scope);
  return new PrivacyBudgetTemplate(scope, id, { budget: DIFFERENTIAL_PRIVACY, ...props, membership });
}

function membershipIn(scope: Stack): IMembership {
  return scope.node.tryFindChild('Membership') as IMembership | undefined
    ?? Membership.fromMembershipIdentifier(scope, 'Membership', MEMBERSHIP_ID);
}

function association(scope: Stack, id = 'Association', tableId = TABLE_ID): IConfiguredTableAssociation {
  return ConfiguredTableAssociation.fromConfiguredTableAssociationArn(scope, id, TABLE_ARN.replace(TABLE_ID, tableId));
}

function propertiesOf(budgetIn: (stack: Stack) => PrivacyBudget): Record<string, unknown> {
  const stack = stackOf();
  budget(stack, { budget: budgetIn(stack) });
  return Object.values(Template.fromStack(stack).findResources(TYPE))[0].Properties as Record<string, unknown>;
}
