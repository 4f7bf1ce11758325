import { Aws, Lazy } from 'aws-cdk-lib';
import { checkExactArn, checkExactPlace, fits, hasWildcard } from '../../src/foundation/exact-names';
import { codesAndMessages } from '../support/faults';

const TOKEN = Lazy.string({ produce: () => 'later' });

test.each(['*', 'a?', '${aws:userid}', `${TOKEN}*`, `\${${TOKEN}`])('%s would match more than itself', (text) => {
  expect(hasWildcard(text)).toBe(true);
});

test.each(['', 'a$b', '{a}', TOKEN, `${TOKEN}/${Aws.REGION}`, '{{resolve:ssm:name}}'])('%s is only itself', (text) => {
  expect(hasWildcard(text)).toBe(false);
});

test('what is known fits by its pattern, and what is not known unless it has wildcards', () => {
  expect(['abc', TOKEN, `x/${TOKEN}`, 'dummy-value-for-/x', '{{resolve:ssm:x}}'].filter((text) => !fits(text, /^[a-c]+$/))).toEqual([]);
  expect(['', 'x', `*${TOKEN}`, 'dummy-value-for-?', '{{resolve:ssm:*}}'].filter((text) => fits(text, /^[a-c]+$/))).toEqual([]);
});

test('an ARN of one resource is accepted, and none', () => {
  expect(['arn:aws:s3:::data', TOKEN, undefined].flatMap((arn) => checkExactArn('bucket', arn))).toEqual([]);
});

test('an ARN of more than one resource is rejected', () => {
  expect(codesAndMessages(checkExactArn('bucket', 'arn:aws:s3:::*'))).toEqual([['WildcardInArn',
    "'bucket' must be one resource, got the ARN 'arn:aws:s3:::*': in a policy, a wildcard or a variable would match others: use the exact name or ARN of the resource"]]);
});

test('one account and one Region are accepted', () => {
  expect(['111111111111', 'us-iso-east-1', TOKEN, undefined].flatMap((place) => checkExactPlace('region', place))).toEqual([]);
});

test.each(['*', '', 'us-east-?', `${TOKEN}*`])('the Region %j is rejected', (place) => {
  expect(codesAndMessages(checkExactPlace('region', place))).toEqual([['PlaceMalformed',
    `'region' must be in one account and one Region, got '${place}': in a policy, a wildcard would match others: use its account or its Region`]]);
});
