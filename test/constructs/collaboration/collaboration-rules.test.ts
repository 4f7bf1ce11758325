import { Aws } from 'aws-cdk-lib';
import { warnAboutCollaboration } from '../../../src/constructs/collaboration/collaboration-rules';
import type { SpecifiedCollaboration } from '../../../src/constructs/collaboration/collaboration-rules';
import type { SpecifiedMember } from '../../../src/program/member';
import { idsAndMessages } from '../../support/faults';

const RUNNER = member('111111111111', { abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] });

describe('warns of', () => {
  test.each<[string, Partial<SpecifiedCollaboration>, string, string]>([
    ['a collaboration in which nobody can query', { creator: member('111111111111', { abilities: ['CAN_RECEIVE_RESULTS'] }) },
      'cdk-cleanrooms:nobodyCanQuery', 'no member has CAN_QUERY: no queries can run in this collaboration'],
    ['a collaboration in which nobody receives results', { creator: member('111111111111', { abilities: ['CAN_QUERY'] }) },
      'cdk-cleanrooms:nobodyCanReceiveResults', 'no member has CAN_RECEIVE_RESULTS: queries have no member to send their results to'],
    ['jobs run by another member than queries', { members: [member('222222222222', { abilities: ['CAN_RUN_JOB'] })] },
      'cdk-cleanrooms:jobRunnerCannotQuery',
      'account 222222222222 has CAN_RUN_JOB without CAN_QUERY: the service documents that ability only for the member who can query'],
    ['job logs without jobs', { jobLogging: true },
      'cdk-cleanrooms:nobodyCanRunJobs', 'job logs and payers for JOB_COMPUTE have no effect: no member has CAN_RUN_JOB'],
    ['a payer for jobs without jobs', { members: [member('222222222222', { paysFor: ['JOB_COMPUTE'] })] },
      'cdk-cleanrooms:nobodyCanRunJobs', 'job logs and payers for JOB_COMPUTE have no effect: no member has CAN_RUN_JOB'],
    ['jobs for which only another member pays', {
      creator: member('111111111111', { abilities: ['CAN_QUERY', 'CAN_RUN_JOB', 'CAN_RECEIVE_RESULTS'] }),
      members: [member('222222222222', { paysFor: ['JOB_COMPUTE'] })],
    }, 'cdk-cleanrooms:jobRunnerDoesNotPay',
    'account 111111111111 runs jobs and is not among the payers for JOB_COMPUTE (account 222222222222): '
      + 'the API reference says that the service refuses this, the user guide allows it'],
    ['several payers for queries', {
      creator: { ...RUNNER, paysFor: ['QUERY_COMPUTE'] }, members: [member('222222222222', { paysFor: ['QUERY_COMPUTE'] })],
    }, 'cdk-cleanrooms:severalQueryPayers',
    'account 111111111111, account 222222222222 are payer candidates for QUERY_COMPUTE: each query must name one of them as its payer'],
    ['payers for models whose output nobody receives', { members: [member('222222222222', { paysFor: ['MODEL_INFERENCE'] })] },
      'cdk-cleanrooms:nobodyHasMlAbilities',
      'account 222222222222 would pay for models, but no member has a machine learning ability: no member can receive the output of models'],
    ['more members than the default quota', { members: invited(6) },
      'cdk-cleanrooms:membersOverQuota', "'members' has 6 members: the default quota is 5 for each collaboration, and can be raised"],
    ['a creator whose account is not known', {
      creator: member(Aws.ACCOUNT_ID, { abilities: ['CAN_RUN_JOB'] }), members: [{ ...RUNNER, accountId: '222222222222' }],
    }, 'cdk-cleanrooms:jobRunnerCannotQuery',
    'the creator has CAN_RUN_JOB without CAN_QUERY: the service documents that ability only for the member who can query'],
  ])('%s', (_, parts, id, message) => {
    expect(idsAndMessages(warnAboutCollaboration(collaboration(parts)))).toEqual([[id, message]]);
  });
});

describe('does not warn of', () => {
  test.each<[string, Partial<SpecifiedCollaboration>]>([
    ['a runner who receives', {}],
    ['five invited members', { members: invited(5) }],
    ['one payer for queries', { members: [member('222222222222', { paysFor: ['QUERY_COMPUTE'] })] }],
    ['a runner of jobs who is one of the payers', {
      creator: member('111111111111', { abilities: ['CAN_QUERY', 'CAN_RUN_JOB', 'CAN_RECEIVE_RESULTS'], paysFor: ['JOB_COMPUTE'] }),
      members: [member('222222222222', { paysFor: ['JOB_COMPUTE'] })],
      jobLogging: true,
    }],
    ['model output in place of results', {
      creator: member('111111111111', { abilities: ['CAN_QUERY'], mlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'], paysFor: ['MODEL_TRAINING'] }),
    }],
  ])('%s', (_, parts) => {
    expect(warnAboutCollaboration(collaboration(parts))).toEqual([]);
  });
});

function collaboration(parts: Partial<SpecifiedCollaboration>): SpecifiedCollaboration {
  return { creator: RUNNER, members: [], jobLogging: false, ...parts };
}

function invited(count: number): SpecifiedMember[] {
  return Array.from({ length: count }, (_, index) => member(`22222222222${index}`));
}

function member(accountId: string, parts: Partial<SpecifiedMember> = {}): SpecifiedMember {
  return { accountId, abilities: [], mlAbilities: [], paysFor: [], ...parts };
}
