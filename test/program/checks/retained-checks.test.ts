import { RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdMappingWorkflow } from 'aws-cdk-lib/aws-entityresolution';
import { Construct } from 'constructs';
import { Collaboration, IdMappingTable, IntermediateTable, Membership, PopulationAnalysis, PrivacyBudget, PrivacyBudgetTemplate } from '../../../src';
import { cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../support/stacks';

const ID = 'cdk-cleanrooms:retainedInDeletedMembership';

function invited(stack: Stack, removalPolicy?: RemovalPolicy): Membership {
  const collaboration = Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
    collaborationIdentifier: '11111111-1111-4111-8111-111111111111', creatorAccountId: PARTNER,
  });
  return new Membership(stack, 'Membership', { collaboration, removalPolicy });
}

function budget(stack: Stack, membership: Membership, removalPolicy?: RemovalPolicy): PrivacyBudgetTemplate {
  return new PrivacyBudgetTemplate(stack, 'Budget', {
    membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }), removalPolicy,
  });
}

function cfnTable(stack: Stack, membershipIdentifier: string): CfnIdMappingTable {
  return new CfnIdMappingTable(stack, 'Cfn', {
    name: 'people', membershipIdentifier, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
  });
}

describe('a membership that is deleted is warned of', () => {
  test('with everything that is retained in it', () => {
    const stack = stackOf();
    const membership = invited(stack, RemovalPolicy.DESTROY);
    const idMappingWorkflow = CfnIdMappingWorkflow.fromWorkflowName(stack, 'Workflow', 'workflow');
    budget(stack, membership);
    new IdMappingTable(stack, 'Mapping', { membership, idMappingTableName: 'mapping', idMappingWorkflow });
    new IntermediateTable(stack, 'Filled', { membership, intermediateTableName: 'filled', populationAnalysis: PopulationAnalysis.sql('SELECT 1') });
    cfnTable(stack, membership.membershipIdentifier).applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);

    Annotations.fromStack(stack).hasWarning('/Stack/Membership', Match.stringLikeRegexp(
      `retains 'Stack/Cfn', 'Stack/Mapping', 'Stack/Filled', 'Stack/Budget' there: .*${ID}`));
  });

  test('where the retained table is in another stack', () => {
    const stack = stackOf();
    const membership = invited(stack, RemovalPolicy.DESTROY);
    const other = new Stack(stack.node.root as Construct, 'Other', { env: { account: CREATOR, region: 'us-east-1' } });
    cfnTable(other, membership.membershipIdentifier).applyRemovalPolicy(RemovalPolicy.RETAIN);

    Annotations.fromStack(stack).hasWarning('/Stack/Membership', Match.stringLikeRegexp("retains 'Other/Cfn' there"));
  });

  test('where it is an L1', () => {
    const stack = stackOf();
    invited(stack);
    const membership = cfnMembership(new Construct(stack, 'Own'), '22222222-2222-4222-8222-222222222222');
    membership.applyRemovalPolicy(RemovalPolicy.DESTROY);
    cfnTable(stack, membership.attrMembershipIdentifier).applyRemovalPolicy(RemovalPolicy.RETAIN);

    Annotations.fromStack(stack).hasWarning('/Stack/Own/Membership', Match.stringLikeRegexp("retains 'Stack/Cfn' there"));
  });
});

describe('nothing is said of', () => {
  test.each<[string, (stack: Stack) => unknown]>([
    ['a membership that is retained, too', (stack) => budget(stack, invited(stack))],
    ['a membership in which all is deleted', (stack) => budget(stack, invited(stack, RemovalPolicy.DESTROY), RemovalPolicy.DESTROY)],
    ['a membership in which an L1 has no policy', (stack) => cfnTable(stack, invited(stack, RemovalPolicy.DESTROY).membershipIdentifier)],
    ['what is retained in another membership', (stack) => {
      invited(stack, RemovalPolicy.DESTROY);
      cfnTable(stack, '33333333-3333-4333-8333-333333333333').applyRemovalPolicy(RemovalPolicy.RETAIN);
    }],
    ["the creator's membership, which is retained whatever is said", (stack) => {
      const membership = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } }).addMembership('Membership');
      RemovalPolicies.of(membership).destroy();
      budget(stack, membership);
    }],
  ])('%s', (_, define) => {
    const stack = stackOf();
    define(stack);
    expect(warningsIn(stack)).not.toContain(ID);
  });
});
