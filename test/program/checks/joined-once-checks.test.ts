import { App, CfnCondition, CfnParameter, CfnResource, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import type { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Collaboration, Membership } from '../../../src';
import type { MembershipProps } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER } from '../../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';
const MEMBERS = [{ accountId: PARTNER, displayName: 'Publisher' }];

describe('an account that joins a collaboration twice is refused', () => {
  test.each<[string, (app: App) => string]>([
    ['by two memberships', (app) => {
      const stack = stackIn(app, 'First', CREATOR);
      const collaboration = collaborationIn(stack);
      join(stack, 'One', collaboration);
      join(stack, 'Two', collaboration);
      return 'First/One';
    }],
    ['by an L1 that is defined before the L2', (app) => {
      const stack = stackIn(app, 'First', CREATOR);
      const collaboration = cfnCollaboration(stack);
      cfnMembership(stack, collaboration.ref);
      join(stack, 'Two', collaboration);
      return 'First/Membership';
    }],
    ['by an L1 that is defined after the L2', (app) => {
      const stack = stackIn(app, 'First', CREATOR);
      const collaboration = cfnCollaboration(stack);
      join(stack, 'Two', collaboration);
      cfnMembership(stack, collaboration.attrCollaborationIdentifier);
      return 'First/Membership';
    }],
    ['that it looks for by two invitations', (app) => {
      const stack = stackIn(app, 'First', PARTNER);
      ['One', 'Two'].forEach((id) => join(stack, id, Collaboration.fromInvitation(stack, `${id}Invitation`, {
        collaborationName: 'reach', creatorAccountId: CREATOR,
      })));
      return 'First/One';
    }],
    ['in two stacks', (app) => {
      const collaboration = collaborationIn(stackIn(app, 'First', CREATOR));
      join(stackIn(app, 'Second', PARTNER), 'One', collaboration);
      join(stackIn(app, 'Third', PARTNER), 'Two', collaboration);
      return 'Second/One';
    }],
    ['that is imported, in two stages', (app) => {
      ['One', 'Two'].forEach((id) => joinImported(stackIn(new Stage(app, id), 'Stack', PARTNER)));
      return 'One/Stack/Membership';
    }],
    ['in a stack of any account and one that is nested in it', (app) => {
      const stack = stackIn(app, 'First');
      joinImported(stack);
      joinImported(new NestedStack(stack, 'Nested'));
      return 'First/Membership';
    }],
  ])('%s', (_, build) => {
    const app = new App();
    const first = build(app);
    expectRefusedAtSynthesis(app, 'AlreadyJoined', `the account already joins the collaboration by '${first}', and can have only one membership`);
  });
});

describe('a collaboration can have several memberships', () => {
  test.each<[string, (app: App) => void]>([
    ['of several accounts', (app) => {
      const collaboration = Collaboration.fromCollaborationIdentifier(stackIn(app, 'Imported'), 'Collaboration', ID);
      [CREATOR, PARTNER].forEach((account) => join(stackIn(app, `Of${account}`, account), 'Membership', collaboration));
    }],
    ['in stages that each define the collaboration', (app) => ['One', 'Two'].forEach((id) => {
      const stack = stackIn(new Stage(app, id), 'Stack', CREATOR);
      join(stack, 'Membership', collaborationIn(stack));
    })],
    ['of several accounts in two stages', (app) => [CREATOR, PARTNER].forEach((account) => joinImported(stackIn(new Stage(app, `Of${account}`), 'Stack', account)))],
    ['of stacks that can go to several accounts', (app) => ['First', 'Second'].forEach((id) => joinImported(stackIn(app, id)))],
    ['of which one is made instead of the other', (app) => {
      const stack = stackIn(app, 'First', PARTNER);
      const condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Which'), 'one') });
      ['One', 'Two'].forEach((id) => {
        const membership = join(stack, id, Collaboration.fromCollaborationIdentifier(stack, `${id}Collaboration`, ID));
        (membership.node.defaultChild as CfnMembership).cfnOptions.condition = condition;
      });
    }],
    ['of which one is made instead of the other, by overrides', (app) => {
      const stack = stackIn(app, 'First', PARTNER);
      ['One', 'Two'].forEach((id) => {
        const membership = join(stack, id, Collaboration.fromCollaborationIdentifier(stack, `${id}Collaboration`, ID));
        (membership.node.defaultChild as CfnMembership).addOverride('Condition', `Is${id}`);
      });
    }],
    ['of nested stacks of which one is made instead of the other', (app) => ['One', 'Two'].forEach((id) => {
      const nested = new NestedStack(app.node.tryFindChild('First') as Stack ?? stackIn(app, 'First', PARTNER), id);
      nested.nestedStackResource!.addOverride('Condition', `Is${id}`);
      join(nested, 'Membership', Collaboration.fromCollaborationIdentifier(nested, 'Collaboration', ID));
    })],
  ])('%s', (_, build) => {
    const app = new App();
    build(app);
    expect(() => app.synth()).not.toThrow();
  });
});

test('each membership after the first one is refused', () => {
  const app = new App();
  const stack = stackIn(app, 'First', CREATOR);
  const collaboration = collaborationIn(stack);
  ['C', 'A', 'B'].forEach((id) => join(stack, id, collaboration));
  expect(() => app.synth()).toThrow(/^First\/B: .*by 'First\/A'.*\nFirst\/C: .*by 'First\/A'.*$/);
});

test('attributes of one custom resource can be the ids of several collaborations', () => {
  const app = new App();
  const stack = stackIn(app, 'First', PARTNER);
  const resource = new CfnResource(stack, 'Finder', { type: 'Custom::Finder' });
  ['One', 'Two'].forEach((id) => {
    const identifier = resource.getAtt(id).toString();
    join(stack, id, Collaboration.fromCollaborationIdentifier(stack, `${id}Collaboration`, identifier));
  });
  expect(() => app.synth()).not.toThrow();
});

function stackIn(scope: App | Stage, id: string, account?: string): Stack {
  return new Stack(scope, id, { env: { account, region: 'us-east-1' } });
}

function collaborationIn(stack: Stack): Collaboration {
  return new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' }, members: MEMBERS });
}

function join(stack: Stack, id: string, collaboration: MembershipProps['collaboration']): Membership {
  return new Membership(stack, id, { collaboration });
}

function joinImported(stack: Stack): Membership {
  return join(stack, 'Membership', Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', ID));
}
