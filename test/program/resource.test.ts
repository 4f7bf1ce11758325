import { App, Aws, CfnCondition, CfnParameter, CfnResource, CustomResource, Fn, Lazy, NestedStack, ScopedAws, Stack, Token } from 'aws-cdk-lib';
import { CfnAnalysisTemplate, CfnIdMappingTable, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Construct } from 'constructs';
import { Collaboration, MemberRemoval } from '../../src';
import { resolveWithPaths } from '../../src/foundation/own-references';
import { ProgramResource, keyOf } from '../../src/program/resource';
import { cfnCollaboration, cfnMembership } from '../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf } from '../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';

describe('a resource of the program', () => {
  test('has the type, the stack and the account of its L1', () => {
    const cfn = cfnCollaboration(stackOf(PARTNER));
    const resource = new ProgramResource(cfn);
    expect([resource.cfn, resource.type, resource.stack, resource.account]).toEqual([cfn, 'AWS::CleanRooms::Collaboration', cfn.stack, PARTNER]);
  });

  test.each<[string, (stack: Stack) => CfnResource, string]>([
    ['an L1', (stack) => cfnCollaboration(stack), 'Stack/Collaboration'],
    ['an L2', (stack) => new Collaboration(stack, 'Room', { creator: { displayName: 'Creator' } }).node.defaultChild as CfnResource, 'Stack/Room'],
    ['an L2 that is the default child of another construct', (stack) =>
      new Collaboration(new Construct(stack, 'Around'), 'Default', { creator: { displayName: 'Creator' } }).node.defaultChild as CfnResource, 'Stack/Around/Default'],
    ['an L1 inside of another construct', (stack) => cfnCollaboration(new Construct(stack, 'Around')), 'Stack/Around/Collaboration'],
    ['a construct over a custom resource', (stack) => {
      const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', ID);
      const removal = new MemberRemoval(stack, 'Removal', { collaboration, accountId: PARTNER });
      return removal.node.defaultChild!.node.defaultChild as CfnResource;
    }, 'Stack/Removal'],
    ['a custom resource', (stack) => new CustomResource(stack, 'Custom', { serviceToken: 'arn' }).node.defaultChild as CfnResource, 'Stack/Custom'],
  ])('has the path of what the user defined: %s', (_, make, path) => {
    const resource = new ProgramResource(make(stackOf()));
    expect(resource.path).toBe(path);
    expect(resource.owner.node.path).toBe(path);
  });

  test('can depend on a condition', () => {
    const cfn = cfnCollaboration(stackOf());
    expect(new ProgramResource(cfn).isUnconditional).toBe(true);
    cfn.cfnOptions.condition = new CfnCondition(cfn.stack, 'Condition');
    expect(new ProgramResource(cfn).isUnconditional).toBe(false);
    cfn.addDeletionOverride('Condition');
    expect(new ProgramResource(cfn).isUnconditional).toBe(true);
    cfn.addOverride('Condition', 'Other');
    expect(new ProgramResource(cfn).isUnconditional).toBe(false);
  });

  test('depends on the conditions of the nested stacks that it is in', () => {
    const outer = new NestedStack(stackOf(), 'Outer');
    const resource = new ProgramResource(cfnCollaboration(new NestedStack(outer, 'Inner')));
    expect(resource.isUnconditional).toBe(true);
    outer.nestedStackResource!.addOverride('Condition', 'Other');
    expect(resource.isUnconditional).toBe(false);
  });

  test('has properties, and the values in them where they are known', () => {
    const resource = new ProgramResource(cfnCollaboration(stackOf(), 'Collaboration', {
      name: Aws.REGION, members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }],
    }));
    expect(resource.value('Members', 0, 'AccountId')).toBe(PARTNER);
    expect(resource.value('Name')).toBeUndefined();
    expect(Token.isUnresolved(resource.property('Name'))).toBe(true);
    expect(resource.property('JobLogStatus')).toBeUndefined();
  });

  test('has a name that is known at synthesis, or none', () => {
    const named = (name: string) => new ProgramResource(cfnCollaboration(stackOf(), 'Collaboration', { name }));
    expect(named('reach').knownName).toBe('reach');
    for (const name of [Aws.REGION, `reach-${Aws.REGION}`, '{{resolve:ssm:name}}']) expect(named(name).knownName).toBeUndefined();
    expect(new ProgramResource(cfnMembership(stackOf())).knownName).toBeUndefined();
  });

  test('has texts, each of which can be a token', () => {
    const resource = new ProgramResource(cfnCollaboration(stackOf(), 'Collaboration', {
      allowedResultRegions: ['us-east-1', Aws.REGION], members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_QUERY'] }],
    }));
    expect(resource.texts('AllowedResultRegions')).toEqual(['us-east-1', expect.any(String)]);
    expect(resource.texts('Members', 0, 'MemberAbilities')).toEqual(['CAN_QUERY']);
    expect([resource.texts('Name'), resource.texts('Tags')]).toEqual([undefined, undefined]);
    expect([resource.text('Members', 0, 'DisplayName'), resource.text('Members')]).toEqual(['Partner', undefined]);
  });

  test('names other resources by their keys', () => {
    const stack = stackOf();
    const collaboration = cfnCollaboration(stack);
    const membership = new ProgramResource(cfnMembership(stack, collaboration.ref));
    expect(membership.key('CollaborationIdentifier')).toBe(collaboration);
    expect(membership.key('JobLogStatus')).toBeUndefined();
    expect(new ProgramResource(cfnMembership(new Construct(stack, 'Other'), ID)).key('CollaborationIdentifier')).toBe(ID);
  });
});

describe('the key of', () => {
  test('an identifier is the identifier', () => {
    expect(keyOf(stackOf(), ID)).toBe(ID);
    expect(keyOf(stackOf(), 7)).toBe('7');
  });

  test('every attribute of a resource is the resource', () => {
    const collaboration = cfnCollaboration(stackOf());
    const attributes = [collaboration.ref, collaboration.attrArn, collaboration.attrCollaborationIdentifier, collaboration.getAtt('Arn')];
    expect(attributes.map((attribute) => keyOf(collaboration, attribute) === collaboration)).toEqual([true, true, true, true]);
  });

  describe('an attribute that names something else', () => {
    const setup = (membershipIdentifier?: string) => {
      const collaboration = cfnCollaboration(stackOf());
      const membership = cfnMembership(collaboration.stack, collaboration.attrCollaborationIdentifier);
      const table = new CfnIdMappingTable(collaboration.stack, 'Table', {
        name: 'ids',
        membershipIdentifier: membershipIdentifier ?? membership.attrMembershipIdentifier,
        inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
      });
      return { collaboration, membership, table };
    };
    const idIn = (arn: string) => Fn.select(1, Fn.split('/', arn));

    test('is the collaboration of a membership, and of what belongs to one', () => {
      const { collaboration, membership, table } = setup();
      const arns = [membership.attrCollaborationArn, table.attrCollaborationArn];
      for (const attribute of [...arns, ...arns.map(idIn), table.attrCollaborationIdentifier]) {
        expect(keyOf(membership, attribute)).toBe(collaboration);
      }
    });

    test('is the membership of what belongs to one', () => {
      const { membership, table } = setup();
      expect(keyOf(table, table.attrMembershipArn)).toBe(membership);
      expect(keyOf(table, idIn(table.attrMembershipArn))).toBe(membership);
      expect(keyOf(table, table.attrIdMappingTableIdentifier)).toBe(table);
    });

    test('is what a membership that is imported or looked up names', () => {
      const { table } = setup(ID);
      expect(keyOf(table, table.attrMembershipArn)).toBe(ID);
      const lookup = new CfnResource(table.stack, 'Lookup', { type: 'Custom::CleanRoomsMembershipLookup', properties: { CollaborationIdentifier: ID } });
      const other = setup(lookup.getAtt('MembershipIdentifier').toString()).table;
      expect(keyOf(other, other.attrCollaborationIdentifier)).toBe(ID);
    });

    test('is the attribute where nothing is known of that', () => {
      const { membership, table } = setup(ID);
      expect(keyOf(table, table.attrCollaborationArn)).toBe('Stack/Table.CollaborationArn');
      expect(keyOf(table, idIn(table.attrCollaborationArn))).toBe('Stack/Table.CollaborationArn');
      expect(keyOf(table, Fn.select(3, Fn.split('/', table.attrMembershipArn)))).toContain('Fn::Select');
      expect(keyOf(membership, membership.attrCollaborationCreatorAccountId)).toBe('Stack/Membership.CollaborationCreatorAccountId');
    });

    test('is the resource where the resource is of no clean room', () => {
      const resource = new CfnResource(stackOf(), 'Resource', { type: 'AWS::Some::Type' });
      expect(keyOf(resource, resource.getAtt('CollaborationArn'))).toBe(resource);
    });
  });

  test('a parameter is the parameter', () => {
    const parameter = new CfnParameter(stackOf(), 'Parameter');
    expect(keyOf(parameter.stack, parameter.valueAsString)).toBe(parameter);
  });

  test('a pseudo parameter of a stack is the parameter of that stack, one other than its others', () => {
    const [one, two] = ['One', 'Two'].map((id) => new Stack(new App(), id));
    const keys = [new ScopedAws(one), new ScopedAws(two)].flatMap(({ accountId, region }) => [accountId, region].map((each) => keyOf(one, each)));
    expect(keys).toEqual(['One.AWS::AccountId', 'One.AWS::Region', 'Two.AWS::AccountId', 'Two.AWS::Region']);
  });

  test.each(['Custom::Finder', 'Custom::CleanRoomsMembersJoined', 'Custom::CleanRoomsMembershipLookupOther', 'AWS::CloudFormation::CustomResource'])(
    'an attribute of a custom resource is the attribute: %s', (type) => {
      const resource = new CfnResource(stackOf(), 'Custom', { type });
      expect(keyOf(resource, resource.getAtt('One'))).toBe('Stack/Custom.One');
      expect(keyOf(resource, resource.getAtt('Two').toString())).toBe('Stack/Custom.Two');
    });

  test.each(['AWS::CloudFormation::StackSet', 'AWS::CloudFormation::CustomResources', 'Other::Custom::Resource'])(
    'an attribute of a resource that only looks like one is the resource: %s', (type) => {
      const resource = new CfnResource(stackOf(), 'Resource', { type });
      expect(keyOf(resource, resource.getAtt('One'))).toBe(resource);
    });

  test('whatever a lookup of this library finds is the lookup', () => {
    const lookup = new CfnResource(stackOf(), 'Lookup', { type: 'Custom::CleanRoomsMembershipLookup' });
    expect(keyOf(lookup, lookup.getAtt('MembershipIdentifier'))).toBe(lookup);
  });

  test('an output of a nested stack is the output', () => {
    const stack = stackOf();
    const nested = new NestedStack(stack, 'Nested');
    const resource = nested.nestedStackResource!;
    expect(keyOf(stack, resource.getAtt('Outputs.One'))).toBe(`${resource.node.path}.Outputs.One`);
  });

  test('a lazy value is that of what it produces', () => {
    const collaboration = cfnCollaboration(stackOf());
    const lookup = new CfnResource(collaboration.stack, 'Lookup', { type: 'Custom::CleanRoomsMembershipLookup' });
    const exported = Fn.importValue('Collaboration');
    const keyOfLazy = (produced: string) => keyOf(collaboration, Lazy.string({ produce: () => produced }));
    expect(keyOf(collaboration, Token.asString(collaboration.getAtt('Arn')))).toBe(collaboration);
    expect(keyOfLazy(collaboration.attrCollaborationIdentifier)).toBe(collaboration);
    expect(keyOfLazy(lookup.getAtt('MembershipIdentifier').toString())).toBe(lookup);
    expect(keyOfLazy(Lazy.string({ produce: () => collaboration.ref }))).toBe(collaboration);
    expect(keyOfLazy(ID)).toBe(ID);
    expect(keyOfLazy(exported)).toBe(keyOf(collaboration, exported));
  });

  test('a value that only CloudFormation knows is its text in one environment, and another one in others', () => {
    const app = new App();
    const stackIn = (id: string, region?: string) => new Stack(app, id, { env: region ? { account: CREATOR, region } : undefined });
    const [here, there, elsewhere, anywhere] = [stackIn('Here', 'us-east-1'), stackIn('There', 'us-east-1'), stackIn('Elsewhere', 'eu-west-1'), stackIn('Anywhere')];
    const exported = Fn.importValue('Collaboration');
    expect(keyOf(here, exported)).toBe(`aws://${CREATOR}/us-east-1 {"Fn::ImportValue":"Collaboration"}`);
    expect(keyOf(there, exported)).toBe(keyOf(here, exported));
    expect(keyOf(elsewhere, exported)).toBe(`aws://${CREATOR}/eu-west-1 {"Fn::ImportValue":"Collaboration"}`);
    expect(keyOf(anywhere, exported)).toBe('Anywhere {"Fn::ImportValue":"Collaboration"}');
    expect(keyOf(here, `${Aws.REGION}-x`)).toBe(`aws://${CREATOR}/us-east-1 {"Fn::Join":["",[{"Ref":"AWS::Region"},"-x"]]}`);
    expect(keyOf(here, `${Aws.ACCOUNT_ID}-${exported}`)).toBe(keyOf(there, `${Aws.ACCOUNT_ID}-${exported}`));
  });

  test.each<[string, unknown]>([
    ['the id of a resource', Fn.ref('Membership')], ['an attribute', Fn.getAtt('Room', 'CollaborationIdentifier').toString()],
    ['an attribute in an override', Token.asString({ 'Fn::GetAtt': 'Room.CollaborationIdentifier' })], ['a text with one', Fn.sub('${Room.Arn}/x')],
    ['a part of one', Fn.select(1, Fn.split('/', Fn.ref('Arn')))], ['an entry of a mapping', Fn.findInMap('Map', 'One', 'Two')],
    ['a choice of a condition', Fn.conditionIf('IsLarge', 'one', 'two')], ['the name of the stack', Aws.STACK_NAME],
  ])('what is of a stack is another thing in each stack: %s', (_, identifier) => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id, { env: { account: CREATOR, region: 'us-east-1' } }));
    expect(keyOf(one, identifier)).toMatch(/^One /);
    expect(keyOf(two, identifier)).toMatch(/^Two /);
    expect(keyOf(new Construct(one, 'Deep'), identifier)).toBe(keyOf(one, identifier));
  });

  test('a text with a reference is the same in all stacks, before and after references are resolved', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id, { env: { account: CREATOR, region: 'us-east-1' } }));
    const identifier = `x-${cfnMembership(one).attrMembershipIdentifier}`;
    new CfnResource(two, 'User', { type: 'AWS::Some::Type', properties: { Value: identifier } });
    const before = keyOf(two, identifier);
    app.synth();
    expect([keyOf(two, identifier), keyOf(one, identifier)]).toEqual([before, before]);
    expect(before).toContain('x-One/Membership.MembershipIdentifier');
  });
});

describe('an id that is cut out of an ARN', () => {
  const part = (arn: string, index: number, separator = '/') => Fn.select(index, Fn.split(separator, arn));

  function template(stack: Stack, membershipIdentifier: string): CfnAnalysisTemplate {
    return new CfnAnalysisTemplate(stack, 'Template', { membershipIdentifier, name: 'reach', format: 'SQL', source: { text: 'SELECT 1' } });
  }

  test('of a membership is the membership', () => {
    const membership = cfnMembership(stackOf());
    expect(keyOf(membership, part(membership.attrArn, 1))).toBe(membership);
  });

  test('of what belongs to a membership is the membership first, then the thing', () => {
    const membership = cfnMembership(stackOf());
    const { attrArn } = template(membership.stack, membership.attrMembershipIdentifier);
    expect(keyOf(membership, part(attrArn, 1))).toBe(membership);
    expect(keyOf(membership, part(attrArn, 3))).toBe(membership.stack.node.findChild('Template'));
    expect(keyOf(membership, Token.asString({ 'Fn::Select': ['3', { 'Fn::Split': ['/', attrArn] }] }))).toBe(membership.stack.node.findChild('Template'));
  });

  test('of the Ref of an L1 in a membership is that of the L1 first, and then that of the membership', () => {
    const membership = cfnMembership(stackOf());
    const made = template(membership.stack, membership.ref);
    expect(keyOf(membership, made.analysisTemplateRef.analysisTemplateIdentifier)).toBe(made);
    expect(keyOf(membership, made.analysisTemplateRef.membershipIdentifier)).toBe(membership);
    expect(keyOf(membership, part(made.ref, 2, '|'))).toContain('Fn::Select');
  });

  test('that a lazy value produces is that of the ARN', () => {
    const membership = cfnMembership(stackOf());
    const lazy = (arn: string) => Lazy.string({ produce: () => arn });
    expect(keyOf(membership, part(lazy(membership.attrArn), 1))).toBe(membership);
    expect(keyOf(membership, lazy(part(membership.attrArn, 1)))).toBe(membership);
    expect(keyOf(membership, part(lazy(`arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${ID}`), 1))).toBe(ID);
  });

  test('of what belongs to an imported membership is its id', () => {
    const stack = stackOf();
    expect(keyOf(stack, part(template(stack, ID).attrArn, 1))).toBe(ID);
  });

  test('of an attribute of a custom resource is that attribute', () => {
    const resource = new CfnResource(stackOf(), 'Custom', { type: 'Custom::CleanRoomsMembersJoined' });
    expect(keyOf(resource, part(resource.getAtt('MembershipArn1').toString(), 1))).toBe('Stack/Custom.MembershipArn1');
  });

  test('of a parameter is the parameter', () => {
    const parameter = new CfnParameter(stackOf(), 'Arn');
    expect(keyOf(parameter.stack, part(parameter.valueAsString, 1))).toBe(parameter);
  });

  test.each<[string, (membership: CfnMembership) => string]>([
    ['another part of the ARN', ({ attrArn }) => part(attrArn, 0)],
    ['a fourth part of what belongs to nothing', ({ attrArn }) => part(attrArn, 3)],
    ['a third part of what belongs to a membership', ({ stack, attrArn }) => part(template(stack, attrArn).attrArn, 2)],
    ['a part between other separators', ({ attrArn }) => part(attrArn, 1, ':')],
    ['a part of what is no reference', () => part(Fn.importValue('Arn'), 1)],
    ['a part of a text with a reference in it', ({ attrArn }) => part(`${attrArn}/more`, 1)],
    ['a part of a list that is written out', () => Token.asString({ 'Fn::Select': [1, { Ref: 'List' }] })],
    ['a part of what is split by no text', () => Token.asString({ 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] })],
  ])('is nothing but its text where it is %s', (_, identifierOf) => {
    const membership = cfnMembership(agnosticStack());
    const identifier = identifierOf(membership);
    expect(keyOf(membership, identifier)).toBe(`Stack ${JSON.stringify(resolveWithPaths(membership.stack, identifier))}`);
  });
});

