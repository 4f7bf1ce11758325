import type { Warning } from '../../foundation/warnings';
import { MEMBERS_LIMIT, nameOf, namesOf } from '../../program/checks/collaboration-rules';
import type { SpecifiedMember } from '../../program/member';

/** The default quota of the service. */
const MEMBERS_QUOTA = 5;

/** A collaboration as its properties specify it, as far as the warnings need it. */
export interface SpecifiedCollaboration {
  readonly creator: SpecifiedMember;
  readonly members: SpecifiedMember[];
  readonly jobLogging: boolean;
}

/** Warns about probable mistakes in a collaboration. */
export function warnAboutCollaboration({ creator, members, jobLogging }: SpecifiedCollaboration): Warning[] {
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
      message: `${nameOf(runner)} has CAN_RUN_JOB without CAN_QUERY: the service documents that ability only for the member who can query`,
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
      message: `${nameOf(runner)} runs jobs and is not among the payers for JOB_COMPUTE (${namesOf(jobPayers)}): `
        + 'the API reference says that the service refuses this, the user guide allows it',
    });
  }
  if (payersOf('QUERY_COMPUTE').length > 1) {
    warnings.push({
      id: 'cdk-cleanrooms:severalQueryPayers',
      message: `${namesOf(payersOf('QUERY_COMPUTE'))} are payer candidates for QUERY_COMPUTE: each query must name one of them as its payer`,
    });
  }
  const mlPayers = ['MODEL_TRAINING', 'MODEL_INFERENCE'].flatMap(payersOf);
  if (mlPayers.length && !everybody.some((member) => member.mlAbilities.length)) {
    warnings.push({
      id: 'cdk-cleanrooms:nobodyHasMlAbilities',
      message: `${namesOf(mlPayers)} would pay for models, but no member has a machine learning ability: no member can receive the output of models`,
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
