import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate, CfnConfiguredTable, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisRule, AnalysisRuleType, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility,
  Membership, TableSource,
} from '../../../../src';
import type { AssociationAnalysisRule, ConfiguredTableAnalysisRule, IMembership } from '../../../../src';
import { expectRefused } from '../../../support/faults';
import { cfnCollaboration, cfnConfiguredTable, cfnMembership, cfnTable } from '../../../support/l1';
import { CREATOR, PARTNER, THIRD, stackOf, warningsIn } from '../../../support/stacks';

const ANY_MODEL = 'arn:aws:cleanrooms:us-east-1:*:membership/*/configuredaudiencemodelassociation/*';
const LIST = AnalysisRule.list().joinOn('email').list('city');
const CUSTOM = AnalysisRule.custom().allowAnyQueryBy(PARTNER);
const RECEIVED = AnalysisRule.forAssociation().allowResultReceivers(CREATOR);

describe('a rule', () => {
  test.each<[string, ConfiguredTableAnalysisRule, string]>([
    ['an aggregation rule', AnalysisRule.aggregation().sum('amount').requireAtLeast(2, 'email'), 'Aggregation'],
    ['a list rule', LIST, 'List'],
    ['a custom rule', CUSTOM, 'Custom'],
  ])('has the type of the table, where that has %s', (_, tableRule, type) => {
    const stack = stackOf();
    const rule = AnalysisRule.forAssociation().allowResultReceivers(PARTNER).allowResultReceivers(THIRD).allowAdditionalAnalyses(ANY_MODEL);
    expect(associate(stack, table(stack, tableRule), rule).analysisRule).toBe(rule);
    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::ConfiguredTableAssociation', {
      ConfiguredTableAssociationAnalysisRules: [{
        Type: type.toUpperCase(),
        Policy: { V1: { [type]: { AllowedResultReceivers: [PARTNER, THIRD], AllowedAdditionalAnalyses: [ANY_MODEL] } } },
      }],
    });
  });

  test('has the type of an L1 table', () => {
    const stack = stackOf();
    associate(stack, cfnTableWith(stack, { type: 'LIST', policy: { v1: { list: { joinColumns: ['email'], listColumns: [] } } } }), RECEIVED);
    expect(typesIn(stack)).toEqual(['LIST']);
  });

  test('has the type that it is codesAndMessages, where the table is imported or gets its rule elsewhere', () => {
    const stack = stackOf();
    const rule = RECEIVED.forRuleType(AnalysisRuleType.CUSTOM);
    associate(stack, ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Imported', '55555555-5555-4555-8555-555555555555'), rule, 'OfImported');
    associate(stack, cfnConfiguredTable(stack), rule, 'OfL1');
    expect(typesIn(stack)).toEqual(['CUSTOM', 'CUSTOM']);
  });

  test('needs to be codesAndMessages a type where the table is imported', () => {
    const stack = stackOf();
    const elsewhere = ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Imported', '55555555-5555-4555-8555-555555555555');
    expectRefused(() => associate(stack, elsewhere, RECEIVED), 'AssociationRuleTypeUnknown',
      "the type of 'analysisRule' is not known, because the rule of the table is not known: tell it by 'ruleType'");
  });

  test('must not have another type than the table', () => {
    const stack = stackOf();
    expectRefused(() => associate(stack, table(stack, LIST), RECEIVED.forRuleType(AnalysisRuleType.CUSTOM)), 'AssociationRuleTypeMismatch',
      "'ruleType' of 'analysisRule' must be that of the rule of the table, LIST, got CUSTOM: leave it out");
  });

  test('must not allow additional analyses that the table does not', () => {
    const stack = stackOf();
    const strict = table(stack, CUSTOM.withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED));
    expectRefused(() => associate(stack, strict, RECEIVED.allowAdditionalAnalyses(ANY_MODEL)), 'AdditionalAnalysesNotAllowed', ANY_MODEL);
  });

  test('is the same from options as from methods', () => {
    expect(AnalysisRule.forAssociation({
      allowedResultReceivers: [PARTNER], allowedAdditionalAnalyses: [ANY_MODEL], ruleType: AnalysisRuleType.LIST,
    }).parts).toEqual(AnalysisRule.forAssociation()
      .allowResultReceivers(PARTNER).allowAdditionalAnalyses(ANY_MODEL).forRuleType(AnalysisRuleType.LIST).parts);
  });

  test.each<[string, (rule: AssociationAnalysisRule) => AssociationAnalysisRule]>([
    ['allowResultReceivers', (rule) => rule.allowResultReceivers(THIRD)],
    ['allowAdditionalAnalyses', (rule) => rule.allowAdditionalAnalyses(ANY_MODEL)],
    ['forRuleType', (rule) => rule.forRuleType(AnalysisRuleType.LIST)],
  ])('gives a new one by %s, and stays as it was', (_, change) => {
    const before = JSON.stringify(RECEIVED.parts);
    expect(JSON.stringify(change(RECEIVED).parts)).not.toBe(before);
    expect(JSON.stringify(RECEIVED.parts)).toBe(before);
  });
});

describe('pain 7: an association warns of what keeps its table from being ready', () => {
  test('no rule, where the table has one', () => {
    const stack = stackOf();
    associate(stack, table(stack, CUSTOM));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:noAssociationRule');
  });

  test('a receiver who cannot receive results', () => {
    const stack = stackOf();
    const membership = collaboration(stack).addMembership('Membership');
    associate(stack, table(stack, CUSTOM), AnalysisRule.forAssociation().allowResultReceivers(PARTNER), 'Association', membership);
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:receiverCannotReceive');
  });

  test('nothing, where all is well', () => {
    const stack = stackOf();
    associate(stack, table(stack, CUSTOM), RECEIVED, 'Association', collaboration(stack).addMembership('Membership'));
    expect(warningsIn(stack)).toEqual([]);
  });
});

describe('the tables of a program', () => {
  test('are warned of where one member brings rules of different types', () => {
    const stack = stackOf();
    const membership = collaboration(stack).addMembership('Membership');
    associate(stack, table(stack, CUSTOM, 'One'), RECEIVED, 'First', membership);
    associate(stack, table(stack, LIST, 'Two'), RECEIVED, 'Second', membership);
    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:ruleTypesDiffer']);
  });

  test('are warned of where differential privacy does not agree, over stacks, stages, and L1s beside L2s', () => {
    const app = new App();
    const creator = new Stack(app, 'Creator', { env: { account: CREATOR, region: 'us-east-1' } });
    const partner = new Stack(new Stage(app, 'Stage'), 'Partner', { env: { account: PARTNER, region: 'us-east-1' } });
    const shared = cfnCollaboration(creator);
    const rule = (column: string) => ({ type: 'CUSTOM', policy: { v1: { custom: { allowedAnalyses: [], differentialPrivacy: { columns: [{ name: column }] } } } } });
    associate(creator, cfnTableWith(creator, rule('email')), RECEIVED, 'First', cfnMembership(creator, shared.attrCollaborationIdentifier));
    associate(partner, table(partner, AnalysisRule.custom().allowAnyQueryBy(CREATOR).withDifferentialPrivacy('city')), RECEIVED, 'Second',
      new Membership(partner, 'Membership', { collaboration: Collaboration.fromCollaborationIdentifier(partner, 'Shared', shared.ref) }));

    expect(warningsIn(partner)).toEqual(expect.arrayContaining([
      'cdk-cleanrooms:differentialPrivacyOfTwoMembers', 'cdk-cleanrooms:identityColumnsDiffer', 'cdk-cleanrooms:noPrivacyBudget',
    ]));
    expect(warningsIn(creator)).toEqual(expect.not.arrayContaining(['cdk-cleanrooms:identityColumnsDiffer']));
  });

  test('need a budget for differential privacy', () => {
    const [without, withBudget] = [stackOf(), stackOf()].map((stack) => {
      const membership = collaboration(stack, PARTNER).addMembership('Membership');
      associate(stack, table(stack, CUSTOM.withDifferentialPrivacy('email')), AnalysisRule.forAssociation().allowResultReceivers(PARTNER), 'A', membership);
      return { stack, membership };
    });
    new CfnPrivacyBudgetTemplate(withBudget.stack, 'Budget', {
      autoRefresh: 'NONE',
      membershipIdentifier: withBudget.membership.membershipIdentifier,
      privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
      parameters: { epsilon: 3, usersNoisePerQuery: 10 },
    });
    expect(warningsIn(without.stack)).toEqual(['cdk-cleanrooms:noPrivacyBudget']);
    expect(warningsIn(withBudget.stack)).toEqual([]);
  });

  test('are warned of where they allow a template of another collaboration than theirs', () => {
    const stack = stackOf();
    const [own, other] = [collaboration(stack, CREATOR, 'Own'), collaboration(stack, CREATOR, 'Other')].map((each) => each.addMembership('Membership'));
    const templates = [own, other].map(({ membershipIdentifier }, index) => new CfnAnalysisTemplate(stack, `Template${index}`, {
      name: 'template', format: 'SQL', membershipIdentifier, source: { text: 'SELECT 1' },
    }));
    const shared = table(stack, AnalysisRule.custom().allowTemplates(...templates));
    associate(stack, shared, RECEIVED, 'First', own);
    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:templateOfOtherCollaboration']);
  });

  test('may allow templates of each of their collaborations', () => {
    const stack = stackOf();
    const [own, other] = [collaboration(stack, CREATOR, 'Own'), collaboration(stack, CREATOR, 'Other')].map((each) => each.addMembership('Membership'));
    const templates = [own, other].map(({ membershipIdentifier }, index) => new CfnAnalysisTemplate(stack, `Template${index}`, {
      name: 'template', format: 'SQL', membershipIdentifier, source: { text: 'SELECT 1' },
    }));
    const shared = table(stack, AnalysisRule.custom().allowTemplates(...templates));
    associate(stack, shared, RECEIVED, 'First', own);
    associate(stack, shared, RECEIVED, 'Second', other);
    expect(warningsIn(stack)).toEqual([]);
  });
});

function associate(
  stack: Stack, configuredTable: refs.IConfiguredTableRef, analysisRule?: AssociationAnalysisRule, id: string = 'Association',
  membership: refs.IMembershipRef = imported(stack),
): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(stack, id, {
    membership, configuredTable, configuredTableAssociationName: id.toLowerCase(), analysisRule, role: Role.fromRoleName(stack, `${id}Reader`, 'reader'),
  });
}

function imported(stack: Stack): IMembership {
  return stack.node.tryFindChild('Joined') as IMembership | undefined
    ?? Membership.fromMembershipIdentifier(stack, 'Joined', '22222222-2222-4222-8222-222222222222');
}

/** A collaboration of the stack's account, in which one member receives results. */
function collaboration(stack: Stack, receiver: string = CREATOR, id: string = 'Collaboration'): Collaboration {
  const abilities = (account: string) => account === receiver ? [MemberAbility.CAN_RECEIVE_RESULTS] : [];
  return new Collaboration(stack, id, {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, ...abilities(CREATOR)] },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: abilities(PARTNER) }],
  });
}

function table(stack: Stack, analysisRule: ConfiguredTableAnalysisRule, id: string = 'Table'): ConfiguredTable {
  return new ConfiguredTable(stack, id, { source: TableSource.glue(cfnTable(stack, `${id}InGlue`)), allowedColumns: AllowedColumns.all(), analysisRule });
}

function cfnTableWith(stack: Stack, rule: CfnConfiguredTable.AnalysisRuleProperty): CfnConfiguredTable {
  const configuredTable = cfnConfiguredTable(stack);
  configuredTable.analysisRules = [rule];
  return configuredTable;
}

function typesIn(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::ConfiguredTableAssociation'))
    .map(({ Properties }) => Properties.ConfiguredTableAssociationAnalysisRules[0].Type);
}
