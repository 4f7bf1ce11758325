import { checkStackAccount } from './account-rules';
import { accountName } from '../../foundation/resolve-for-display';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import type { Member } from '../member';

/** A membership, with what the program says of its collaboration. */
export interface MembershipInput {
  readonly accountId: string;
  readonly queryLogging: boolean;
  readonly jobLogging: boolean;
  readonly metrics: boolean;
  /** What the membership accepts to pay for; `undefined` where that is not known. */
  readonly accepts?: readonly string[];
  readonly hasResultConfiguration: boolean;
  readonly hasQueryResultConfiguration: boolean;
  /** Whether the results of queries are written with a role. */
  readonly hasQueryResultRole: boolean;
}

/** What is known of the collaboration of a membership. */
export interface CollaborationOfMembership {
  readonly members: readonly Member[];
  /** The accounts of members that the program removes. */
  readonly removedAccountIds: readonly string[];
  readonly queryLogging?: boolean;
  readonly jobLogging?: boolean;
  readonly metrics?: boolean;
}

/** The rules that the service enforces on a membership of a collaboration that is known at synthesis. */
export function checkMembership(parts: MembershipInput, collaboration: CollaborationOfMembership, member?: Member): ValidationFault[] {
  const faults: ValidationFault[] = [];
  faults.push(...checkStackAccount(parts.accountId, collaboration.members, collaboration.removedAccountIds));
  if (parts.accepts && member?.paysFor && !member.paymentIsChanged) {
    faults.push(...checkPayment(parts.accepts, member.paysFor, isDefaultPayer(collaboration.members, member)));
  }
  if (parts.metrics && collaboration.metrics === false) {
    faults.push({
      code: code`MetricsNotEnabled`,
      message: "'metrics' must not be true, because the collaboration has metrics off: set 'metrics' of the collaboration",
    });
  }
  if (parts.metrics && member?.abilities && !member.abilities.includes('CAN_QUERY') && member.paysFor?.length === 0 && !member.paymentIsChanged) {
    faults.push({
      code: code`MetricsNotForMember`,
      message: `'metrics' must not be true, because ${accountName(parts.accountId)} neither can query nor pays for anything`,
    });
  }
  return faults;
}

/** Probable mistakes in a membership of a collaboration that is known at synthesis. */
export function warnAboutMembership(parts: MembershipInput, collaboration: CollaborationOfMembership, member?: Member): Warning[] {
  const warnings: Warning[] = [];
  if (collaboration.removedAccountIds.includes(parts.accountId)) {
    warnings.push({
      id: 'cdk-cleanrooms:membershipOfRemovedMember',
      message: `the app removes ${accountName(parts.accountId)} from the collaboration, which it cannot join again: take its membership out of the app`,
    });
  }
  if (parts.hasResultConfiguration && member?.abilities && !member.abilities.includes('CAN_RECEIVE_RESULTS')) {
    warnings.push({
      id: 'cdk-cleanrooms:resultsForNonReceiver',
      message: `${accountName(parts.accountId)} has a default result configuration, but not CAN_RECEIVE_RESULTS`,
    });
  }
  if (!parts.hasQueryResultConfiguration && member?.abilities?.includes('CAN_RECEIVE_RESULTS') && !member.abilities.includes('CAN_QUERY')) {
    warnings.push({
      id: 'cdk-cleanrooms:receiverWithoutResultPlace',
      message: `${accountName(parts.accountId)} can receive results and not query, but has no 'defaultResult': the service is reported to refuse `
        + 'such a membership, and no query can send results to it',
    });
  }
  if (parts.hasQueryResultConfiguration && !parts.hasQueryResultRole && member?.abilities && !member.abilities.includes('CAN_QUERY')) {
    warnings.push({
      id: 'cdk-cleanrooms:resultsWithoutRole',
      message: `the results of queries are written without a role of ${accountName(parts.accountId)}, who does not run them: who starts a query cannot `
        + "write to the bucket of another member: leave 'withoutRole' out",
    });
  }
  for (const [property, on, available] of [
    ['queryLogging', parts.queryLogging, collaboration.queryLogging],
    ['jobLogging', parts.jobLogging, collaboration.jobLogging],
  ] as const) {
    if (on && available === false) {
      warnings.push({
        id: `cdk-cleanrooms:${property}WithoutCollaboration`,
        message: `'${property}' has no effect, because the collaboration has '${property}' off`,
      });
    }
  }
  return warnings;
}

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

function checkPayment(accepts: readonly string[], namedFor: readonly string[], isDefault: boolean): ValidationFault[] {
  const refused = namedFor.filter((responsibility) => !accepts.includes(responsibility) && !(isDefault && responsibility === 'QUERY_COMPUTE'));
  const uncalled = accepts.filter((responsibility) => !namedFor.includes(responsibility) && !(isDefault && responsibility === 'QUERY_COMPUTE'));
  return [
    ...refused.map((responsibility) => ({
      code: code`PaymentNotAccepted`,
      message: `'paymentResponsibilities' must have ${responsibility}, for which the collaboration names this member: leave it out to accept all`,
    })),
    ...uncalled.map((responsibility) => ({
      code: code`PaymentNotAsked`,
      message: `'paymentResponsibilities' has ${responsibility}, for which the collaboration does not name this member`,
    })),
  ];
}

/** Where nobody is named to pay for queries, the member who can query does. */
function isDefaultPayer(members: readonly Member[], member: Member): boolean {
  return !members.some(({ paysFor }) => paysFor?.includes('QUERY_COMPUTE')) && (member.abilities?.includes('CAN_QUERY') ?? false);
}
