import { Token } from 'aws-cdk-lib';
import { repeated } from '../../foundation/known-values';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Member } from '../member';

/** The maximum number of invited members in CloudFormation. */
export const MEMBERS_LIMIT = 9;

/** A collaboration, as far as the rules need it. What is not known at synthesis is `undefined`. */
export interface CollaborationInput {
  readonly creator: Member;
  readonly members: readonly Member[];
  readonly analyticsEngine?: string;
  readonly allowedResultRegions?: readonly string[];
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
  for (const accountId of repeated(everybody.flatMap((member) => member.accountId ?? []))) {
    faults.push({
      code: code`MemberNotUnique`,
      message: accountId === creator.accountId
        ? `'members' must not name the creator's own account ${accountId}: specify it with 'creator'`
        : `'members' must name each account once, got ${accountId} more than once`,
    });
  }
  const queriers = everybody.filter(({ abilities }) => abilities?.includes('CAN_QUERY'));
  if (queriers.length > 1) {
    faults.push({
      code: code`SeveralMembersCanQuery`,
      message: `only one member of a collaboration can have CAN_QUERY, got ${namesOf(queriers)}: take it from all but one`,
    });
  }
  if (nobodyPaysForQueries(everybody)) {
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

/** Whether members are named for other costs, and nobody for queries, also not as the member who can query. */
function nobodyPaysForQueries(members: readonly Member[]): boolean {
  const areKnown = members.every(({ abilities, paysFor }) => abilities && paysFor);
  return areKnown && members.some(({ paysFor }) => paysFor!.length)
    && !members.some(({ abilities, paysFor }) => abilities!.includes('CAN_QUERY') || paysFor!.includes('QUERY_COMPUTE'));
}

/** Returns a member as messages name it: by its account, or as the creator, whose account can be a token. */
export function nameOf({ accountId }: Member): string {
  return accountId === undefined || Token.isUnresolved(accountId) ? 'the creator' : `account ${accountId}`;
}

/** Returns members as messages name them, each once. */
export function namesOf(members: readonly Member[]): string {
  return [...new Set(members.map(nameOf))].join(', ');
}
