import { RemovalPolicy } from 'aws-cdk-lib';
import type { Warning } from '../../foundation/warnings';

/** Warns about a creator who is to leave: it can only delete the collaboration, and CloudFormation cannot delete its membership before that. */
export function warnAboutCreatorLeaves(isCreator: boolean, removalPolicy?: RemovalPolicy): Warning[] {
  return !isCreator || removalPolicy !== RemovalPolicy.DESTROY ? [] : [{
    id: 'cdk-cleanrooms:creatorCannotLeave',
    message: "'removalPolicy' is DESTROY, but the account of the stack created the collaboration, which this app does not define: the service refuses to "
      + "delete the creator's membership before the collaboration (if another account created it, set 'creatorAccountId' of the import)",
  }];
}
