import { RemovalPolicy } from 'aws-cdk-lib';
import type { QueryResultConfiguration, ResultConfiguration } from './result-configuration';
import { checkBucket, checkKeyPrefix } from '../../foundation/bucket-folders';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** Checks a default destination for results. */
export function checkResultPlace(property: string, place: ResultConfiguration | undefined): ValidationFault[] {
  return place ? [...checkBucket(`${property}.bucket`, place.bucket), ...checkKeyPrefix(`${property}.prefix`, place.prefix)] : [];
}

/** Checks that results which are to be written without a role have none. */
export function checkRoleOfResults({ role, withoutRole }: Partial<QueryResultConfiguration> = {}): ValidationFault[] {
  return role && withoutRole ? [{
    code: code`ResultRoleNotUsed`,
    message: `'defaultResult' must not have both 'withoutRole' and a 'role', got '${role.node.path}': leave one of them out`,
  }] : [];
}

/** Warns about a creator who is to leave: it can only delete the collaboration, and CloudFormation cannot delete its membership before that. */
export function warnAboutCreatorLeaves(isCreator: boolean, removalPolicy?: RemovalPolicy): Warning[] {
  return !isCreator || removalPolicy !== RemovalPolicy.DESTROY ? [] : [{
    id: 'cdk-cleanrooms:creatorCannotLeave',
    message: "'removalPolicy' is DESTROY, but the account of the stack created the collaboration, which this app does not define: the service refuses to "
      + "delete the creator's membership before the collaboration (if another account created it, set 'creatorAccountId' of the import)",
  }];
}
