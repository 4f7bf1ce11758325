import { CfnDeletionPolicy } from 'aws-cdk-lib';
import { checkJoinsOnce } from './joined-once-rules';
import { checkMembership, checkResultRegions, warnAboutMembership } from './membership-rules';
import { warnAboutRetained } from './retained-rules';
import { groupBy } from '../../foundation/group-by';
import { environmentOf } from '../../foundation/references';
import { hasRetainingPolicy } from '../../foundation/retention';
import { AppInventory } from '../app-inventory';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import { costsIn } from '../member';
import type { ProgramModel } from '../model';
import { booleanAt } from '../rendered-properties';
import type { ProgramResource } from '../resource';
import { resultRegionsOf } from '../result-buckets';

/** Checks the memberships of a program against their collaborations, and against each other. */
export function checkMemberships(model: ProgramModel, findings: Findings): void {
  const memberships = model.resources(KnownResource.MEMBERSHIP);
  for (const membership of memberships) {
    checkAgainstCollaboration(model, findings, membership);
    const { allowedResultRegions } = model.collaborationOfMembership(membership.cfn) ?? {};
    findings.fault(membership.owner, ...checkResultRegions(resultRegionsOf(membership), allowedResultRegions));
  }
  checkAreJoinedOnce(model, findings, memberships.filter(({ isUnconditional }) => isUnconditional));
  checkRetained(model, findings, memberships);
}

function checkAgainstCollaboration(model: ProgramModel, findings: Findings, membership: ProgramResource): void {
  const collaboration = model.collaborationOfMembership(membership.cfn);
  const members = collaboration?.members();
  if (!collaboration || !members) return;

  const member = model.isCertain(membership.account, collaboration, membership.cfn) ? collaboration.member(membership.account) : undefined;
  const results = membership.value<{ readonly RoleArn?: unknown }>('DefaultResultConfiguration');
  const payment = membership.property('PaymentConfiguration');
  const parts = {
    accountId: membership.account,
    queryLogging: membership.value('QueryLogStatus') === 'ENABLED',
    jobLogging: membership.value('JobLogStatus') === 'ENABLED',
    metrics: booleanAt(membership.property('IsMetricsEnabled')) ?? false,
    accepts: costsIn(payment),
    hasResultConfiguration: membership.property('DefaultResultConfiguration') !== undefined
      || membership.property('DefaultJobResultConfiguration') !== undefined,
    hasQueryResultConfiguration: membership.property('DefaultResultConfiguration') !== undefined,
    hasQueryResultRole: !results || results.RoleArn !== undefined,
  };
  const known = {
    members,
    removedAccountIds: collaboration.removedAccountIds(),
    queryLogging: collaboration.queryLogging,
    jobLogging: collaboration.jobLogging,
    metrics: collaboration.metrics,
  };
  findings.fault(membership.owner, ...checkMembership(parts, known, member));
  findings.warning(membership.owner, ...warnAboutMembership(parts, known, member));
}

function checkAreJoinedOnce(model: ProgramModel, findings: Findings, memberships: readonly ProgramResource[]): void {
  const joinings = groupBy(memberships, (membership) => {
    const collaboration = model.collaborationOfMembership(membership.cfn);
    return collaboration && `${environmentOf(membership.cfn)} ${model.idOf(collaboration.key)}`;
  });
  for (const [joining, [first, ...others]] of joinings) {
    others.forEach(({ owner }) => findings.fault(owner, ...checkJoinsOnce(first.path)));
    const elsewhere = isDefined(model, first) ? undefined : AppInventory.of(first.cfn).claim(`membership ${joining}`, first.path);
    if (elsewhere !== undefined) findings.fault(first.owner, ...checkJoinsOnce(elsewhere));
  }
}

/** Whether the collaboration is of the stage itself, and so another one in each stage. */
function isDefined(model: ProgramModel, membership: ProgramResource): boolean {
  return model.collaborationOfMembership(membership.cfn)?.definition !== undefined;
}

/** The membership of the creator is retained, whatever its policy says, and is none of those that CloudFormation deletes. */
function checkRetained(model: ProgramModel, findings: Findings, memberships: readonly ProgramResource[]): void {
  const deleted = new Set(memberships.filter(({ cfn }) => cfn.cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE).filter((membership) => {
    const definition = model.collaborationOfMembership(membership.cfn)?.definition;
    return definition?.account !== membership.account;
  }));
  if (!deleted.size) return;

  const retained = groupBy(
    RETAINABLE.flatMap((type) => model.resources(type)).filter(({ cfn }) => hasRetainingPolicy(cfn)),
    (resource) => model.find(resource.key('MembershipIdentifier')),
  );
  for (const membership of deleted) {
    const paths = (retained.get(membership) ?? []).map(({ path }) => path);
    findings.warning(membership.owner, ...warnAboutRetained(paths));
  }
}

const RETAINABLE = [
  KnownResource.ANALYSIS_TEMPLATE, KnownResource.CONFIGURED_TABLE_ASSOCIATION, KnownResource.ID_MAPPING_TABLE,
  KnownResource.ID_NAMESPACE_ASSOCIATION, KnownResource.INTERMEDIATE_TABLE, KnownResource.MODEL_ALGORITHM_ASSOCIATION,
  KnownResource.PRIVACY_BUDGET_TEMPLATE,
];
