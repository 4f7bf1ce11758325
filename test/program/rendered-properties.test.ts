import { Aws, CfnParameter, CfnResource, CustomResource, Fn, Lazy, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import * as fc from 'fast-check';
import {
  booleanAt, intrinsicOf, overriddenProperties, renderedProperty, resolveKeepingReferences, textAt, textOrToken, textsAt, valueAt,
} from '../../src/program/rendered-properties';
import { cfnCollaboration } from '../support/l1';
import { PARTNER, stackOf } from '../support/stacks';

const MEMBER = { accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_QUERY'] };

describe('a rendered property', () => {
  test('has the keys of the template', () => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', {
      members: [{ ...MEMBER, mlMemberAbilities: { customMlMemberAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] } }],
      creatorMlMemberAbilities: { customMlMemberAbilities: [] },
      isMetricsEnabled: false,
    });
    expect(renderedProperty(collaboration, 'Members')).toEqual([{
      AccountId: PARTNER,
      DisplayName: 'Partner',
      MemberAbilities: ['CAN_QUERY'],
      MLMemberAbilities: { CustomMLMemberAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] },
    }]);
    expect(renderedProperty(collaboration, 'CreatorMLMemberAbilities')).toEqual({ CustomMLMemberAbilities: [] });
    expect(renderedProperty(collaboration, 'IsMetricsEnabled')).toBe(false);
    expect(renderedProperty(collaboration, 'Name')).toBe('collaboration');
  });

  test('is undefined where it is left out', () => {
    expect(renderedProperty(cfnCollaboration(stackOf()), 'Members')).toBeUndefined();
    expect(renderedProperty(new CfnResource(stackOf(), 'Resource', { type: 'AWS::Some::Type' }), 'Name')).toBeUndefined();
  });

  test('is what was last set on the L1', () => {
    const collaboration = cfnCollaboration(stackOf());
    collaboration.queryLogStatus = 'ENABLED';
    expect(renderedProperty(collaboration, 'QueryLogStatus')).toBe('ENABLED');
  });

  test('has lazy values produced, in lists, objects and texts', () => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', {
      name: `room-${Lazy.string({ produce: () => 'one' })}`,
      creatorMemberAbilities: Lazy.list({ produce: () => ['CAN_QUERY'] }),
      members: Lazy.any({ produce: () => [{ ...MEMBER, displayName: Lazy.string({ produce: () => 'Later' }) }] }),
      isMetricsEnabled: Lazy.any({ produce: () => true }),
    });
    expect(renderedProperty(collaboration, 'Name')).toBe('room-one');
    expect(renderedProperty(collaboration, 'CreatorMemberAbilities')).toEqual(['CAN_QUERY']);
    expect(renderedProperty(collaboration, 'Members')).toEqual([expect.objectContaining({ DisplayName: 'Later' })]);
    expect(renderedProperty(collaboration, 'IsMetricsEnabled')).toBe(true);
  });

  test('keeps a reference as a token that leads to its target', () => {
    const stack = stackOf();
    const collaboration = cfnCollaboration(stack);
    const membership = new CfnMembership(stack, 'Membership', {
      collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'DISABLED',
    });
    expect(targetOf(renderedProperty(membership, 'CollaborationIdentifier'))).toBe(collaboration);
  });

  test.each<[string, unknown, unknown]>([
    ['a function of CloudFormation', Fn.join('-', [Aws.REGION, 'room']), { 'Fn::Join': ['-', [{ Ref: 'AWS::Region' }, 'room']] }],
    ['a function with a condition', Fn.conditionIf('IsLarge', 'one', 'two'), { 'Fn::If': ['IsLarge', 'one', 'two'] }],
    ['a function that is written out', { 'Fn::If': ['IsLarge', 'one', 'two'] }, { 'Fn::If': ['IsLarge', 'one', 'two'] }],
    ['a reference that is written out', { Ref: 'Name' }, { Ref: 'Name' }],
    ['a lazy value that is a function', Lazy.any({ produce: () => ({ Ref: 'Name' }) }), { Ref: 'Name' }],
  ])('keeps %s as a token', (_, name, rendered) => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', { name: name as string });
    const property = renderedProperty(collaboration, 'Name');
    expect(Token.isUnresolved(property)).toBe(true);
    expect(collaboration.stack.resolve(property)).toEqual(rendered);
  });

  test('keeps a list that only CloudFormation knows as a token', () => {
    const stack = stackOf();
    const regions = new CfnParameter(stack, 'Regions', { type: 'CommaDelimitedList' }).valueAsList;
    const property = renderedProperty(cfnCollaboration(stack, 'Collaboration', { allowedResultRegions: regions }), 'AllowedResultRegions');
    expect(Token.isUnresolved(property)).toBe(true);
    expect(stack.resolve(property)).toEqual({ Ref: 'Regions' });
    const split = Fn.split(',', Aws.REGION);
    expect(renderedProperty(cfnCollaboration(stack, 'Split', { allowedResultRegions: split }), 'AllowedResultRegions')).toEqual(split);
    const none = Lazy.list({ produce: () => undefined });
    expect(renderedProperty(cfnCollaboration(stack, 'None', { allowedResultRegions: none }), 'AllowedResultRegions')).toBeUndefined();
  });

  test('keeps JSON with references in it as a token, and reads JSON without any', () => {
    const stack = stackOf();
    const [room, other] = [cfnCollaboration(stack), cfnCollaboration(stack, 'Other')];
    room.description = stack.toJsonString({ other: other.attrArn, region: stack.region });
    other.description = stack.toJsonString({ region: Lazy.string({ produce: () => 'us-east-1' }) });

    expect(stack.resolve(renderedProperty(room, 'Description'))).toEqual(
      { 'Fn::Join': ['', ['{"other":"', { 'Fn::GetAtt': ['Other', 'Arn'] }, '","region":"us-east-1"}']] });
    expect(Token.isUnresolved(renderedProperty(room, 'Description'))).toBe(true);
    expect(renderedProperty(other, 'Description')).toBe('{"region":"us-east-1"}');
  });

  test('has the error of a lazy value that throws', () => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', { name: Lazy.string({ produce: () => { throw new Error('no name yet'); } }) });
    expect(() => renderedProperty(collaboration, 'Name')).toThrow('no name yet');
  });

  test('keeps an object that looks like a function with others beside it', () => {
    const resource = new CfnResource(stackOf(), 'Resource', { type: 'AWS::Some::Type', properties: { Value: { 'Ref': 'Name', 'Fn::If': 1 }, Refs: { Refs: 1 } } });
    expect(renderedProperty(resource, 'Value')).toEqual({ 'Ref': 'Name', 'Fn::If': 1 });
    expect(renderedProperty(resource, 'Refs')).toEqual({ Refs: 1 });
  });

  test('is read from a resource that has no L1 of its own as it was given', () => {
    const stack = stackOf();
    const custom = new CustomResource(stack, 'Custom', { serviceToken: 'arn', properties: { Name: 'people', Tables: ['a'], camelCase: { inner: null } } });
    const resource = custom.node.defaultChild as CfnResource;
    expect(renderedProperty(resource, 'Name')).toBe('people');
    expect(renderedProperty(resource, 'Tables')).toEqual(['a']);
    expect(renderedProperty(resource, 'camelCase')).toEqual({ inner: null });

    const written = new CfnResource(stack, 'Resource', { type: 'AWS::Some::Type', properties: { Name: { Ref: 'Name' } } });
    expect(Token.isUnresolved(renderedProperty(written, 'Name'))).toBe(true);
  });
});

describe('an override', () => {
  const overridden = (override: (collaboration: CfnCollaboration) => void, name = 'Members') => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', { members: [MEMBER], isMetricsEnabled: false });
    override(collaboration);
    return renderedProperty(collaboration, name);
  };

  test.each<[string, (collaboration: CfnCollaboration) => void, string, unknown]>([
    ['takes the place of a value', (cfn) => cfn.addPropertyOverride('IsMetricsEnabled', true), 'IsMetricsEnabled', true],
    ['adds what was left out', (cfn) => cfn.addPropertyOverride('JobLogStatus', 'ENABLED'), 'JobLogStatus', 'ENABLED'],
    ['by addOverride counts as well', (cfn) => cfn.addOverride('Properties.JobLogStatus', 'ENABLED'), 'JobLogStatus', 'ENABLED'],
    ['takes the place of a list', (cfn) => cfn.addPropertyOverride('Members', []), 'Members', []],
    ['deletes a value', (cfn) => cfn.addPropertyDeletionOverride('IsMetricsEnabled'), 'IsMetricsEnabled', undefined],
    ['of another property changes nothing', (cfn) => cfn.addPropertyOverride('Name', 'other'), 'IsMetricsEnabled', false],
    ['of another part of the resource changes nothing', (cfn) => cfn.addOverride('DeletionPolicy', 'Retain'), 'IsMetricsEnabled', false],
    ['reaches into a list', (cfn) => cfn.addPropertyOverride('Members.0.DisplayName', 'Other'), 'Members',
      [{ AccountId: PARTNER, DisplayName: 'Other', MemberAbilities: ['CAN_QUERY'] }]],
    ['deletes what is in a list', (cfn) => cfn.addPropertyDeletionOverride('Members.0.DisplayName'), 'Members',
      [{ AccountId: PARTNER, MemberAbilities: ['CAN_QUERY'] }]],
    ['deletes a member of a list, whose place the next one takes', (cfn) => {
      cfn.members = [MEMBER, { accountId: '3', displayName: 'Third' }];
      cfn.addPropertyDeletionOverride('Members.0');
    }, 'Members', [{ AccountId: '3', DisplayName: 'Third' }]],
    ['deletes a member of a list and changes another one, each by the place that it had', (cfn) => {
      cfn.members = [MEMBER, { accountId: '3', displayName: 'Third' }];
      cfn.addPropertyDeletionOverride('Members.0');
      cfn.addPropertyOverride('Members.1.DisplayName', 'Other');
    }, 'Members', [{ AccountId: '3', DisplayName: 'Other' }]],
    ['leaves nothing where the last member of a list goes', (cfn) => cfn.addPropertyDeletionOverride('Members.0'), 'Members', undefined],
    ['adds to a list', (cfn) => cfn.addPropertyOverride('Members.1.AccountId', '3'), 'Members',
      [{ AccountId: PARTNER, DisplayName: 'Partner', MemberAbilities: ['CAN_QUERY'] }, { AccountId: '3' }]],
    ['makes an object where there was none', (cfn) => cfn.addPropertyOverride('CreatorPaymentConfiguration.QueryCompute.IsResponsible', true),
      'CreatorPaymentConfiguration', { QueryCompute: { IsResponsible: true } }],
    ['makes an object where there was a text', (cfn) => cfn.addPropertyOverride('Name.Inner', 'x'), 'Name', { Inner: 'x' }],
    ['leaves nothing where the last part goes', (cfn) => {
      cfn.dataEncryptionMetadata = { allowCleartext: true } as never;
      cfn.addPropertyDeletionOverride('DataEncryptionMetadata.AllowCleartext');
    }, 'DataEncryptionMetadata', undefined],
    ['has lazy values produced', (cfn) => cfn.addPropertyOverride('JobLogStatus', Lazy.string({ produce: () => 'ENABLED' })), 'JobLogStatus', 'ENABLED'],
    ['can be null', (cfn) => cfn.addPropertyOverride('JobLogStatus', null), 'JobLogStatus', null],
    ['takes the place of a token', (cfn) => {
      cfn.members = Token.asAny({ Ref: 'Members' });
      cfn.addPropertyOverride('Members.0.AccountId', PARTNER);
    }, 'Members', { 0: { AccountId: PARTNER } }],
  ])('%s', (_, override, name, expected) => {
    expect(overridden(override, name)).toEqual(expected);
  });

  test.each([{ 'Fn::If': ['IsLarge', true, false] }, Fn.conditionIf('IsLarge', true, false)])('can be a function of CloudFormation, which is a token: %j', (value) => {
    expect(Token.isUnresolved(overridden((cfn) => cfn.addPropertyOverride('IsMetricsEnabled', value), 'IsMetricsEnabled'))).toBe(true);
  });

  test('is written as it was given, and does not change the L1', () => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', { members: [MEMBER] });
    expect(overriddenProperties(collaboration)).toBeUndefined();
    collaboration.addPropertyOverride('Members.0.DisplayName', 'Other');
    renderedProperty(collaboration, 'Members');
    expect(overriddenProperties(collaboration)).toEqual({ Members: { 0: { DisplayName: 'Other' } } });
    expect(collaboration.members).toEqual([MEMBER]);
  });
});

test('whatever is overridden, a rendered property is that of the template', () => {
  const leaf = fc.oneof(fc.constantFrom('ENABLED', true, 0, null, undefined), fc.constant([]), fc.constant(['a']));
  const path = fc.array(fc.constantFrom('QueryCompute', 'JobCompute', 'IsResponsible'), { maxLength: 3 });
  fc.assert(fc.property(fc.array(fc.tuple(path, leaf), { maxLength: 4 }), fc.boolean(), (overrides, hasPayment) => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', {
      creatorPaymentConfiguration: hasPayment ? { queryCompute: { isResponsible: true }, jobCompute: { isResponsible: false } } : undefined,
    });
    overrides.forEach(([keys, value]) => collaboration.addPropertyOverride(['CreatorPaymentConfiguration', ...keys].join('.'), value));

    const { Resources: { Collaboration: { Properties } } } = collaboration.stack.resolve(collaboration._toCloudFormation());
    // An object from which overrides took all that it had stays in some templates as one that says nothing, and is absent here.
    const json = (value: unknown) => value === undefined || isEmptyObject(value) ? undefined : JSON.parse(JSON.stringify(value));
    expect(json(renderedProperty(collaboration, 'CreatorPaymentConfiguration'))).toEqual(json(Properties.CreatorPaymentConfiguration));
  }), { numRuns: 200 });
});

test('whatever is overridden in a list, a rendered property is that of the template', () => {
  const place = fc.integer({ min: 0, max: 2 });
  const change = fc.tuple(place, fc.constantFrom('', '.DisplayName', '.MemberAbilities.0', '.PaymentConfiguration.QueryCompute'), fc.constantFrom('x', undefined));
  fc.assert(fc.property(fc.array(change, { maxLength: 4 }), place, (overrides, count) => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', { members: Array.from({ length: count }, () => MEMBER) });
    overrides.filter(([, path, value]) => path || value === undefined)
      .forEach(([index, path, value]) => collaboration.addPropertyOverride(`Members.${index}${path}`, value));

    const rendered = renderedProperty(collaboration, 'Members');
    expect(rendered).toEqual(Template.fromStack(collaboration.stack).toJSON().Resources.Collaboration.Properties.Members);
  }), { numRuns: 100 });
});

describe('a resolved value', () => {
  const scope = cfnCollaboration(stackOf());

  test('keeps references and what only CloudFormation knows', () => {
    const [reference, condition] = [scope.attrArn, Fn.conditionIf('IsLarge', 1, 2)];
    const resolved = resolveKeepingReferences(scope, { list: [reference, Lazy.any({ produce: () => 1 })], condition });
    expect(resolved).toEqual({ list: [expect.anything(), 1], condition: expect.anything() });
    expect(targetOf(valueAt<string[]>(resolved, 'list')![0])).toBe(scope);
    expect((resolved as { condition: unknown }).condition).toBe(condition);
  });

  test('is undefined where there is none, and keeps what is empty', () => {
    expect(resolveKeepingReferences(scope, undefined)).toBeUndefined();
    expect(resolveKeepingReferences(scope, [])).toEqual([]);
    expect(resolveKeepingReferences(scope, {})).toEqual({});
  });
});

describe('the value at a path', () => {
  test.each<[string, unknown, (string | number)[], unknown]>([
    ['is the value itself where the path is empty', 'a', [], 'a'],
    ['is found in objects and lists', { list: [{ key: 1 }] }, ['list', 0, 'key'], 1],
    ['can be false', { key: false }, ['key'], false],
    ['is undefined where it is absent', {}, ['key'], undefined],
    ['is undefined where what it lies in is absent', {}, ['key', 'inner'], undefined],
    ['is undefined in null', { key: null }, ['key', 'inner'], undefined],
    ['is undefined where it is null', null, [], undefined],
    ['is undefined where it is a token', { key: Aws.REGION }, ['key'], undefined],
    ['is undefined where it lies in a token', { key: Token.asAny({ inner: 1 }) }, ['key', 'inner'], undefined],
  ])('%s', (_, value, path, expected) => {
    expect(valueAt(value, ...path)).toEqual(expected);
  });
});

test.each<[string, unknown, boolean | undefined]>([
  ['true', true, true], ['false', false, false], ['the text true', 'true', true], ['the text false', 'false', false],
  ['nothing where it is left out', undefined, undefined], ['nothing where it is a token', Token.asAny({ Ref: 'IsOn' }), undefined],
])('the boolean at a path is %s', (_, value, expected) => {
  expect(booleanAt({ Part: [{ IsOn: value }] }, 'Part', 0, 'IsOn')).toBe(expected);
  expect(booleanAt(value)).toBe(expected);
});

const TOKEN = Token.asAny({ Ref: 'Unknown' });

test.each<[string, unknown, string | undefined]>([
  ['a text', 'text', 'text'], ['that of a number', 7, '7'], ['nothing where it is left out', undefined, undefined], ['nothing where it is null', null, undefined],
  ['nothing where it is a token', TOKEN, undefined], ['nothing where it has a token', Token.asString(TOKEN), undefined],
  ['nothing where it is a list', ['text'], undefined], ['nothing where it is an object', {}, undefined],
])('the text at a path is %s', (_, value, expected) => {
  expect(textAt({ Part: [value] }, 'Part', 0)).toBe(expected);
});

test.each<[string, unknown, string[] | undefined]>([
  ['texts', ['text', 7], ['text', '7']], ['none', [], []], ['tokens as well', [Token.asString(TOKEN)], [Token.asString(TOKEN)]],
  ['nothing where the list is left out', undefined, undefined], ['nothing where it is a token', TOKEN, undefined],
  ['nothing where it is a text', 'text', undefined], ['nothing where one of them is no text', ['text', {}], undefined],
])('the texts in the list at a path are %s', (_, value, expected) => {
  expect(textsAt({ Part: value }, 'Part')).toEqual(expected);
});

test('a token is a text that resolves to the same', () => {
  expect(new Stack().resolve(textOrToken(TOKEN))).toEqual({ Ref: 'Unknown' });
});

test('the function that a token stands for has its references as tokens', () => {
  const stack = new Stack();
  const collaboration = cfnCollaboration(stack);
  const select = Tokenization.reverseString(Fn.select(1, Fn.split('/', collaboration.attrArn))).firstToken!;

  const intrinsic = intrinsicOf(stack, select);
  expect(valueAt(intrinsic, 'Fn::Select', 0)).toBe(1);
  const [, { 'Fn::Split': [separator, arn] }] = (intrinsic as { 'Fn::Select': [number, { 'Fn::Split': [string, unknown] }] })['Fn::Select'];
  expect(separator).toBe('/');
  expect(targetOf(arn)).toBe(collaboration);
});

/** The resource that a token refers to. */
function targetOf(token: unknown): unknown {
  const reference = typeof token === 'string' ? Tokenization.reverse(token) : token;
  return Reference.isReference(reference) ? reference.target : undefined;
}

function isEmptyObject(value: unknown): boolean {
  return JSON.stringify(value) === '{}';
}
