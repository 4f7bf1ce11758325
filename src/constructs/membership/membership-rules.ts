import { RemovalPolicy } from 'aws-cdk-lib';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** Checks that result buckets are in Regions that the collaboration allows. `regions` has the known ones, by the property of the bucket. */
export function checkResultRegions(regions: Record<string, string>, allowed?: readonly string[]): ValidationFault[] {
  if (!allowed?.every(isKnown)) return [];
  return Object.entries(regions).filter(([, region]) => !allowed.includes(region)).map(([property, region]) => ({
    code: code`ResultRegionNotAllowed`,
    message: `the bucket of '${property}' is in ${region}, which is not among allowedResultRegions of the collaboration: ${allowed.join(', ')} `
      + '(Bucket.fromBucketName assumes the Region of the stack: import a bucket in another Region with '
      + "Bucket.fromBucketAttributes and its 'region')",
  }));
}

/** Warns about a creator who is to leave: it can only delete the collaboration, and CloudFormation cannot delete its membership before that. */
export function warnAboutCreatorLeaves(isCreator: boolean, removalPolicy?: RemovalPolicy): Warning[] {
  return !isCreator || removalPolicy !== RemovalPolicy.DESTROY ? [] : [{
    id: 'cdk-cleanrooms:creatorCannotLeave',
    message: "'removalPolicy' is DESTROY, but the account of the stack created the collaboration, which this app does not define: the service refuses to "
      + "delete the creator's membership before the collaboration (if another account created it, set 'creatorAccountId' of the import)",
  }];
}
