import { Lazy } from 'aws-cdk-lib';
import { checkConfiguredAudienceModelAssociation } from '../../../src/constructs/ml/configured-audience-model-association-rules';
import type { ConfiguredAudienceModelAssociationInput } from '../../../src/constructs/ml/configured-audience-model-association-rules';
import { codesAndMessages } from '../../support/faults';

const LATER = Lazy.string({ produce: () => 'later' });
const MODEL_ARN = 'arn:aws:cleanrooms-ml:us-east-1:111111111111:configured-audience-model/lookalikes';

describe('rejects', () => {
  const nameLength = (name: string) =>
    `'configuredAudienceModelAssociationName' must have 1 to 100 characters and not be blank, got '${name}'`;
  const malformed = (arn: string) => "'configuredAudienceModelArn' must be the ARN of a configured audience model "
    + `(arn:aws:cleanrooms-ml:...:configured-audience-model/...), got '${arn}'`;
  const badArns = [
    'lookalikes',
    MODEL_ARN.replace('cleanrooms-ml', 'cleanrooms'),
    MODEL_ARN.replace('arn:aws:', 'arn:aws-cn:'),
    MODEL_ARN.replace('111111111111', '1111'),
    MODEL_ARN.replace('configured-audience-model', 'audience-model'),
  ];

  test.each<[string, Partial<ConfiguredAudienceModelAssociationInput>, string, string]>([
    ['no name', { name: '' }, 'NameLength', nameLength('')],
    ['a blank name', { name: '  ' }, 'NameLength', nameLength('  ')],
    ['a name of 101 characters', { name: 'n'.repeat(101) }, 'NameLength', nameLength('n'.repeat(101))],
    ['a description of 256 characters', { description: 'd'.repeat(256) }, 'DescriptionLength',
      "'description' must have at most 255 characters, got 256"],
    ...badArns.map((modelArn): [string, Partial<ConfiguredAudienceModelAssociationInput>, string, string] =>
      [`the model '${modelArn}'`, { modelArn }, 'ConfiguredAudienceModelArnMalformed', malformed(modelArn)]),
  ])('%s', (_, parts, code, message) => {
    expect(codesAndMessages(checkConfiguredAudienceModelAssociation(association(parts)))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<ConfiguredAudienceModelAssociationInput>]>([
    ['a name and a model', {}],
    ['a name of 100 characters', { name: 'n'.repeat(100) }],
    ['no description and an empty one', { description: '' }],
    ['a description of 255 characters', { description: 'd'.repeat(255) }],
    ['a model whose id is a UUID', { modelArn: MODEL_ARN.replace('lookalikes', '3f2c1c56-7a1d-4a4b-8c53-0d9c5f3d5e00') }],
    ['tokens', { name: LATER, description: LATER, modelArn: LATER }],
  ])('%s', (_, parts) => {
    expect(checkConfiguredAudienceModelAssociation(association(parts))).toEqual([]);
  });
});

function association(parts: Partial<ConfiguredAudienceModelAssociationInput>): ConfiguredAudienceModelAssociationInput {
  return { name: 'lookalikes', modelArn: MODEL_ARN, ...parts };
}
