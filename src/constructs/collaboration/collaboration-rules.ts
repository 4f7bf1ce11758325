import { Token } from 'aws-cdk-lib';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import type { SpecifiedMember } from '../../program/member';
import { repeated } from '../table/configured-table-rules';

/** The maximum number of invited members in CloudFormation, and the default quota of the service. */
const MEMBERS_LIMIT = 9;
const MEMBERS_QUOTA = 5;

/** A collaboration, as far as the rules need it. */
export interface CollaborationInput {
  readonly creator: SpecifiedMember;
  readonly members: SpecifiedMember[];
  readonly jobLogging: boolean;
  readonly analyticsEngine?: string;
  readonly allowedResultRegions?: string[];
}

/** Checks what the service enforces on a collaboration. */
export function checkCollaboration({ creator, members, analyticsEngine, allowedResultRegions }: CollaborationInput): ValidationFault[] {
  const everybody = [creator, ...members];
  const faults: ValidationFault[] = [];

  if (members.length > MEMBERS_LIMIT) {
    faults.push({
      code: code`TooManyMembers`,
      message: `'members' must have at most ${MEMBERS_LIMIT} members besides the creator, got ${members.length}`,
    });
  }
  for (const accountId of repeated(everybody.map((member) => member.accountId))) {
    faults.push({
      code: code`MemberNotUnique`,
      message: accountId === creator.accountId
        ? `'members' must not name the creator's own account ${accountId}: specify it with 'creator'`
        : `'members' must name each account once, got ${accountId} more than once`,
    });
  }
  const queriers = everybody.filter((member) => member.abilities.includes('CAN_QUERY'));
  if (queriers.length > 1) {
    faults.push({
      code: code`SeveralMembersCanQuery`,
      message: `exactly one member of a collaboration can have CAN_QUERY, got ${accounts(queriers)}`,
    });
  }
  const payerNamed = everybody.some((member) => member.paysFor.length);
  if (payerNamed && !queriers.length && !everybody.some((member) => member.paysFor.includes('QUERY_COMPUTE'))) {
    faults.push({
      code: code`NobodyPaysForQueries`,
      message: "'paymentResponsibilities' names payers, but none for QUERY_COMPUTE, and there is no default payer because no member has CAN_QUERY: "
        + 'name a payer for QUERY_COMPUTE',
    });
  }
  if (analyticsEngine === 'CLEAN_ROOMS_SQL') {
    faults.push({
      code: code`AnalyticsEngineGone`,
      message: "'analyticsEngine' must not be CLEAN_ROOMS_SQL, which the service retired in 2025: omit it or use SPARK",
    });
  }
  if (allowedResultRegions?.length === 0) {
    faults.push({
      code: code`ResultRegionsEmpty`,
      message: "'allowedResultRegions' must name at least one Region, got none: omit it to allow all Regions",
    });
  }
  return faults;
}

/** Warns about probable mistakes in a collaboration. */
export function warnAboutCollaboration({ creator, members, jobLogging }: CollaborationInput): Warning[] {
  const everybody = [creator, ...members];
  const warnings: Warning[] = [];
  const able = (ability: string) => everybody.filter((member) => member.abilities.includes(ability));
  const payersOf = (cost: string) => everybody.filter((member) => member.paysFor.includes(cost));
  const [querier] = able('CAN_QUERY');
  const jobRunners = able('CAN_RUN_JOB');
  const jobPayers = payersOf('JOB_COMPUTE');

  if (!querier) {
    warnings.push({ id: 'cdk-cleanrooms:nobodyCanQuery', message: 'no member has CAN_QUERY: no queries can run in this collaboration' });
  }
  if (!able('CAN_RECEIVE_RESULTS').length && !everybody.some((member) => member.mlAbilities.length)) {
    warnings.push({
      id: 'cdk-cleanrooms:nobodyCanReceiveResults',
      message: 'no member has CAN_RECEIVE_RESULTS: queries have no member to send their results to',
    });
  }
  for (const runner of jobRunners.filter((member) => member !== querier)) {
    warnings.push({
      id: 'cdk-cleanrooms:jobRunnerCannotQuery',
      message: `${account(runner)} has CAN_RUN_JOB without CAN_QUERY: the service documents that ability only for the member who can query`,
    });
  }
  if (!jobRunners.length && (jobLogging || jobPayers.length)) {
    warnings.push({
      id: 'cdk-cleanrooms:nobodyCanRunJobs',
      message: 'job logs and payers for JOB_COMPUTE have no effect: no member has CAN_RUN_JOB',
    });
  }
  for (const runner of jobRunners.filter((member) => jobPayers.length && !jobPayers.includes(member))) {
    warnings.push({
      id: 'cdk-cleanrooms:jobRunnerDoesNotPay',
      message: `${account(runner)} runs jobs and is not among the payers for JOB_COMPUTE (${accounts(jobPayers)}): `
        + 'the API reference says that the service refuses this, the user guide allows it',
    });
  }
  if (payersOf('QUERY_COMPUTE').length > 1) {
    warnings.push({
      id: 'cdk-cleanrooms:severalQueryPayers',
      message: `${accounts(payersOf('QUERY_COMPUTE'))} are payer candidates for QUERY_COMPUTE: each query must name one of them as its payer`,
    });
  }
  const mlPayers = ['MODEL_TRAINING', 'MODEL_INFERENCE'].flatMap(payersOf);
  if (mlPayers.length && !everybody.some((member) => member.mlAbilities.length)) {
    warnings.push({
      id: 'cdk-cleanrooms:nobodyHasMlAbilities',
      message: `${accounts(mlPayers)} would pay for models, but no member has a machine learning ability: no member can receive the output of models`,
    });
  }
  if (members.length > MEMBERS_QUOTA && members.length <= MEMBERS_LIMIT) {
    warnings.push({
      id: 'cdk-cleanrooms:membersOverQuota',
      message: `'members' has ${members.length} members: the default quota is ${MEMBERS_QUOTA} for each collaboration, and can be raised`,
    });
  }
  return warnings;
}

function account(member: SpecifiedMember): string {
  return Token.isUnresolved(member.accountId) ? 'the creator' : `account ${member.accountId}`;
}

function accounts(members: SpecifiedMember[]): string {
  return [...new Set(members.map(account))].join(', ');
}
