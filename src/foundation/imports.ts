import type { Construct } from 'constructs';
import { checkArn, checkIdentifier } from './identifiers';
import { throwIfAny } from './validation-faults';

/**
 * Checks that an ARN, given by the name of its parameter, has the type of what is imported: ids are read from their places in the ARN,
 * and policies name the ARN.
 *
 * @param resource What follows the account in the ARN, such as `membership/<id>`.
 */
export function checkImport(scope: Construct, arn: Record<string, string>, service: 'cleanrooms' | 'cleanrooms-ml', resource: string): void {
  throwIfAny(scope, Object.entries(arn).flatMap(([name, value]) => checkArn(name, value, `arn:aws:${service}:<region>:<account>:${resource}`)));
}

/** Checks that ids, given by the names of their parameters, are ids: in a policy, a wildcard would match what belongs to others. */
export function checkImportedIds(scope: Construct, ids: Record<string, string>): void {
  throwIfAny(scope, Object.entries(ids).flatMap(([name, id]) => checkIdentifier(name, id)));
}
