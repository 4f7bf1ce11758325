import { RemovalPolicy } from 'aws-cdk-lib';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** Results are written only to the Regions that the collaboration allows. `regions` has those that are known, by the property that names the bucket. */
export function checkResultRegions(regions: Record<string, string>, allowed?: readonly string[]): ValidationFault[] {
  if (!allowed?.every(isKnown)) return [];
  return Object.entries(regions).filter(([, region]) => !allowed.includes(region)).map(([property, region]) => ({
    code: code`ResultRegionNotAllowed`,
    message: `the bucket of '${property}' is in ${region}, which is not among allowedResultRegions of the collaboration: ${allowed.join(', ')} `
      + '(Bucket.fromBucketName takes a bucket to be in the Region of the stack: where it is in another one, import it by '
      + "Bucket.fromBucketAttributes, with 'region')",
  }));
}

/** The creator leaves a collaboration by deleting it: CloudFormation cannot delete its membership before that. */
export function warnAboutCreatorLeaves(isCreator: boolean, removalPolicy?: RemovalPolicy): Warning[] {
  return !isCreator || removalPolicy !== RemovalPolicy.DESTROY ? [] : [{
    id: 'cdk-cleanrooms:creatorCannotLeave',
    message: "'removalPolicy' is DESTROY, but the account of the stack created the collaboration, which is not of this app: the service refuses to "
      + "delete its membership while the collaboration is there (if another account created it, give the import its 'creatorAccountId')",
  }];
}
