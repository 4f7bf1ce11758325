import { RemovalPolicy } from 'aws-cdk-lib';
import { accountName } from '../../foundation/names';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import type { CollaborationFacts, MemberFacts } from '../../program/collaboration-facts';

/** What the rules need to know of a membership. */
export interface MembershipParts {
  readonly accountId: string;
  readonly accountIsKnown: boolean;
  readonly queryLogging: boolean;
  readonly jobLogging: boolean;
  readonly metrics: boolean;
  /** What the user says the member accepts to pay; `undefined` where that was left to the library. */
  readonly accepts?: string[];
  /** What the collaboration names the member for; `undefined` where that is not known. */
  readonly namedFor?: string[];
  /** The Regions of the result buckets that are known, by the property that names the bucket. */
  readonly resultRegions: Record<string, string>;
  readonly hasResultConfiguration: boolean;
}

/** The rules that the service enforces on a membership of a collaboration that is known at synthesis. */
export function checkMembership(parts: MembershipParts, collaboration: CollaborationFacts, member?: MemberFacts): ValidationFault[] {
  const faults: ValidationFault[] = [];
  const accounts = collaboration.members.map(({ accountId }) => accountId);

  if (!member && parts.accountIsKnown && accounts.every((account) => account !== undefined && /^\d{12}$/.test(account))) {
    faults.push({
      code: code`NotAMember`,
      message: `account ${parts.accountId} of the stack is not among the members of the collaboration: ${accounts.join(', ')} `
        + '(define the CollaborationChangeRequest that adds it before its membership; where the collaboration has changed otherwise, import it '
        + "with the account among 'memberAccountIds')",
    });
  }
  if (parts.accepts && parts.namedFor) {
    faults.push(...checkPayment(parts.accepts, parts.namedFor, isDefaultPayer(collaboration, member)));
  }
  if (parts.metrics && collaboration.metrics === false) {
    faults.push({
      code: code`MetricsNotEnabled`,
      message: "'metrics' must not be true, because the collaboration has metrics off",
    });
  }
  if (parts.metrics && member?.abilities && !member.abilities.includes('CAN_QUERY') && parts.namedFor?.length === 0) {
    faults.push({
      code: code`MetricsNotForMember`,
      message: `'metrics' must not be true, because ${accountName(parts.accountId)} neither can query nor is named to pay for anything`,
    });
  }
  const allowed = collaboration.allowedResultRegions;
  for (const [property, region] of Object.entries(parts.resultRegions)) {
    if (allowed?.every(isKnown) && !allowed.includes(region)) {
      faults.push({
        code: code`ResultRegionNotAllowed`,
        message: `the bucket of '${property}' is in ${region}, which is not among allowedResultRegions of the collaboration: ${allowed.join(', ')} `
          + '(Bucket.fromBucketName takes a bucket to be in the Region of the stack: where it is in another one, import it by '
          + "Bucket.fromBucketAttributes, with 'region')",
      });
    }
  }
  return faults;
}

/** What probably is a mistake in a membership of a collaboration that is known at synthesis. */
export function warnAboutMembership(parts: MembershipParts, collaboration: CollaborationFacts, member?: MemberFacts): Warning[] {
  const advice: Warning[] = [];
  if (parts.hasResultConfiguration && member?.abilities && !member.abilities.includes('CAN_RECEIVE_RESULTS')) {
    advice.push({
      id: 'cdk-cleanrooms:resultsForNonReceiver',
      message: `${accountName(parts.accountId)} has a default result configuration, but not CAN_RECEIVE_RESULTS`,
    });
  }
  for (const [property, on, available] of [
    ['queryLogging', parts.queryLogging, collaboration.queryLogging],
    ['jobLogging', parts.jobLogging, collaboration.jobLogging],
  ] as const) {
    if (on && available === false) {
      advice.push({
        id: `cdk-cleanrooms:${property}WithoutCollaboration`,
        message: `'${property}' has no effect, because the collaboration has '${property}' off`,
      });
    }
  }
  return advice;
}

/** The creator leaves a collaboration by deleting it: CloudFormation cannot delete its membership before that. */
export function warnAboutCreatorLeaves(isCreator: boolean, removalPolicy?: RemovalPolicy): Warning[] {
  return !isCreator || removalPolicy !== RemovalPolicy.DESTROY ? [] : [{
    id: 'cdk-cleanrooms:creatorCannotLeave',
    message: "'removalPolicy' is DESTROY, but the account of the stack created the collaboration, which is not of this app: the service refuses to "
      + "delete its membership while the collaboration is there (where another account created it, say so by 'creatorAccountId' of the import)",
  }];
}

function checkPayment(accepts: string[], namedFor: string[], isDefault: boolean): ValidationFault[] {
  const refused = namedFor.filter((responsibility) => !accepts.includes(responsibility));
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
function isDefaultPayer(collaboration: CollaborationFacts, member?: MemberFacts): boolean {
  return !collaboration.members.some(({ payment }) => payment?.queryCompute) && (member?.abilities?.includes('CAN_QUERY') ?? false);
}
