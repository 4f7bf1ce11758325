import type { Construct } from 'constructs';
import { checkArn, checkIdentifier } from './identifiers';
import { throwIfAny } from './validation-faults';

/**
 * Sees to it that what is imported by its ARN, given under the name of the parameter, is of the type that it is imported as: ids
 * are read from their places in the ARN, and the ARN goes into policies.
 *
 * @param resource What follows the account in the ARN, such as `membership/<id>`.
 */
export function checkImport(scope: Construct, arn: Record<string, string>, service: 'cleanrooms' | 'cleanrooms-ml', resource: string): void {
  throwIfAny(scope, Object.entries(arn).flatMap(([name, value]) => checkArn(name, value, `arn:aws:${service}:<region>:<account>:${resource}`)));
}

/** Sees to it that what is imported by ids, given under the names of the parameters, has ids: a wildcard would open policies to others. */
export function checkImportedIds(scope: Construct, ids: Record<string, string>): void {
  throwIfAny(scope, Object.entries(ids).flatMap(([name, id]) => checkIdentifier(name, id)));
}
