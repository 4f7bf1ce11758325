import { App, Stack } from 'aws-cdk-lib';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Collaboration, ResultFormat } from '../../../src';
import type { Membership } from '../../../src';
import { factsOf } from '../../../src/program/facts';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { CREATOR } from '../../support/stacks';

let app: App;
let stack: Stack;
let collaboration: Collaboration;

beforeEach(() => {
  app = new App();
  stack = stackIn('us-east-1');
  collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' }, allowedResultRegions: ['eu-west-1'] });
});

const stackIn = (region: string) => new Stack(app, region, { env: { account: CREATOR, region } });
const placeIn = (bucket: string) => ({ outputConfiguration: { s3: { bucket, resultFormat: 'CSV' } } });
const cfnOf = (membership: Membership) => membership.node.defaultChild as CfnMembership;
const elsewhere = (id = 'Elsewhere') => Bucket.fromBucketAttributes(stack, id, { bucketName: 'results', region: 'us-west-2' });
const allowed = () => Bucket.fromBucketAttributes(stack, 'Allowed', { bucketName: 'results-eu', region: 'eu-west-1' });

function l1With(bucket: string): void {
  new CfnMembership(stack, 'Membership', {
    collaborationIdentifier: collaboration.collaborationIdentifier, queryLogStatus: 'DISABLED', defaultResultConfiguration: placeIn(bucket),
  });
}

describe('a bucket for results in a Region that the collaboration does not allow is rejected', () => {
  test.each<[string, () => void, string]>([
    ['in an L1', () => l1With(new Bucket(stack, 'Results').bucketName), 'us-east-1/Membership'],
    ['in an L1, as an L1', () => l1With(new CfnBucket(stack, 'Results').ref), 'us-east-1/Membership'],
    ['in an L2 of the app', () => collaboration.addMembership('Membership', {
      defaultResult: { bucket: new Bucket(stack, 'Results'), format: ResultFormat.CSV },
    }), 'us-east-1/Collaboration/Membership'],
    ['that takes the place of another in the L1', () => {
      const membership = collaboration.addMembership('Membership', { defaultResult: { bucket: allowed(), format: ResultFormat.CSV } });
      cfnOf(membership).defaultResultConfiguration = placeIn(new Bucket(stack, 'Results').bucketName);
    }, 'us-east-1/Collaboration/Membership'],
  ])('%s', (_, define, path) => {
    define();
    expectRefusedAtSynthesis(app, 'ResultRegionNotAllowed', `${path}: the bucket of 'defaultResult' is in us-east-1, which is not among allowedResultRegions`);
  });

  test('once, where an import says its Region', () => {
    const membership = collaboration.addMembership('Membership', { defaultResult: { bucket: elsewhere(), format: ResultFormat.CSV } });
    expect(factsOf(membership, 'membership')).toEqual({ kind: 'membership', resultBuckets: [{ bucketName: 'results', region: 'us-west-2' }] });
    let message = '';
    try {
      app.synth();
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message.match(/ResultRegionNotAllowed/g)).toHaveLength(1);
  });
});

describe('a bucket for results is accepted', () => {
  test.each<[string, () => void]>([
    ['in an L1, whose Region is not known', () => l1With('results')],
    ['that an override names in place of one elsewhere', () => cfnOf(collaboration.addMembership('Membership', {
      defaultResult: { bucket: elsewhere(), format: ResultFormat.CSV },
    })).addPropertyOverride('DefaultResultConfiguration.OutputConfiguration.S3.Bucket', 'results-eu')],
    ['in an allowed Region', () => collaboration.addMembership('Membership', { defaultJobResult: { bucket: allowed() } })],
    ['elsewhere, where an override allows the Region', () => {
      collaboration.addMembership('Membership', { defaultJobResult: { bucket: elsewhere() } });
      (collaboration.node.defaultChild as CfnBucket).addPropertyOverride('AllowedResultRegions', ['us-west-2']);
    }],
  ])('%s', (_, define) => {
    define();
    expect(() => app.synth()).not.toThrow();
  });
});
