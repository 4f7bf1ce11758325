import { checkAccounts } from './account-checks';
import { checkAnalyses } from './analysis-checks';
import { checkBudgets } from './budget-checks';
import { checkCollaborations } from './collaboration-checks';
import { checkColumns } from './column-checks';
import { checkIntermediateTables } from './intermediate-table-checks';
import { checkInvitations } from './invitation-checks';
import { checkMemberships } from './membership-checks';
import { checkNames } from './name-checks';
import { checkPrivacy } from './privacy-checks';
import { checkQuotas } from './quota-checks';
import { checkTables } from './table-checks';
import type { Findings } from '../findings';
import type { ProgramModel } from '../model';

const CHECKS: readonly ((model: ProgramModel, findings: Findings) => void)[] = [
  checkCollaborations, checkMemberships, checkColumns, checkTables, checkIntermediateTables, checkAnalyses, checkBudgets, checkInvitations,
  checkNames, checkAccounts, checkPrivacy, checkQuotas,
];

/** Checks everything between the constructs of a program, L1s among them, that its model says. */
export function checkBetweenConstructs(model: ProgramModel, findings: Findings): void {
  CHECKS.forEach((check) => check(model, findings));
}
