import { Token } from 'aws-cdk-lib';
import type { CfnAnalysisTemplateProps } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { AnalysisTemplate } from '../../src';
import { analysisTemplateOf } from '../../src/program/analysis-template';
import { Program } from '../../src/program/program';
import { cfnConfiguredTable } from '../support/l1';
import { stackOf } from '../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';
const UNKNOWN = Token.asAny({ Ref: 'Unknown' });

function read(props: Partial<CfnAnalysisTemplateProps>) {
  const template = new CfnAnalysisTemplate(stackOf(), 'Template', {
    name: 'reach', membershipIdentifier: ID, format: 'SQL', source: { text: 'SELECT 1' }, ...props,
  });
  return analysisTemplateOf(Program.of(template).model, template);
}

test('an analysis template of the program has a format and parameters', () => {
  expect(read({ analysisParameters: [{ name: 'day', type: 'DATE', defaultValue: '2026-01-01' }, { name: 'city', type: 'STRING' }] })).toEqual({
    format: 'SQL',
    parameters: [{ name: 'day', type: 'DATE', defaultValue: '2026-01-01' }, { name: 'city', type: 'STRING' }],
    makesSyntheticData: false,
  });
});

test('an analysis template has no parameters where none are given', () => {
  expect(read({})).toEqual({ format: 'SQL', parameters: [], makesSyntheticData: false });
});

test('an analysis template makes synthetic data where it has parameters for that', () => {
  expect(read({ syntheticDataParameters: { mlSyntheticDataParameters: {} as never } })?.makesSyntheticData).toBe(true);
});

test.each<[string, unknown]>([['the list', UNKNOWN], ['one of them', [{ name: 'day', type: 'DATE' }, UNKNOWN]]])(
  'the parameters of an analysis template are not known where %s is a token', (_, analysisParameters) => {
    expect(read({ format: Token.asString(UNKNOWN), analysisParameters: analysisParameters as never })).toEqual({
      format: undefined, parameters: undefined, makesSyntheticData: false,
    });
  });

test('nothing is known of an analysis template that is imported, or of something else', () => {
  const stack = stackOf();
  const { model } = Program.of(stack);
  const imported = AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Imported', `arn:aws:cleanrooms:us-east-1:111111111111:membership/${ID}/analysistemplate/${ID}`);
  expect(analysisTemplateOf(model, imported)).toBeUndefined();

  const analysisTemplateArn = cfnConfiguredTable(stack).attrArn;
  const table = { env: stack.env, node: stack.node, analysisTemplateRef: { analysisTemplateArn } };
  expect(analysisTemplateOf(model, table as never)).toBeUndefined();
});
