import { App, Aspects, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate, CfnConfiguredTable, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisRule, AnalysisRuleType, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility,
  Membership, TableSource,
} from '../../../../src';
import type { AssociationAnalysisRule, ConfiguredTableAnalysisRule, IMembership } from '../../../../src';
import { expectRefusedAtSynthesis } from '../../../support/faults';
import { cfnCollaboration, cfnConfiguredTable, cfnMembership, cfnTable } from '../../../support/l1';
import { CREATOR, PARTNER, THIRD, ownWarningsIn, stackOf, warningsIn } from '../../../support/stacks';

const ANY_MODEL = 'arn:aws:cleanrooms:us-east-1:*:membership/*/configuredaudiencemodelassociation/*';
const LIST = AnalysisRule.list().joinOn('email').list('city').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED);
const CFN_LIST = { type: 'LIST', policy: { v1: { list: { joinColumns: ['email'], listColumns: ['city'] } } } };
const AGGREGATION = AnalysisRule.aggregation().sum('amount').requireAtLeast(100, 'email');
const CUSTOM = AnalysisRule.custom().allowAnyQueryBy(PARTNER).disallowOutput('email').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED);
const CUSTOM_OF_CREATOR = AnalysisRule.custom().allowAnyQueryBy(CREATOR).withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED);
const RECEIVED = AnalysisRule.forAssociation().allowResultReceivers(CREATOR);

describe('the rule of an association', () => {
  test.each<[string, ConfiguredTableAnalysisRule, string]>([
    ['an aggregation rule', AGGREGATION, 'Aggregation'],
    ['a list rule', LIST.withAdditionalAnalyses(AdditionalAnalyses.ALLOWED), 'List'],
    ['a custom rule', CUSTOM.withAdditionalAnalyses(AdditionalAnalyses.ALLOWED), 'Custom'],
  ])('has the type of the rule of its table, for %s', (_, tableRule, type) => {
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

  test('has the type of the rule of an L1', () => {
    const stack = stackOf();
    associate(stack, cfnTableWith(stack, { type: 'LIST', policy: { v1: { list: { joinColumns: ['email'], listColumns: [] } } } }), RECEIVED);
    expect(typesIn(stack)).toEqual(['LIST']);
  });

  test('has the given type, if the table is imported or gets its rule outside of the app', () => {
    const stack = stackOf();
    const rule = RECEIVED.forRuleType(AnalysisRuleType.CUSTOM);
    associate(stack, ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Imported', '55555555-5555-4555-8555-555555555555'), rule, 'OfImported');
    associate(stack, cfnConfiguredTable(stack), rule, 'OfL1');
    expect(typesIn(stack)).toEqual(['CUSTOM', 'CUSTOM']);
  });

  test.each<[string, (resource: CfnConfiguredTable, stack: Stack) => void]>([
    ['is replaced on the L1', (resource) => (resource.analysisRules = [CFN_LIST])],
    ['is overridden', (resource) => resource.addPropertyOverride('AnalysisRules', [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: ['email'] } } } }])],
    ['is replaced by an aspect', (resource, stack) => Aspects.of(stack).add({
      visit: (node) => {
        if (node === resource) resource.analysisRules = [CFN_LIST];
      },
    })],
    ['is a lazy value', (resource) => (resource.analysisRules = Lazy.any({ produce: () => [CFN_LIST] }))],
  ])('follows the rule of its table that %s after the association is defined', (_, change) => {
    const stack = stackOf();
    const configuredTable = table(stack, AGGREGATION);
    associate(stack, configuredTable, RECEIVED);
    change(configuredTable.node.defaultChild as CfnConfiguredTable, stack);
    expect(rulesIn(stack)).toEqual([[{ Type: 'LIST', Policy: { V1: { List: { AllowedResultReceivers: [CREATOR] } } } }]]);
  });

  test('needs a type if the table is imported', () => {
    const stack = stackOf();
    associate(stack, ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Imported', '55555555-5555-4555-8555-555555555555'), RECEIVED);
    expectRefusedAtSynthesis(stack, 'AssociationRuleTypeUnknown',
      "Stack/Association: the type of 'analysisRule' is unknown, because the rule of the table is not known: set it with forRuleType(...)");
  });

  test.each<[string, (stack: Stack) => refs.IConfiguredTableRef]>([
    ['has none', (stack) => table(stack)],
    ['has none as an L1', (stack) => cfnConfiguredTable(stack)],
    ['loses its rule', (stack) => {
      const configuredTable = table(stack, LIST);
      (configuredTable.node.defaultChild as CfnConfiguredTable).addPropertyDeletionOverride('AnalysisRules');
      return configuredTable;
    }],
  ])('needs a table with a rule, and is rejected if the table %s', (_, configuredTable) => {
    const stack = stackOf();
    associate(stack, configuredTable(stack), RECEIVED);
    expectRefusedAtSynthesis(stack, 'AssociationRuleWithoutTableRule',
      "Stack/Association: 'analysisRule' needs a table with an analysis rule, and the configured table has none: set 'analysisRule' of the configured table");
  });

  test('must not have another type than the rule of its table', () => {
    const stack = stackOf();
    associate(stack, table(stack, LIST), RECEIVED.forRuleType(AnalysisRuleType.CUSTOM));
    expectRefusedAtSynthesis(stack, 'AssociationRuleTypeMismatch',
      "'ruleType' of 'analysisRule' must be that of the rule of the table, LIST, got CUSTOM: use LIST, as an association without 'ruleType' does");
  });

  test('whose type an override changes is rejected for that only: its receivers are still known', () => {
    const stack = stackOf();
    const { node } = associate(stack, table(stack, LIST), RECEIVED);
    (node.defaultChild as CfnConfiguredTableAssociation).addPropertyOverride('ConfiguredTableAssociationAnalysisRules.0.Type', 'CUSTOM');
    expectRefusedAtSynthesis(stack, 'AssociationRuleTypeMismatch', 'LIST, got CUSTOM');
    expect(node.findAll().flatMap((each) => each.node.metadata).filter(({ data }) => String(data).includes('noResultReceivers'))).toEqual([]);
  });

  test('must not allow additional analyses that the rule of its table does not allow', () => {
    const stack = stackOf();
    associate(stack, table(stack, CUSTOM.withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED)), RECEIVED.allowAdditionalAnalyses(ANY_MODEL));
    expectRefusedAtSynthesis(stack, 'AdditionalAnalysesNotAllowed', ANY_MODEL);
  });

  test('does not follow later changes of the lists that it is given', () => {
    const options = { allowedResultReceivers: [CREATOR], allowedAdditionalAnalyses: [ANY_MODEL] };
    const rule = AnalysisRule.forAssociation(options);
    options.allowedResultReceivers.push(PARTNER);
    options.allowedAdditionalAnalyses.push('another');
    expect(rule.options).toEqual({ allowedResultReceivers: [CREATOR], allowedAdditionalAnalyses: [ANY_MODEL] });
  });

  test('is the same with options as with methods', () => {
    expect(AnalysisRule.forAssociation({
      allowedResultReceivers: [PARTNER], allowedAdditionalAnalyses: [ANY_MODEL], ruleType: AnalysisRuleType.LIST,
    }).options).toEqual(AnalysisRule.forAssociation()
      .allowResultReceivers(PARTNER).allowAdditionalAnalyses(ANY_MODEL).forRuleType(AnalysisRuleType.LIST).options);
  });

  test.each<[string, (rule: AssociationAnalysisRule) => AssociationAnalysisRule]>([
    ['allowResultReceivers', (rule) => rule.allowResultReceivers(THIRD)],
    ['allowAdditionalAnalyses', (rule) => rule.allowAdditionalAnalyses(ANY_MODEL)],
    ['forRuleType', (rule) => rule.forRuleType(AnalysisRuleType.LIST)],
  ])('is not changed by %s, which returns a new rule', (_, change) => {
    const before = JSON.stringify(RECEIVED.options);
    expect(JSON.stringify(change(RECEIVED).options)).not.toBe(before);
    expect(JSON.stringify(RECEIVED.options)).toBe(before);
  });
});

describe('an association whose table does not become ready', () => {
  test('gives a warning if it has no rule', () => {
    const stack = stackOf();
    associate(stack, table(stack, CUSTOM));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:noAssociationRule');
  });

  test('gives a warning if a receiver cannot receive results', () => {
    const stack = stackOf();
    const membership = collaboration(stack).addMembership('Membership');
    associate(stack, table(stack, CUSTOM), AnalysisRule.forAssociation().allowResultReceivers(PARTNER), 'Association', membership);
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:receiverCannotReceive');
  });

  test('gives no warning if it has a rule whose receivers can receive results', () => {
    const stack = stackOf();
    associate(stack, table(stack, CUSTOM_OF_CREATOR), RECEIVED, 'Association', collaboration(stack).addMembership('Membership'));
    expect(warningsIn(stack)).toEqual([]);
  });
});

describe('the tables of a collaboration', () => {
  /** A collaboration of a creator and a partner, in a stack for each of them, with a table of each for each of the given rules. */
  function tablesOfTwo(ofCreator: ConfiguredTableAnalysisRule[], ofPartner: ConfiguredTableAnalysisRule[]) {
    const app = new App();
    const [creator, partner] = [CREATOR, PARTNER].map((account) => new Stack(app, `Of${account}`, { env: { account, region: 'us-east-1' } }));
    const shared = collaboration(creator);
    const bring = (stack: Stack, membership: IMembership, rules: ConfiguredTableAnalysisRule[]) => rules.forEach((rule, index) =>
      associate(stack, table(stack, rule, `Table${index}`), RECEIVED, `${stack.node.id}_${index}`, membership));
    bring(creator, shared.addMembership('Membership'), ofCreator);
    bring(partner, new Membership(partner, 'Membership', { collaboration: shared }), ofPartner);
    return { creator, partner };
  }

  test('give a warning, over accounts, if the rules of two members have no type in common', () => {
    const { creator, partner } = tablesOfTwo([LIST], [AGGREGATION]);
    expect([ownWarningsIn(creator), ownWarningsIn(partner)]).toEqual([['cdk-cleanrooms:ruleTypesDiffer'], ['cdk-cleanrooms:ruleTypesDiffer']]);
  });

  test('give a warning only for tables whose type no other member has', () => {
    const { creator, partner } = tablesOfTwo([LIST, AGGREGATION], [AGGREGATION]);
    expect([ownWarningsIn(creator), ownWarningsIn(partner)]).toEqual([['cdk-cleanrooms:ruleTypesDiffer'], []]);
  });

  test('give no warning if only one member has rules of different types', () => {
    const stack = stackOf();
    const membership = collaboration(stack).addMembership('Membership');
    associate(stack, table(stack, AGGREGATION, 'One'), RECEIVED, 'First', membership);
    associate(stack, table(stack, LIST, 'Two'), RECEIVED, 'Second', membership);
    expect(warningsIn(stack)).toEqual([]);
  });

  test('give a warning if a rule allows any query of a member who cannot query', () => {
    const stack = stackOf();
    associate(stack, table(stack, CUSTOM), RECEIVED, 'Association', collaboration(stack).addMembership('Membership'));
    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:anyAnalysisOfMemberWhoCannot']);
  });

  test('give warnings if differential privacy does not go together, over stacks, and for L1s and L2s', () => {
    const app = new App();
    const creator = new Stack(app, 'Creator', { env: { account: CREATOR, region: 'us-east-1' } });
    const partner = new Stack(app, 'Partner', { env: { account: PARTNER, region: 'us-east-1' } });
    const shared = cfnCollaboration(creator, 'Collaboration', { members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }] });
    const rule = (column: string) => ({ type: 'CUSTOM', policy: { v1: { custom: { allowedAnalyses: [], differentialPrivacy: { columns: [{ name: column }] } } } } });
    associate(creator, cfnTableWith(creator, rule('email')), RECEIVED, 'First', cfnMembership(creator, shared.attrCollaborationIdentifier));
    associate(partner, table(partner, AnalysisRule.custom().allowAnyQueryBy(CREATOR).withDifferentialPrivacy('city')), RECEIVED, 'Second',
      new Membership(partner, 'Membership', { collaboration: Collaboration.fromCollaborationIdentifier(partner, 'Shared', shared.ref) }));

    expect(warningsIn(partner)).toEqual(expect.arrayContaining([
      'cdk-cleanrooms:differentialPrivacyOfTwoMembers', 'cdk-cleanrooms:identityColumnsDiffer', 'cdk-cleanrooms:noPrivacyBudget',
    ]));
    expect(warningsIn(creator)).toEqual(expect.not.arrayContaining(['cdk-cleanrooms:identityColumnsDiffer']));
  });

  test('give a warning if one has differential privacy without a budget', () => {
    const [without, withBudget] = [stackOf(), stackOf()].map((stack) => {
      const membership = collaboration(stack, PARTNER).addMembership('Membership');
      associate(stack, table(stack, CUSTOM_OF_CREATOR.withDifferentialPrivacy('email')), AnalysisRule.forAssociation().allowResultReceivers(PARTNER), 'A', membership);
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

  test.each<[string, number, string[]]>([
    ['a warning if one allows a template of another collaboration', 1, ['cdk-cleanrooms:templateOfOtherCollaboration']],
    ['no warning if one allows templates of all its collaborations', 2, []],
  ])('give %s', (_, joined, warnings) => {
    const stack = stackOf();
    const memberships = ['Own', 'Other'].map((id) => collaboration(stack, CREATOR, id).addMembership('Membership'));
    const templates = memberships.map(({ membershipIdentifier }, index) => new CfnAnalysisTemplate(stack, `Template${index}`, {
      name: 'template', format: 'SQL', membershipIdentifier, source: { text: 'SELECT 1' },
    }));
    const shared = table(stack, AnalysisRule.custom({ additionalAnalyses: AdditionalAnalyses.NOT_ALLOWED }).allowTemplates(...templates));
    memberships.slice(0, joined).forEach((membership, index) => associate(stack, shared, RECEIVED, `Association${index}`, membership));
    expect(warningsIn(stack)).toEqual(warnings);
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
    queryLogging: true,
  });
}

function table(stack: Stack, analysisRule?: ConfiguredTableAnalysisRule, id: string = 'Table'): ConfiguredTable {
  return new ConfiguredTable(stack, id, { source: TableSource.glue(cfnTable(stack, `${id}InGlue`), { encryptionKeys: [] }), allowedColumns: AllowedColumns.all(), analysisRule });
}

function cfnTableWith(stack: Stack, rule: CfnConfiguredTable.AnalysisRuleProperty): CfnConfiguredTable {
  const configuredTable = cfnConfiguredTable(stack);
  configuredTable.analysisRules = [rule];
  return configuredTable;
}

function rulesIn(stack: Stack): { readonly Type: string }[][] {
  return Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::ConfiguredTableAssociation'))
    .map(({ Properties }) => Properties.ConfiguredTableAssociationAnalysisRules);
}

function typesIn(stack: Stack): string[] {
  return rulesIn(stack).map(([rule]) => rule.Type);
}
