import { Duration, Fn, Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { AnalysisTemplate, Collaboration, MemberAbility, Membership, ProtectedJob, WorkerType } from '../../../src';
import type { ProtectedJobProps } from '../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { CREATOR, PARTNER, THIRD, stackOf, synthesized, warningsIn } from '../../support/stacks';

const MEMBERSHIP_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/22222222-2222-4222-8222-222222222222`;
const TEMPLATE_ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/77777777-7777-4777-8777-777777777777/analysistemplate/88888888-8888-4888-8888-888888888888`;

function job(stack: Stack, props: Partial<ProtectedJobProps> = {}): ProtectedJob {
  return new ProtectedJob(stack, 'Job', {
    membership: Membership.fromMembershipArn(stack, 'Membership', MEMBERSHIP_ARN),
    analysisTemplate: AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template', TEMPLATE_ARN),
    ...props,
  });
}

test('has the given properties, and no others', () => {
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

test('has attributes for the id, the results and the cost of the run', () => {
  const stack = stackOf();
  const { protectedJobIdentifier, resultLocation, totalDuration, billedUnits } = job(stack);

  expect(stack.resolve([protectedJobIdentifier, resultLocation, totalDuration.toMilliseconds(), billedUnits])).toEqual(
    ['Identifier', 'ResultLocation', 'TotalDurationInMillis', 'BilledUnits'].map((name) => ({ 'Fn::GetAtt': [expect.stringMatching(/^Job/), name] })));
});

test.each<[string, Partial<ProtectedJobProps>, string, string]>([
  ['a malformed receiver', { receiverAccountId: 'partner' }, 'AccountIdMalformed', "'receiverAccountId'"],
  ['a malformed payer', { payerAccountId: '12' }, 'AccountIdMalformed', "'payerAccountId'"],
  ['workers that only queries can use', { compute: { workerType: WorkerType.CR_8X, workers: 4 } }, 'WorkerTypeNotForJobs', 'CR.8X'],
  ['the name of a parameter with a space', { parameters: { 'a b': 'c' } }, 'ArgumentNameMalformed', "got 'a b'"],
  ['a timeout that is longer than CloudFormation waits', { timeout: Duration.minutes(61) }, 'WaitTooLong', 'at most 60 minutes'],
])('rejects %s', (_, props, code, message) => {
  expectRefused(() => job(stackOf(), props), code, message);
});

/** A job in the membership of a creator with the given abilities, beside a partner who can receive results. */
function jobOfMember(abilities: MemberAbility[], props: Partial<ProtectedJobProps> = {}): Stack {
  const stack = stackOf();
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_RECEIVE_RESULTS] }],
    queryLogging: true,
  });
  job(stack, { membership: collaboration.addMembership('Membership'), ...props });
  return stack;
}

const RUNNER = [MemberAbility.CAN_QUERY, MemberAbility.CAN_RUN_JOB];

test('rejects the membership of a member who can only query', () => {
  expectRefusedAtSynthesis(jobOfMember([MemberAbility.CAN_QUERY]), 'MemberCannotRun',
    `Stack/Job: 'membership' must be that of a member with CAN_RUN_JOB, which account ${CREATOR} does not have`);
});

test('accepts the membership of a member who can run jobs', () => {
  expect(() => synthesized(jobOfMember(RUNNER))).not.toThrow();
});

describe('the template', () => {
  const jobOf = (format: string, analysisParameters?: object[], parameters?: Record<string, string>) => {
    const stack = stackOf();
    const analysisTemplate = new CfnAnalysisTemplate(stack, 'Cfn', {
      name: 'reach', format, source: {}, membershipIdentifier: 'membership', analysisParameters: analysisParameters as never,
    });
    job(stack, { analysisTemplate, parameters });
    return stack;
  };

  test('must be in PySpark', () => {
    expectRefusedAtSynthesis(jobOf('SQL'), 'TemplateOfOtherLanguage',
      'Stack/Job: a job needs a PySpark template, got one of the format SQL: a ProtectedQuery runs SQL');
    expect(() => synthesized(jobOf('PYSPARK_2_0'))).not.toThrow();
    expect(() => synthesized(jobOf(Lazy.string({ produce: () => 'PYSPARK_1_0' })))).not.toThrow();
    expect(() => synthesized(jobOf(Fn.importValue('format')))).not.toThrow();
  });

  test('is compared with the given parameters', () => {
    const declared = [{ name: 'city', type: 'STRING' }];
    expect(warningsIn(jobOf('PYSPARK_1_0', declared, { town: 'Ulm' }))).toEqual(['cdk-cleanrooms:missingParameter', 'cdk-cleanrooms:unknownParameter']);
    expect(warningsIn(jobOf('PYSPARK_1_0', declared, { city: 'Ulm' }))).toEqual([]);
    expect(warningsIn(jobOf('PYSPARK_1_0', declared))).toEqual(['cdk-cleanrooms:missingParameter']);
  });
});

describe('the members of the collaboration', () => {
  test.each<[string, Partial<ProtectedJobProps>, string[]]>([
    ['a receiver who can receive results', { receiverAccountId: PARTNER }, []],
    ['a receiver who cannot receive results', { receiverAccountId: CREATOR }, ['cdk-cleanrooms:resultMemberCannotReceive']],
    ['a receiver who is no member', { receiverAccountId: THIRD }, ['cdk-cleanrooms:resultMemberCannotReceive']],
    ['the default payer', { payerAccountId: CREATOR }, []],
    ['another payer', { payerAccountId: PARTNER }, ['cdk-cleanrooms:payerNotCandidate']],
  ])('are compared with %s', (_, props, warnings) => {
    expect(warningsIn(jobOfMember(RUNNER, props))).toEqual(warnings);
  });
});

describe('the default location of results', () => {
  const jobWith = (defaultJobResult: object | undefined, receiverAccountId?: string) => {
    const stack = stackOf();
    const collaboration = new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Creator', abilities: [...RUNNER, MemberAbility.CAN_RECEIVE_RESULTS] },
      members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_RECEIVE_RESULTS] }],
    });
    const membership = collaboration.addMembership('Membership');
    (membership.node.defaultChild as CfnMembership).defaultJobResultConfiguration = defaultJobResult as never;
    job(stack, { membership, receiverAccountId });
    return stack;
  };
  const place = { outputConfiguration: { s3: { bucket: 'results' } }, roleArn: `arn:aws:iam::${CREATOR}:role/writer` };

  test('is required in the membership of the receiver', () => {
    expectRefusedAtSynthesis(jobWith(undefined, CREATOR), 'NoDefaultResultPlace',
      `no membership of a member who can receive results (account ${CREATOR}) has 'defaultJobResult'`);
    expect(() => synthesized(jobWith(place, CREATOR))).not.toThrow();
  });

  test('is not required in the membership of another member, or of a member outside of the app', () => {
    expect(() => synthesized(jobWith(undefined, PARTNER))).not.toThrow();
    expect(() => synthesized(jobWith(undefined))).not.toThrow();
  });
});

test('runs no template whose ARN is a wildcard', () => {
  const stack = stackOf();
  const template = AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Any', TEMPLATE_ARN);
  Object.defineProperty(template, 'analysisTemplateRef', { value: { analysisTemplateArn: '*' } });

  expectRefused(() => job(stack, { analysisTemplate: template }), 'ArnMalformed', "got '*'");
});
