import { Token } from 'aws-cdk-lib';
import { checkAccountIds } from '../../foundation/identifiers';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

const TABLE_NAME = /^[a-zA-Z0-9_](([a-zA-Z0-9_ ]+-)*([a-zA-Z0-9_ ]+))?$/;
const SHA_256 = /^[0-9a-f]{64}$/i;

/** As many tables as the API answers for at once. */
export const MOST_AWAITED_TABLES = 25;

const TABLE_NAME_CHARACTERS = 128;

/** Checks the length of a name to look up: nothing can be found by a name that it cannot have. */
export function checkName(property: string, name: string, most: number): ValidationFault[] {
  const isFine = Token.isUnresolved(name) || (name.trim() !== '' && name.length <= most);
  return isFine ? [] : [{ code: code`NameLength`, message: `'${property}' must have 1 to ${most} characters and not be blank, got '${name}'` }];
}

/** Checks the SHA-256 of the source of an analysis template. */
export function checkSourceHash(sourceSha256: string | undefined): ValidationFault[] {
  const isFine = sourceSha256 === undefined || !isKnown(sourceSha256) || SHA_256.test(sourceSha256);
  return isFine ? [] : [{ code: code`SourceHashMalformed`, message: `'sourceSha256' must have 64 hexadecimal digits, got '${sourceSha256}'` }];
}

/** Checks the accounts of members to wait for. */
export function checkAwaitedMembers(accountIds: string[], ownAccount: string): ValidationFault[] {
  if (accountIds.length === 0) {
    return [{ code: code`AccountIdsMissing`, message: "'accountIds' must name at least one member to wait for, got none" }];
  }
  if (accountIds.includes(ownAccount)) {
    return [{
      code: code`OwnAccountAwaited`,
      message: "'accountIds' must not have the account of the stack, which does not need to wait for its own membership: name only other members",
    }];
  }
  return checkAccountIds('accountIds', accountIds);
}

/** Checks the names of tables to wait for. The API takes up to 25 at once. */
export function checkAwaitedTables(tables: string[]): ValidationFault[] {
  if (Token.isUnresolved(tables)) return [];
  const faults: ValidationFault[] = [];
  if (tables.length < 1 || tables.length > MOST_AWAITED_TABLES) {
    faults.push({ code: code`TablesCount`, message: `'tables' must name 1 to ${MOST_AWAITED_TABLES} tables, got ${tables.length}` });
  }
  for (const table of tables) {
    if (isKnown(table) && (!TABLE_NAME.test(table) || table.length > TABLE_NAME_CHARACTERS)) {
      faults.push({
        code: code`TableNameMalformed`,
        message: `'tables' must have names of at most ${TABLE_NAME_CHARACTERS} letters, digits, underscores, blanks, and single hyphens after the second character, got '${table}'`,
      });
    }
  }
  const names = tables.filter(isKnown);
  const twice = names.find((table, index) => names.findIndex((other) => other.toLowerCase() === table.toLowerCase()) < index);
  if (twice !== undefined) {
    faults.push({ code: code`TableTwice`, message: `'tables' must name each table once, got '${twice}' twice` });
  }
  return faults;
}

/** Checks the owners of tables to wait for. */
export function checkOwners(ownerAccountIds: Record<string, string> | undefined, tables: string[]): ValidationFault[] {
  if (ownerAccountIds === undefined || Token.isUnresolved(ownerAccountIds)) return [];
  const unknown = tables.every(isKnown) ? Object.keys(ownerAccountIds).filter((table) => isKnown(table) && !tables.includes(table)) : [];
  return [
    ...unknown.map((table) => ({
      code: code`OwnedTableNotAwaited`, message: `'ownerAccountIds' must have tables of 'tables' alone, which are ${tables.join(', ')}, got '${table}'`,
    })),
    ...checkAccountIds('ownerAccountIds', Object.values(ownerAccountIds)),
  ];
}
