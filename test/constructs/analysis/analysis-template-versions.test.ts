import { App, Aspects, CfnOutput, CfnResource, NestedStack, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import {
  AnalysisParameterType, AnalysisSource, AnalysisTemplate, ConfiguredTableAssociation, MemberAbility, Membership, SyntheticDataColumnType,
} from '../../../src';
import type { AnalysisTemplateProps } from '../../../src';
import { MEMBERSHIP_ID, TEMPLATE_TYPE, membershipWith, pySpark, resourceIn, scripts, template, warningsFor } from '../../support/analysis-templates';
import { cfnConfiguredTable } from '../../support/l1';
import { CREATOR, agnosticStack, stackOf, synthesized, warningsIn } from '../../support/stacks';

test('SQL with the name of an association changes when the association is renamed', () => {
  const versionOver = (configuredTableAssociationName: string) => {
    const stack = stackOf();
    const membership = Membership.fromMembershipIdentifier(stack, 'Owner', MEMBERSHIP_ID);
    const purchases = new ConfiguredTableAssociation(stack, 'Association', {
      membership, configuredTable: cfnConfiguredTable(stack), configuredTableAssociationName, role: Role.fromRoleName(stack, 'Reader', 'reader'),
    });
    template(stack, { source: AnalysisSource.sql(`SELECT COUNT(*) FROM ${purchases.configuredTableAssociationName}`) });
    return resourceIn(stack).Properties;
  };
  const [before, after] = [versionOver('purchases'), versionOver('orders')];

  expect([before, after].map(({ Source }) => Source)).toEqual([{ Text: 'SELECT COUNT(*) FROM purchases' }, { Text: 'SELECT COUNT(*) FROM orders' }]);
  expect(after.Name).not.toBe(before.Name);
});

describe('a new version of a template', () => {
  const versionOf = (props: Partial<AnalysisTemplateProps>) => {
    const stack = stackOf();
    template(stack, props);
    const [[logicalId, { Properties }]] = Object.entries(Template.fromStack(stack).findResources(TEMPLATE_TYPE));
    return { logicalId, name: Properties.Name as string };
  };
  const ONE = AnalysisSource.sql('SELECT 1');
  const TWO = AnalysisSource.sql('SELECT 2');
  const SYNTHETIC_DATA = {
    epsilon: 1,
    maxMembershipInferenceAttackScore: 0.6,
    columns: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: SyntheticDataColumnType.NUMERICAL })),
  };

  test('is another resource with another name, so that it is created before the old one is deleted', () => {
    const [one, two] = [versionOf({ source: ONE }), versionOf({ source: TWO })];

    expect(one.name).toMatch(/^Stack_Reach_[0-9A-F]{8}_[0-9a-f]{8}$/);
    expect(two.name).not.toBe(one.name);
    expect(two.logicalId).not.toBe(one.logicalId);
    expect(two.name.slice(0, -8)).toBe(one.name.slice(0, -8));
  });

  test.each<[string, Partial<AnalysisTemplateProps>]>([
    ['parameters', { source: AnalysisSource.sql('SELECT 1', { parameters: { a: { type: AnalysisParameterType.INT } } }) }],
    ['synthetic data', { source: AnalysisSource.sql('SELECT 1', { syntheticData: SYNTHETIC_DATA }) }],
  ])('is created by a change of %s', (_, changed) => {
    expect(versionOf(changed)).not.toEqual(versionOf({ source: ONE }));
  });

  test('is not created by a change of the description or of the removal policy', () => {
    expect(versionOf({ source: ONE, description: 'new', removalPolicy: RemovalPolicy.RETAIN })).toEqual(versionOf({ source: ONE }));
  });

  test('is created by another key of the script', () => {
    const version = (key: string) => {
      const stack = stackOf();
      const bucket = scripts(stack);
      template(stack, { source: pySpark(bucket, { entryPoint: { bucket, key } }) });
      return Object.keys(Template.fromStack(stack).findResources(TEMPLATE_TYPE));
    };
    expect(version('reach/2/user_script.py')).not.toEqual(version('reach/1/user_script.py'));
  });

  test('is the same resource if the name stays, so that CloudFormation deletes the old one first', () => {
    expect(versionOf({ source: TWO, analysisTemplateName: 'reach' })).toEqual(versionOf({ source: ONE, analysisTemplateName: 'reach' }));
  });

  test('is created by a change of a given name', () => {
    expect(versionOf({ analysisTemplateName: 'reach-v2' }).logicalId).not.toBe(versionOf({ analysisTemplateName: 'reach' }).logicalId);
  });

  test('keeps earlier ones if they are retained, and warns if they keep its name', () => {
    const stack = stackOf();
    template(stack, { removalPolicy: RemovalPolicy.RETAIN });

    expect(resourceIn(stack)).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(warningsIn(stack)).toEqual([]);
    for (const removalPolicy of [RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE]) {
      expect(warningsFor({ removalPolicy, analysisTemplateName: 'reach' })).toEqual(['cdk-cleanrooms:retainedTemplateKeepsName']);
    }
  });

  test('deletes earlier ones by default', () => {
    const stack = stackOf();
    template(stack, {});

    expect(resourceIn(stack)).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });

  test('has a logical id and a name within their limits, however long the path is', () => {
    const stack = stackOf();
    const deep = Array.from({ length: 30 }, (_, index) => `LongNameOfConstruct${index}`)
      .reduce<Stack | CfnResource>((scope, id) => new CfnResource(scope, id, { type: 'AWS::CDK::Test' }), stack);
    new AnalysisTemplate(deep, 'Reach', {
      membership: Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID), source: ONE,
    });

    const [[logicalId, { Properties }]] = Object.entries(Template.fromStack(stack).findResources(TEMPLATE_TYPE));
    expect(logicalId).toMatch(/^[A-Za-z0-9]{1,255}$/);
    expect(Properties.Name).toMatch(/^[a-zA-Z0-9_]{1,128}$/);
  });

  test.each(['S', 'Stack-With-Hyphens'])('has a name that the service accepts in a stack with the name %s', (name) => {
    const stack = new Stack(new App(), name);
    template(stack, {});

    expect(resourceIn(stack).Properties.Name).toMatch(/^[a-zA-Z0-9_](([a-zA-Z0-9_ ]+-)*([a-zA-Z0-9_ ]+))?$/);
  });

  test('has a generated name in a nested stack, and in a stack for any environment', () => {
    const stack = agnosticStack();
    template(stack, {});
    template(new NestedStack(stack, 'Nested'), {});

    expect(resourceIn(stack).Properties.Name).toMatch(/^Stack_Reach_/);
  });
});

describe('an unnamed template whose L1 is changed after construction', () => {
  const versionAfter = (change: (cfn: CfnAnalysisTemplate) => void, source = 'SELECT 1') => {
    const stack = stackOf();
    change(template(stack, { source: AnalysisSource.sql(source) }).node.defaultChild as CfnAnalysisTemplate);
    const [[logicalId, { Properties }]] = Object.entries(Template.fromStack(stack).findResources(TEMPLATE_TYPE));
    return { logicalId, name: Properties.Name as string };
  };
  const unchanged = versionAfter(() => undefined);

  test.each<[string, (cfn: CfnAnalysisTemplate) => void]>([
    ['by a property', (cfn) => (cfn.source = { text: 'SELECT 2' })],
    ['by an override', (cfn) => cfn.addPropertyOverride('Source.Text', 'SELECT 2')],
    ['by an override that deletes', (cfn) => cfn.addPropertyDeletionOverride('Source')],
    ['by an aspect', (cfn) => Aspects.of(cfn).add({ visit: (node) => ((node as CfnAnalysisTemplate).source = { text: 'SELECT 2' }) })],
    ['in its format', (cfn) => (cfn.format = 'SQL_2')],
    ['in its schema', (cfn) => (cfn.schema = { referencedTables: ['purchases'] })],
    ['in its parameters', (cfn) => (cfn.analysisParameters = [{ name: 'a', type: 'INT' }])],
    ['in its error messages', (cfn) => (cfn.errorMessageConfiguration = { type: 'DETAILED' })],
    ['in its synthetic data', (cfn) => (cfn.syntheticDataParameters = { mlSyntheticDataParameters: Token.asAny({ Ref: 'Synthetic' }) })],
    ['in its membership', (cfn) => (cfn.membershipIdentifier = '33333333-3333-4333-8333-333333333333')],
  ])('has another name and another logical id: %s', (_, change) => {
    const changed = versionAfter(change);
    expect(changed.name).not.toBe(unchanged.name);
    expect(changed.logicalId).not.toBe(unchanged.logicalId);
  });

  test('has the name that it would have had with that property from the start', () => {
    expect(versionAfter((cfn) => (cfn.source = { text: 'SELECT 2' }))).toEqual(versionAfter(() => undefined, 'SELECT 2'));
  });

  test.each<[string, (cfn: CfnAnalysisTemplate) => void, (cfn: CfnAnalysisTemplate) => void]>([
    ['the text', (cfn) => cfn.addPropertyOverride('Source.Text', 'SELECT 2'), (cfn) => (cfn.source = { text: 'SELECT 2' })],
    ['a whole property', (cfn) => cfn.addPropertyOverride('Source', { Text: 'SELECT 2' }), (cfn) => (cfn.source = { text: 'SELECT 2' })],
    ['a property that there was none of', (cfn) => cfn.addPropertyOverride('AnalysisParameters', [{ Name: 'a', Type: 'INT' }]),
      (cfn) => (cfn.analysisParameters = [{ name: 'a', type: 'INT' }])],
    ['a reference', (cfn) => cfn.addPropertyOverride('MembershipIdentifier', { Ref: 'Other' }), (cfn) => (cfn.membershipIdentifier = Token.asString({ Ref: 'Other' }))],
    ['machine learning', (cfn) => cfn.addPropertyOverride('SyntheticDataParameters.MLSyntheticDataParameters', { Ref: 'Synthetic' }),
      (cfn) => (cfn.syntheticDataParameters = { mlSyntheticDataParameters: Token.asAny({ Ref: 'Synthetic' }) })],
    ['nothing new', (cfn) => cfn.addPropertyOverride('Source.Text', 'SELECT 1'), () => undefined],
    ['the name', (cfn) => cfn.addPropertyOverride('Name', 'reach'), (cfn) => (cfn.name = 'reach')],
  ])('is the same whether an override or the L1 says %s', (_, byOverride, byL1) => {
    expect(versionAfter(byOverride)).toEqual(versionAfter(byL1));
  });

  test('has a logical id without a name, too', () => {
    expect(versionAfter((cfn) => cfn.addPropertyDeletionOverride('Name'))).toEqual({ logicalId: expect.stringMatching(/^Reach\w+$/), name: undefined });
  });

  test.each<[string, (cfn: CfnAnalysisTemplate) => void]>([
    ['its description', (cfn) => (cfn.description = 'new')],
    ['an override of its description', (cfn) => cfn.addPropertyOverride('Description', 'new')],
    ['its tags', (cfn) => cfn.addPropertyOverride('Tags', [{ Key: 'team', Value: 'analytics' }])],
    ['its metadata', (cfn) => cfn.addMetadata('owner', 'analytics')],
  ])('keeps its name and its logical id after a change of %s', (_, change) => {
    expect(versionAfter(change)).toEqual(unchanged);
  });

  test('has the logical id of a name that is set later', () => {
    const named = (name: string) => versionAfter((cfn) => (cfn.name = name));
    expect(named('reach').name).toBe('reach');
    expect(named('reach').logicalId).toBe(named('reach').logicalId);
    expect(named('reach').logicalId).not.toBe(named('reach-2').logicalId);
  });
});

describe('an unnamed template whose membership is in another stack', () => {
  const ORDERS = [['Room', 'Templates', 'Tables'], ['Tables', 'Templates', 'Room'], ['Templates', 'Room', 'Tables']];
  const versionIn = (order: string[], strength?: string) => {
    const app = new App({ context: strength === undefined ? {} : { '@aws-cdk/core:defaultCrossStackReferences': strength } });
    const stacks = Object.fromEntries(order.map((id) => [id, new Stack(app, id, { env: { account: CREATOR, region: 'us-east-1' } })]));
    const { analysisTemplateArn } = template(stacks.Templates, { membership: membershipWith(stacks.Room, [MemberAbility.CAN_QUERY], {}) });
    new CfnOutput(stacks.Tables, 'Arn', { value: analysisTemplateArn });

    const { Resources, Outputs = {} } = synthesized(app).Templates as { readonly Resources: object; readonly Outputs?: object };
    const [logicalId, { Properties: { Name } }] = Object.entries(Resources).find(([, { Type }]) => Type === TEMPLATE_TYPE)!;
    return { logicalId, name: Name as string, exports: Object.keys(Outputs).filter((output) => output.includes('Reach')) };
  };
  const strong = versionIn(ORDERS[0]);

  test.each(ORDERS)('has the same name and logical id in every order of stacks: %s, %s, %s', (...order) => {
    expect(versionIn(order)).toEqual(strong);
  });

  test.each(['strong', 'weak', 'both'])('has the same name and logical id with references that are %s', (strength) => {
    const { logicalId, name } = versionIn(ORDERS[0], strength);
    expect({ logicalId, name }).toEqual({ logicalId: strong.logicalId, name: strong.name });
  });

  test('has an export under its logical id', () => {
    expect(strong.exports).toEqual([expect.stringContaining(strong.logicalId)]);
  });

  test('has the name that it has had since the first version of the library, because another one would replace it', () => {
    expect(strong.name).toBe('Templates_Reach_4DEF8C9D_e50c3003');
    expect(strong.logicalId).toBe('ReachD1306BE68dd1c3f8');
  });
});

describe('the logical id of a template', () => {
  const idsAfter = (rename: (stack: Stack, logicalId: string) => void) => {
    const stack = stackOf();
    const made = template(stack, {});
    new CfnOutput(stack, 'Arn', { value: made.analysisTemplateArn });
    const resource = made.node.defaultChild as CfnAnalysisTemplate;
    rename(stack, stack.resolve(resource.logicalId) as string);
    const found = Template.fromStack(stack);
    const referred = found.toJSON().Outputs.Arn.Value['Fn::GetAtt'][0] as string;
    return [Object.keys(found.findResources(TEMPLATE_TYPE))[0], referred];
  };

  test('can be renamed, with the references to it', () => {
    expect(idsAfter((stack, logicalId) => stack.renameLogicalId(logicalId, 'Reach'))).toEqual(['Reach', 'Reach']);
  });

  test('can be renamed without the hash of the name at its end', () => {
    const [logicalId, referred] = idsAfter((stack, whole) => stack.renameLogicalId(whole.slice(0, -8), 'Reach'));
    expect(logicalId).toMatch(/^Reach[0-9a-f]{8}$/);
    expect(referred).toBe(logicalId);
  });

  test('cannot be renamed by an id that does not exist', () => {
    expect(() => idsAfter((stack) => stack.renameLogicalId('Other', 'Reach'))).toThrow('Other');
  });
});
