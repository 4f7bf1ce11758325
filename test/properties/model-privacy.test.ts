import { Size } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import {
  ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, ContainerLogType, LogRedaction, Membership, MetricNoise, TrainedModelFile,
} from '../../src';
import type { ContainerLogsPolicy, ModelPrivacy } from '../../src';
import { LocalCleanRoom } from '../support/local-clean-room';
import { CREATOR, PARTNER } from '../support/stacks';
import { synthesizedStrictly } from '../support/strict-synthesis';

const MEBIBYTES = { least: 11, most: 10 * 1024 }; // 0.01 to 10 GB
const TYPE = 'AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation';

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

let room: LocalCleanRoom;
let algorithmArn: string;
beforeAll(async () => {
  room = await LocalCleanRoom.open();
  const algorithm = await room.make('AWS::CleanRoomsML::ConfiguredModelAlgorithm', { Name: 'churn', RoleArn: `arn:aws:iam::${CREATOR}:role/puller` });
  algorithmArn = algorithm.attributes.ConfiguredModelAlgorithmArn as string;
});

test('every privacy configuration of a model is accepted by strict validation and by the local API', async () => {
  await fc.assert(fc.asyncProperty(privacy, async (said) => {
    const [{ Properties }] = synthesizedStrictly(TYPE, (stack) => {
      new ConfiguredModelAlgorithmAssociation(stack, 'Association', {
        membership: Membership.fromMembershipIdentifier(stack, 'Membership', room.membershipIdentifier),
        configuredModelAlgorithm: ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Algorithm', algorithmArn),
        privacy: said,
      });
    });

    expect(redactionsIn(Properties).every(({ EntitiesToRedact, CustomEntityConfig }) => (
      EntitiesToRedact.length > 0 && EntitiesToRedact.includes('CUSTOM') === (CustomEntityConfig !== undefined)
    ))).toBe(true);
    await room.remove(TYPE, await room.make(TYPE, Properties));
  }), { numRuns: 20 });
});

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
