import { Size } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import {
  ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, ContainerLogType, LogRedaction, Membership, MetricNoise, TrainedModelFile,
} from '../../src';
import type { ContainerLogsPolicy, ModelPrivacy } from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';
import { synthesizedStrictly } from '../support/strict-synthesis';

const MEBIBYTES = { least: 11, most: 10 * 1024 }; // 0.01 to 10 GB
const MEMBERSHIP_ID = '11111111-2222-3333-4444-555555555555';

const size = fc.integer({ min: MEBIBYTES.least, max: MEBIBYTES.most }).map((mebibytes) => Size.mebibytes(mebibytes));
const someOf = <T>(...values: T[]) => fc.subarray(values, { minLength: 1 });

const containerLogs: fc.Arbitrary<ContainerLogsPolicy[]> = fc.uniqueArray(fc.record({
  accountIds: someOf(CREATOR, PARTNER),
  logType: fc.constantFrom(...Object.values(ContainerLogType)),
  filterPattern: fc.constantFrom('ERROR.*', 'loss: [0-9]+'),
  redact: someOf(...Object.values(LogRedaction)),
  redactPatterns: someOf('[0-9]{9}', '[a-z]+@[a-z]+'),
}, { requiredKeys: ['accountIds'] }), { minLength: 1, maxLength: 5, selector: (policy) => JSON.stringify(policy) });

const privacy: fc.Arbitrary<ModelPrivacy> = fc.record({
  trainedModels: fc.record({
    containerLogs, metricNoise: fc.constantFrom(...Object.values(MetricNoise)), maxArtifactSize: size,
  }, { requiredKeys: [] }),
  trainedModelExports: fc.record({ files: someOf(...Object.values(TrainedModelFile)), maxSize: size }),
  trainedModelInferenceJobs: fc.record({ containerLogs, maxOutputSize: size }, { requiredKeys: [] }),
}, { requiredKeys: [] });

test('whatever can be said of the privacy of a model is accepted by strict validation', () => {
  fc.assert(fc.property(privacy, (said) => {
    const [{ Properties }] = synthesizedStrictly('AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation', (stack) => {
      new ConfiguredModelAlgorithmAssociation(stack, 'Association', {
        membership: Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID),
        configuredModelAlgorithm: ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Algorithm',
          `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-model-algorithm/${MEMBERSHIP_ID}`),
        privacy: said,
      });
    });

    expect(redactionsIn(Properties).every(({ EntitiesToRedact, CustomEntityConfig }) => (
      EntitiesToRedact.length > 0 && EntitiesToRedact.includes('CUSTOM') === (CustomEntityConfig !== undefined)
    ))).toBe(true);
  }), { numRuns: 20 });
}, 60_000);

interface Redaction {
  readonly EntitiesToRedact: string[];
  readonly CustomEntityConfig?: object;
}

function redactionsIn(properties: object): Redaction[] {
  const redactions: Redaction[] = [];
  JSON.stringify(properties, (key, value: unknown) => {
    if (key === 'LogRedactionConfiguration') redactions.push(value as Redaction);
    return value;
  });
  return redactions;
}
