import { Aws } from 'aws-cdk-lib';
import { checkContainer, warnAboutConfiguredModelAlgorithm } from '../../../src/constructs/ml/configured-model-algorithm-rules';
import { codesAndMessages, idsAndMessages } from '../../support/faults';

test.each([[true, true], [true, false], [false, true]])('accepts an algorithm that trains: %s, infers: %s', (trains, infers) => {
  expect(warnAboutConfiguredModelAlgorithm({ trains, infers })).toEqual([]);
});

test('warns about an algorithm without a container', () => {
  expect(idsAndMessages(warnAboutConfiguredModelAlgorithm({ trains: false, infers: false }))).toEqual([['cdk-cleanrooms:algorithmWithoutContainer',
    "neither 'trainingContainer' nor 'inferenceContainer' is set: the algorithm can neither train nor infer"]]);
});

const ARN = 'arn:aws:ecr:us-east-1:111111111111:repository/';

test.each(['models', 'team-a/models_v1/look__alike', 'a--b.c', 'r'.repeat(256), Aws.ACCOUNT_ID, `models-${Aws.REGION}`])('accepts a container from the repository %s', (repositoryName) => {
  expect(checkContainer('trainingContainer', { repositoryName, repositoryArn: `${ARN}${repositoryName}` })).toEqual([]);
});

test.each(['*', 'model?', '', 'Models', 'a/', 'a._b', 'r'.repeat(257), `${Aws.REGION}*`])('rejects a container from the repository %j', (repositoryName) => {
  expect(codesAndMessages(checkContainer('trainingContainer', { repositoryName, repositoryArn: `${ARN}${repositoryName}` }))).toEqual([['RepositoryNameMalformed',
    "'trainingContainer.repository' must have a name of at most 256 lower-case letters and digits, with separators '.', '_', '__', '/' or hyphens between them, "
    + `got '${repositoryName}': use the name of one repository`]]);
});

test('rejects a container from a repository in any account, and accepts none', () => {
  const repositoryArn = 'arn:aws:ecr:us-east-1:*:repository/models';
  expect(codesAndMessages(checkContainer('inferenceContainer', { repositoryName: 'models', repositoryArn }))).toEqual([
    ['WildcardInArn', expect.stringContaining(`'inferenceContainer.repository' must be one resource, got the ARN '${repositoryArn}'`)],
  ]);
  expect(checkContainer('inferenceContainer', undefined)).toEqual([]);
});
