import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { AnalysisTemplate, Collaboration, MemberAbility, Membership, ProtectedJob, WorkerType } from '../../../src';
import type { ProtectedJobProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, stackOf } from '../../support/stacks';

const MEMBERSHIP_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/22222222-2222-4222-8222-222222222222`;
const TEMPLATE_ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/77777777-7777-4777-8777-777777777777/analysistemplate/88888888-8888-4888-8888-888888888888`;

function job(stack: Stack, props: Partial<ProtectedJobProps> = {}): ProtectedJob {
  return new ProtectedJob(stack, 'Job', {
    membership: Membership.fromMembershipArn(stack, 'Membership', MEMBERSHIP_ARN),
    analysisTemplate: AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template', TEMPLATE_ARN),
    ...props,
  });
}

test('says what the properties say, and nothing else', () => {
  const [least, most] = [stackOf(), stackOf()];
  job(least);
  job(most, {
    parameters: { campaign: 'spring' },
    receiverAccountId: PARTNER,
    compute: { workerType: WorkerType.CR_4X, workers: 4 },
    payerAccountId: CREATOR,
    version: '2',
    timeout: Duration.minutes(5),
  });

  const given = { MembershipIdentifier: '22222222-2222-4222-8222-222222222222', AnalysisTemplateArn: TEMPLATE_ARN };
  const propertiesIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('Custom::CleanRoomsProtectedJob'))[0].Properties;
  expect(propertiesIn(least)).toEqual({ ...given, WaitSeconds: 840, ServiceTimeout: '960', ServiceToken: expect.anything() });
  expect(propertiesIn(most)).toMatchObject({
    ...given,
    Parameters: { campaign: 'spring' },
    ReceiverAccountId: PARTNER,
    Workers: { Type: 'CR.4X', Number: 4 },
    PayerAccountId: CREATOR,
    Version: '2',
    WaitSeconds: 300,
  });
});

test('gives what came of the job', () => {
  const stack = stackOf();
  const { protectedJobIdentifier, resultLocation, totalDuration, billedUnits } = job(stack);

  expect(stack.resolve([protectedJobIdentifier, resultLocation, totalDuration.toMilliseconds(), billedUnits])).toEqual(
    ['Identifier', 'ResultLocation', 'TotalDurationInMillis', 'BilledUnits'].map((name) => ({ 'Fn::GetAtt': [expect.stringMatching(/^Job/), name] })));
});

test.each<[string, Partial<ProtectedJobProps>, string, string]>([
  ['a receiver that is no account', { receiverAccountId: 'partner' }, 'AccountIdMalformed', "'receiverAccountId'"],
  ['a payer that is no account', { payerAccountId: '12' }, 'AccountIdMalformed', "'payerAccountId'"],
  ['workers that are for queries alone', { compute: { workerType: WorkerType.CR_8X, workers: 4 } }, 'WorkerTypeNotForJobs', 'CR.8X'],
  ['the name of a parameter with a blank', { parameters: { 'a b': 'c' } }, 'ArgumentNameMalformed', "got 'a b'"],
  ['a wait that does not fit into the function', { timeout: Duration.hours(1) }, 'WaitTooLong', 'at most 14 minutes'],
])('refuses %s', (_, props, code, message) => {
  expectRefused(() => job(stackOf(), props), code, message);
});

test('is run by a member who can run jobs, which not everybody can who can query', () => {
  const jobOfMemberWith = (...abilities: MemberAbility[]) => {
    const stack = stackOf();
    const collaboration = new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Creator', abilities }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
    return job(stack, { membership: collaboration.addMembership('Membership') });
  };

  expectRefused(() => jobOfMemberWith(MemberAbility.CAN_QUERY), 'MemberCannotRun',
    `'membership' must be that of a member with CAN_RUN_JOB, which account ${CREATOR} does not have`);
  expect(() => jobOfMemberWith(MemberAbility.CAN_QUERY, MemberAbility.CAN_RUN_JOB)).not.toThrow();
});

test('runs a template in PySpark', () => {
  const jobOf = (format: string) => {
    const stack = stackOf();
    return job(stack, { analysisTemplate: new CfnAnalysisTemplate(stack, 'Cfn', { name: 'reach', format, source: {}, membershipIdentifier: 'membership' }) });
  };

  expectRefused(() => jobOf('SQL'), 'TemplateOfOtherLanguage', 'Stack/Job: a job needs a PySpark template, got one of the format SQL: a ProtectedQuery runs SQL');
  expect(() => jobOf('PYSPARK_2_0')).not.toThrow();
});

test('runs no template whose ARN is a wildcard', () => {
  const stack = stackOf();
  const template = AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Any', TEMPLATE_ARN);
  Object.defineProperty(template, 'analysisTemplateRef', { value: { analysisTemplateArn: '*' } });

  expectRefused(() => job(stack, { analysisTemplate: template }), 'ArnMalformed', "got '*'");
});
