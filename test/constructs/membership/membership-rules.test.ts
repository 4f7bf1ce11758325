import { Aws, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { checkResultRegions, warnAboutCreatorLeaves } from '../../../src/constructs/membership/membership-rules';
import { codesAndMessages, idsAndMessages } from '../../support/faults';

describe('the Regions of result buckets', () => {
  test('are among those that the collaboration allows', () => {
    expect(codesAndMessages(checkResultRegions({ defaultResult: 'eu-west-1', defaultJobResult: 'us-east-1' }, ['us-east-1', 'us-west-2']))).toEqual([[
      'ResultRegionNotAllowed',
      "the bucket of 'defaultResult' is in eu-west-1, which is not among allowedResultRegions of the collaboration: us-east-1, us-west-2 "
        + '(Bucket.fromBucketName assumes the Region of the stack: import a bucket in another Region with '
        + "Bucket.fromBucketAttributes and its 'region')",
    ]]);
  });

  test('are each checked', () => {
    expect(checkResultRegions({ defaultResult: 'eu-west-1', defaultJobResult: 'eu-west-1' }, ['us-east-1'])).toHaveLength(2);
  });

  test.each<[string, Record<string, string>, string[] | undefined]>([
    ['among the allowed ones', { defaultResult: 'eu-west-1' }, ['us-east-1', 'eu-west-1']],
    ['any, where none are named', { defaultResult: 'eu-west-1' }, undefined],
    ['any, where an allowed one is not known yet', { defaultResult: 'eu-west-1' }, ['us-east-1', Aws.REGION]],
    ['any, where the allowed ones are not known yet', { defaultResult: 'eu-west-1' }, Fn.split(',', Aws.REGION)],
    ['not known', {}, ['us-east-1']],
  ])('can be %s', (_, regions, allowed) => {
    expect(checkResultRegions(regions, allowed)).toEqual([]);
  });
});

describe('the creator, whose membership is to be deleted,', () => {
  test('is warned that the service refuses that before the collaboration is gone', () => {
    expect(idsAndMessages(warnAboutCreatorLeaves(true, RemovalPolicy.DESTROY))).toEqual([[
      'cdk-cleanrooms:creatorCannotLeave',
      "'removalPolicy' is DESTROY, but the account of the stack created the collaboration, which this app does not define: the service refuses to "
        + "delete the creator's membership before the collaboration (if another account created it, set 'creatorAccountId' of the import)",
    ]]);
  });

  test.each<[string, boolean, RemovalPolicy | undefined]>([
    ['a member who did not create it', false, RemovalPolicy.DESTROY],
    ['a creator whose membership is retained', true, RemovalPolicy.RETAIN],
    ['a creator whose membership has no removal policy', true, undefined],
  ])('is not warned when it is %s', (_, isCreator, removalPolicy) => {
    expect(warnAboutCreatorLeaves(isCreator, removalPolicy)).toEqual([]);
  });
});
