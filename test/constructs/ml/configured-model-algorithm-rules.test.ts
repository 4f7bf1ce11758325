import { warnAboutConfiguredModelAlgorithm } from '../../../src/constructs/ml/configured-model-algorithm-rules';
import { idsAndMessages } from '../../support/faults';

test.each([[true, true], [true, false], [false, true]])('accepts an algorithm that trains: %s, infers: %s', (trains, infers) => {
  expect(warnAboutConfiguredModelAlgorithm({ trains, infers })).toEqual([]);
});

test('warns about an algorithm without a container', () => {
  expect(idsAndMessages(warnAboutConfiguredModelAlgorithm({ trains: false, infers: false }))).toEqual([['cdk-cleanrooms:algorithmWithoutContainer',
    "neither 'trainingContainer' nor 'inferenceContainer' is set: the algorithm can neither train nor infer"]]);
});
