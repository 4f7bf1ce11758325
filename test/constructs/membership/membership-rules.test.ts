import { RemovalPolicy } from 'aws-cdk-lib';
import { warnAboutCreatorLeaves } from '../../../src/constructs/membership/membership-rules';
import { idsAndMessages } from '../../support/faults';

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
