import { Stack, Token } from 'aws-cdk-lib';
import { CfnResource as CfnLocation } from 'aws-cdk-lib/aws-lakeformation';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Program } from '../../src/program/program';
import { isInFolder } from '../../src/program/registered-locations';
import { stackOf } from '../support/stacks';

let stack: Stack;
beforeEach(() => (stack = stackOf()));

const register = (...resourceArns: string[]) => resourceArns.forEach((resourceArn, index) =>
  new CfnLocation(stack, `Location${index}`, { resourceArn, useServiceLinkedRole: true }));
const isRegistered = (bucketArn: string, prefix?: string) => isInFolder(Program.of(stack).model)(bucketArn, prefix);

describe('a folder', () => {
  test.each<[string, string[], string | undefined, boolean]>([
    ['is registered by its bucket', ['arn:aws:s3:::data'], 'sales', true],
    ['is registered as itself', ['arn:aws:s3:::data/sales'], 'sales/', true],
    ['is registered as itself, with a slash', ['arn:aws:s3:::data/sales/'], '/sales', true],
    ['is registered by a folder above it', ['arn:aws:s3:::data/sales/2026'], 'sales/2026/05', true],
    ['is registered by one of several folders', ['arn:aws:s3:::data/other', 'arn:aws:s3:::data/sales', 'arn:aws:s3:::data/else'], 'sales', true],
    ['is registered where it is the whole bucket', ['arn:aws:s3:::data'], undefined, true],
    ['is not registered by a folder in it', ['arn:aws:s3:::data/sales/2026'], 'sales', false],
    ['is not registered by a folder whose name it begins with', ['arn:aws:s3:::data/sale'], 'sales', false],
    ['is not registered by a folder below another one', ['arn:aws:s3:::data/sales/2026'], 'sales2026', false],
    ['is not registered by a folder of another bucket', ['arn:aws:s3:::other/sales'], 'sales', false],
    ['is not registered where nothing is', [], 'sales', false],
  ])('%s', (_, arns, prefix, expected) => {
    register(...arns);
    expect(isRegistered('arn:aws:s3:::data', prefix)).toBe(expected);
  });

  test('is registered in a bucket of the app', () => {
    const bucket = new Bucket(stack, 'Bucket');
    register(`${bucket.bucketArn}/sales`);
    expect([isRegistered(bucket.bucketArn, 'sales/deep'), isRegistered(bucket.bucketArn, 'other')]).toEqual([true, false]);
  });

  test('is not known to be registered by a location that only CloudFormation knows', () => {
    register(Token.asString({ 'Fn::ImportValue': 'Location' }));
    expect(isRegistered('arn:aws:s3:::data', 'sales')).toBe(false);
  });

  test('is not registered by a location without an ARN', () => {
    register('arn:aws:s3:::data');
    (stack.node.findChild('Location0') as CfnLocation).addPropertyDeletionOverride('ResourceArn');
    expect(isRegistered('arn:aws:s3:::data', 'sales')).toBe(false);
  });
});
