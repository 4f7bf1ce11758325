import { App, CfnOutput, CfnParameter, CfnResource, Fn, Lazy, NestedStack, ScopedAws, Stack, Token } from 'aws-cdk-lib';
import { CfnBucket, Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { environmentOf, ownerOf, resolveBucketReference, resolveReference, resourceBehind } from '../../src/foundation/references';
import { isKnown, known } from '../../src/foundation/tokens';
import { cfnCollaboration } from '../support/l1';
import { CREATOR, agnosticStack, stackOf } from '../support/stacks';

describe('resolveReference', () => {
  test('returns the construct of any attribute', () => {
    const collaboration = cfnCollaboration(stackOf());
    for (const identifier of [collaboration.ref, collaboration.attrArn]) expect(resolveReference(identifier)).toBe(collaboration);
  });

  test.each<[string, (stack: Stack) => string]>([
    ['a text', () => 'id'],
    ['a pseudo parameter of a stack', (stack) => new ScopedAws(stack).accountId],
    ['a token that is no reference', () => Lazy.string({ produce: () => 'id' })],
    ['an attribute of a custom resource', (stack) => new CfnResource(stack, 'Custom', { type: 'Custom::Finder' }).getAtt('Id').toString()],
    ['an attribute of a nested stack', (stack) => new NestedStack(stack, 'Nested').nestedStackResource!.getAtt('Outputs.Id').toString()],
  ])('returns the identifier itself if it is %s', (_, identifierIn) => {
    const identifier = identifierIn(stackOf());
    expect(resolveReference(identifier)).toBe(identifier);
  });
});

describe('environmentOf', () => {
  test('returns the account and the Region if both are known', () => {
    expect(environmentOf(stackOf())).toBe(`aws://${CREATOR}/us-east-1`);
  });

  test('returns the path of the stack, which it shares with its nested stacks, if one of them is not known', () => {
    const stack = agnosticStack();
    expect(environmentOf(new Construct(new NestedStack(stack, 'Nested'), 'It'))).toBe('Stack');
    expect(environmentOf(new Stack(new App(), 'Other', { env: { account: CREATOR } }))).toBe('Other');
  });
});

describe('the L1 and the L2', () => {
  test('ownerOf returns the L2 of an L1, and an L1 without an L2', () => {
    const stack = stackOf();
    const bucket = new Bucket(stack, 'Bucket');
    expect(ownerOf(bucket.node.defaultChild!)).toBe(bucket);
    const cfn = new CfnBucket(stack, 'Cfn');
    expect(ownerOf(cfn)).toBe(cfn);
    expect(ownerOf(stack.node.root)).toBe(stack.node.root);
  });

  test('resourceBehind returns the resource of an L1 and of an L2, if it has the type', () => {
    const stack = stackOf();
    const bucket = new Bucket(stack, 'Bucket');
    expect(resourceBehind(bucket, 'AWS::S3::Bucket')).toBe(bucket.node.defaultChild);
    expect(resourceBehind(bucket.node.defaultChild, 'AWS::S3::Bucket')).toBe(bucket.node.defaultChild);
    expect(resourceBehind(bucket, 'AWS::KMS::Key')).toBeUndefined();
    expect(resourceBehind(Bucket.fromBucketName(stack, 'Imported', 'imported'), 'AWS::S3::Bucket')).toBeUndefined();
    expect(resourceBehind(new CfnOutput(stack, 'Output', { value: 'x' }), 'AWS::S3::Bucket')).toBeUndefined();
    expect(resourceBehind(undefined, 'AWS::S3::Bucket')).toBeUndefined();
  });

  test('resolveBucketReference returns the bucket of a name and of an ARN', () => {
    const stack = stackOf();
    const bucket = new CfnBucket(stack, 'Bucket');
    expect([bucket.ref, bucket.attrArn, `arn:aws:s3:::${bucket.ref}`].map((each) => resolveBucketReference(each) === bucket)).toEqual([true, true, true]);
    expect(resolveBucketReference('arn:aws:s3:::data')).toBe('data');
    expect(resolveBucketReference('data')).toBe('data');
  });
});

describe('tokens', () => {
  test.each<[string, string, boolean]>([
    ['a text', 'text', true],
    ['a token', Lazy.string({ produce: () => '' }), false],
    ['a text with a token', `text-${Fn.importValue('x')}`, false],
    ['a member of a list that is a token', Token.asList(Fn.split(',', Fn.importValue('x')))[0], false],
    ['a placeholder of a lookup', 'dummy-value-for-/parameter', false],
    ['a text with that somewhere', 'no dummy-value-for-it', true],
    ['a dynamic reference', 'a-{{resolve:ssm:name}}', false],
  ])('isKnown: %s', (_, value, expected) => {
    expect(isKnown(value)).toBe(expected);
  });

  test('known returns a value that is no token', () => {
    expect(known<string>('value')).toBe('value');
    expect(known<boolean>(false)).toBe(false);
    expect(known(undefined)).toBeUndefined();
    expect(known(new CfnParameter(stackOf(), 'Parameter').value)).toBeUndefined();
  });
});
