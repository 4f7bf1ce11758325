import { App, Aspects, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { StageSynthesisOptions } from 'aws-cdk-lib';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Construct } from 'constructs';
import { Collaboration, ConfiguredTableAssociation, MemberRemoval, TableSource } from '../../src';
import type { ICollaboration, IMembership } from '../../src';
import { KnownResource } from '../../src/program/known-resources';
import type { ProgramModel } from '../../src/program/model';
import { Program } from '../../src/program/program';
import { cfnConfiguredTable, cfnTable } from '../support/l1';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

/*
 * When the program is walked through, and how long answers hold: before, in and after a synthesis.
 */

let app: App;
let creator: Stack;
let model: ProgramModel;

beforeEach(() => {
  app = new App();
  creator = stackIn('Creator');
  ({ model } = Program.of(app));
});

function stackIn(id: string): Stack {
  return new Stack(app, id, { env: { account: CREATOR, region: 'us-east-1' } });
}

function defined(scope: Construct = creator, collaborationName = 'reach'): Collaboration {
  return new Collaboration(scope, `Collaboration-${collaborationName}`, {
    collaborationName, creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
}

function imported(collaborationIdentifier: string, member: string): ICollaboration {
  return Collaboration.fromCollaborationAttributes(creator, 'Imported', { collaborationIdentifier, creatorAccountId: CREATOR, memberAccountIds: [member] });
}

function associated(membership: IMembership, configuredTableAssociationName: string): void {
  const scope = new Construct(creator, configuredTableAssociationName);
  new ConfiguredTableAssociation(scope, 'Association', {
    membership, configuredTable: cfnConfiguredTable(scope), configuredTableAssociationName, source: TableSource.glue(cfnTable(scope)),
  });
}

const cfnOf = (construct: { node: Construct['node'] }) => construct.node.defaultChild;
const accountsOf = (collaboration: ICollaboration) => model.collaboration(collaboration).accountIds();

describe('the walk through the program', () => {
  /** Counts how often the constructs of the program are walked through. */
  function countWalks(): () => number {
    let walks = 0;
    const { node } = new Construct(creator, 'Visited');
    Object.defineProperty(node, 'children', {
      get: () => {
        walks++;
        return [];
      },
    });
    return () => walks;
  }

  test('is taken once for all questions that are asked before the synthesis, as long as nothing is added', () => {
    const collaboration = defined();
    const membership = collaboration.addMembership('Membership');
    const walks = countWalks();
    for (let i = 0; i < 10; i++) {
      expect(accountsOf(collaboration)).toEqual([CREATOR, PARTNER]);
      expect(model.collaborationOf(membership)?.definition?.owner).toBe(collaboration);
    }
    expect(walks()).toBe(1);
  });

  test('is taken as often by an aspect that resolves all resources, however many there are', () => {
    const walksWith = (tables: number) => {
      app = new App();
      creator = stackIn('Creator');
      const walks = countWalks();
      const membership = defined().addMembership('Membership');
      Array.from({ length: tables }, (_, index) => associated(membership, `people${index}`));
      Aspects.of(app).add({
        visit: (node) => {
          if (CfnResource.isCfnResource(node)) Stack.of(node).resolve((node as unknown as { _toCloudFormation(): object })._toCloudFormation());
        },
      });
      app.synth();
      return walks();
    };
    expect(walksWith(6)).toBe(walksWith(2));
  });

  test.each<[string, (collaboration: Collaboration) => unknown, string[]]>([
    ['a resource', (collaboration) => new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER }), [CREATOR]],
    ['what an import says', ({ collaborationIdentifier }) => imported(collaborationIdentifier, THIRD),
      [CREATOR, PARTNER, THIRD]],
  ])('is taken again when %s is added', (_, add, accounts) => {
    const collaboration = defined();
    const walks = countWalks();
    expect(accountsOf(collaboration)).toEqual([CREATOR, PARTNER]);
    add(collaboration);
    expect(accountsOf(collaboration)).toEqual(accounts);
    expect(walks()).toBe(2);
  });

  test('finds at the synthesis what is left after something was removed', () => {
    const collaboration = defined();
    new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
    expect(accountsOf(collaboration)).toEqual([CREATOR]);
    creator.node.tryRemoveChild('Removal');
    model.index();
    expect(accountsOf(collaboration)).toEqual([CREATOR, PARTNER]);
  });
});

describe('after a synthesis', () => {
  const synthesize = (options: StageSynthesisOptions = {}) => app.synth({ skipValidation: true, ...options });

  test('questions are answered with what was added since', () => {
    defined();
    synthesize();
    const other = defined(creator, 'other');
    expect(accountsOf(other)).toEqual([CREATOR, PARTNER]);
    new MemberRemoval(creator, 'Removal', { collaboration: other, accountId: PARTNER });
    expect(accountsOf(other)).toEqual([CREATOR]);
  });

  test('questions are answered with values that were changed since', () => {
    const collaboration = defined();
    synthesize();
    (cfnOf(collaboration) as CfnCollaboration).members = [{ accountId: THIRD, displayName: 'Third', memberAbilities: [] }];
    expect(accountsOf(collaboration)).toEqual([CREATOR, THIRD]);
    synthesize({ force: true });
    (cfnOf(collaboration) as CfnCollaboration).members = [];
    expect(accountsOf(collaboration)).toEqual([CREATOR]);
    (cfnOf(collaboration) as CfnCollaboration).members = [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }];
    expect(accountsOf(collaboration)).toEqual([CREATOR, PARTNER]);
  });

  test('the same holds in a stage of the app', () => {
    const stage = new Stage(app, 'Stage');
    const stack = new Stack(stage, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
    defined(stack);
    synthesize();
    expect(Program.of(stack).model.collaboration(defined(stack, 'other')).accountIds()).toEqual([CREATOR, PARTNER]);
  });
});

describe('answers', () => {
  test('that are parts of another one are found once for it, while the program is being defined', () => {
    let count = 0;
    const ask = () => model.answer('whole', () => [1, 2, 3].map(() => model.answer('part', () => ++count)));
    expect([ask(), ask()]).toEqual([[1, 1, 1], [2, 2, 2]]);
  });

  test('are asked for again after one has failed', () => {
    const fails = () => model.answer('part', () => {
      throw new Error('failed');
    });
    expect(() => model.answer('whole', fails)).toThrow('failed');
    expect([1, 2].map((value) => model.answer('whole', () => value))).toEqual([1, 2]);
  });

  test('are found each time that they are asked for, while the program is being defined', () => {
    let count = 0;
    const ask = () => model.answer('count', () => ++count);
    expect([ask(), ask()]).toEqual([1, 2]);
    expect(model.resources(KnownResource.COLLABORATION)).toEqual([]);
    const collaboration = defined();
    expect(model.resources(KnownResource.COLLABORATION)).toHaveLength(1);
    expect(model.find(cfnOf(collaboration))).toBeDefined();
  });

  test('are found once for each synthesis', () => {
    let count = 0;
    const ask = () => model.answer('count', () => ++count);
    model.index();
    defined();
    expect([ask(), ask(), model.answer('other', () => ++count)]).toEqual([1, 1, 2]);
    expect(model.resources(KnownResource.COLLABORATION)).toEqual([]);
    model.index();
    expect(ask()).toBe(3);
    expect(model.resources(KnownResource.COLLABORATION)).toHaveLength(1);
  });

  test('are cached where there is none as well', () => {
    let count = 0;
    model.index();
    [1, 2].forEach(() => model.answer('nothing', () => void ++count));
    expect(count).toBe(1);
  });
});
