import { App, CfnResource, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { AnalysisParameterType, AnalysisSource, AnalysisTemplate, ConfiguredTableAssociation, Membership } from '../../../src';
import type { AnalysisTemplateProps } from '../../../src';
import { MEMBERSHIP_ID, TEMPLATE_TYPE, pySpark, resourceIn, scripts, template, warningsFor } from '../../support/analysis-templates';
import { cfnConfiguredTable } from '../../support/l1';
import { agnosticStack, stackOf, warningsIn } from '../../support/stacks';

test('pain 10: SQL that is made with the name of a table follows when the table is renamed', () => {
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

describe('pain 12: a new version of a template', () => {
  const versionOf = (props: Partial<AnalysisTemplateProps>) => {
    const stack = stackOf();
    template(stack, props);
    const [[logicalId, { Properties }]] = Object.entries(Template.fromStack(stack).findResources(TEMPLATE_TYPE));
    return { logicalId, name: Properties.Name as string };
  };
  const ONE = AnalysisSource.sql('SELECT 1');
  const TWO = AnalysisSource.sql('SELECT 2');

  test('is another resource under another name, so that it is there before the old one goes', () => {
    const [one, two] = [versionOf({ source: ONE }), versionOf({ source: TWO })];

    expect(one.name).toMatch(/^Stack_Reach_[0-9A-F]{8}_[0-9a-f]{8}$/);
    expect(two.name).not.toBe(one.name);
    expect(two.logicalId).not.toBe(one.logicalId);
    expect(two.name.slice(0, -8)).toBe(one.name.slice(0, -8));
  });

  test.each<[string, Partial<AnalysisTemplateProps>]>([
    ['parameters', { source: AnalysisSource.sql('SELECT 1', { parameters: { a: { type: AnalysisParameterType.INT } } }) }],
  ])('is made by a change of %s', (_, changed) => {
    expect(versionOf(changed)).not.toEqual(versionOf({ source: ONE }));
  });

  test('is not made by a change of the description or of the removal policy', () => {
    expect(versionOf({ source: ONE, description: 'new', removalPolicy: RemovalPolicy.RETAIN })).toEqual(versionOf({ source: ONE }));
  });

  test('is made by another key of the script', () => {
    const version = (key: string) => {
      const stack = stackOf();
      const bucket = scripts(stack);
      template(stack, { source: pySpark(bucket, { entryPoint: { bucket, key } }) });
      return Object.keys(Template.fromStack(stack).findResources(TEMPLATE_TYPE));
    };
    expect(version('reach/2/user_script.py')).not.toEqual(version('reach/1/user_script.py'));
  });

  test('takes the place of the old one where the name stays, which CloudFormation deletes first', () => {
    expect(versionOf({ source: TWO, analysisTemplateName: 'reach' })).toEqual(versionOf({ source: ONE, analysisTemplateName: 'reach' }));
  });

  test('is made by a change of a given name', () => {
    expect(versionOf({ analysisTemplateName: 'reach-v2' }).logicalId).not.toBe(versionOf({ analysisTemplateName: 'reach' }).logicalId);
  });

  test('leaves earlier ones where they are retained, and warns where they would keep its name', () => {
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

  test('has ids and names within their limits, however long the path is', () => {
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

  test.each(['S', 'Stack-With-Hyphens'])('has a name that the service takes in a stack called %s', (name) => {
    const stack = new Stack(new App(), name);
    template(stack, {});

    expect(resourceIn(stack).Properties.Name).toMatch(/^[a-zA-Z0-9_](([a-zA-Z0-9_ ]+-)*([a-zA-Z0-9_ ]+))?$/);
  });

  test('has its name in a nested stack, and in a stack that can go anywhere', () => {
    const stack = agnosticStack();
    template(stack, {});
    template(new NestedStack(stack, 'Nested'), {});

    expect(resourceIn(stack).Properties.Name).toMatch(/^Stack_Reach_/);
  });
});
