import { App, Aws, CfnParameter, CfnResource, Fn, Lazy, PhysicalName, Stack } from 'aws-cdk-lib';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { resolveWithOwnReferences, resolveWithPaths } from '../../src/foundation/own-references';
import { CREATOR, PARTNER } from '../support/stacks';

const setup = () => {
  const app = new App();
  const stackIn = (id: string, account: string) => new Stack(app, id, { env: { account, region: 'us-east-1' } });
  const [own, other, foreign] = [stackIn('Own', CREATOR), stackIn('Other', CREATOR), stackIn('Foreign', PARTNER)];
  return { app, own, other, foreign };
};

/** What a value of the stack `Own` comes to, before and after the CDK has resolved the references in the program. */
const beforeAndAfter = (valueIn: (stacks: ReturnType<typeof setup>) => unknown) => {
  const stacks = setup();
  const value = valueIn(stacks);
  const consumer = new CfnResource(stacks.own, 'Consumer', { type: 'AWS::Some::Type', properties: { Value: value } });
  const before = resolveWithOwnReferences(consumer, value);
  stacks.app.synth();
  return [before, resolveWithOwnReferences(consumer, value)];
};

test.each<[string, (stacks: ReturnType<typeof setup>) => unknown, unknown]>([
  ['a reference to another stack', ({ other }) => new Bucket(other, 'Bucket').bucketArn, { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }],
  ['a parameter of another stack', ({ other }) => [new CfnParameter(other, 'Name').value], [{ Ref: 'Name' }]],
  ['a reference with a strength of its own', ({ other }) => Stack.consumeReference(new CfnBucket(other, 'Bucket').attrArn), { 'Fn::GetAtt': ['Bucket', 'Arn'] }],
  ['a text with references', ({ other, own }) => `${Lazy.string({ produce: () => 'a' })}-${new Bucket(other, 'Bucket').bucketName}-${own.region}-${Aws.REGION}`,
    { 'Fn::Join': ['', ['a-', { Ref: 'Bucket83908E77' }, '-us-east-1-', { Ref: 'AWS::Region' }]] }],
  ['a text without any', () => `${Lazy.string({ produce: () => 'a' })}${Lazy.string({ produce: () => 'b' })}${Lazy.string({ produce: () => undefined })}`, 'ab'],
  ['a text of nothing', () => `${Lazy.string({ produce: () => undefined })}${Lazy.string({ produce: () => undefined })}`, ''],
  ['JSON with a reference', ({ other, own }) => own.toJsonString({ name: new Bucket(other, 'Bucket').bucketName }),
    { 'Fn::Join': ['', ['{"name":"', { Ref: 'Bucket83908E77' }, '"}']] }],
  ['a function around a reference', ({ other }) => Fn.select(0, Fn.split('/', new Bucket(other, 'Bucket').bucketArn)),
    { 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }] }] }],
  ['the name of something in another account', ({ foreign }) => new Bucket(foreign, 'Bucket', { bucketName: 'data' }).bucketName, 'data'],
  ['a name that is generated for another account', ({ foreign }) => new Bucket(foreign, 'Bucket', { bucketName: PhysicalName.GENERATE_IF_NEEDED }).bucketName,
    expect.stringMatching(/^foreign/)],
  ['an imported value', () => Fn.importValue('name'), { 'Fn::ImportValue': 'name' }],
  ['a plain value', () => ({ a: [1, true] }), { a: [1, true] }],
])('%s is the same before and after references are resolved', (_, valueIn, expected) => {
  expect(beforeAndAfter(valueIn)).toEqual([expected, expected]);
});

test('references can be read as the paths of what they lead to', () => {
  const { own, other } = setup();
  const bucket = new Bucket(other, 'Bucket');
  expect(resolveWithPaths(own, [bucket.bucketArn, `${bucket.bucketName}/${Aws.REGION}`])).toEqual([
    'Other/Bucket/Resource.Arn', { 'Fn::Join': ['', ['Other/Bucket/Resource.Ref/', { Ref: 'AWS::Region' }]] },
  ]);
});
