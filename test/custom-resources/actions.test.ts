import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  DifferentialPrivacyAggregation, IdMappingJobType, IdMappingTable, IdMappingTablePopulation, Membership, PrivacyImpactPreview,
} from '../../src';
import type { IdMappingTablePopulationProps, PrivacyImpactPreviewProps } from '../../src';
import { expectRefused } from '../support/faults';
import { stackOf } from '../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const TABLE_ID = '66666666-6666-4666-8666-666666666666';

function propertiesOf(type: string, stack: Stack): Record<string, unknown> {
  const [{ Properties: { ServiceToken, ServiceTimeout, ...properties } }] = Object.values(Template.fromStack(stack).findResources(type));
  return properties;
}

describe('the population of an ID mapping table', () => {
  function population(stack: Stack, props: Partial<IdMappingTablePopulationProps> = {}): IdMappingTablePopulation {
    const idMappingTable = IdMappingTable.fromIdMappingTableAttributes(stack, 'Table', {
      membershipIdentifier: MEMBERSHIP_ID, idMappingTableIdentifier: TABLE_ID,
    });
    return new IdMappingTablePopulation(stack, 'Population', { idMappingTable, ...props });
  }

  test.each<[string, Partial<IdMappingTablePopulationProps>, Record<string, unknown>]>([
    ['what it is told', { jobType: IdMappingJobType.DELETE_ONLY, version: '2', timeout: Duration.seconds(0) }, { JobType: 'DELETE_ONLY', Version: '2', WaitSeconds: 0 }],
    ['what the workflow is made for, otherwise', {}, { WaitSeconds: 840 }],
  ])('does %s', (_, props, expected) => {
    const stack = stackOf();
    population(stack, props);

    expect(propertiesOf('Custom::CleanRoomsIdMappingTablePopulation', stack)).toEqual({
      MembershipIdentifier: MEMBERSHIP_ID, IdMappingTableIdentifier: TABLE_ID, ...expected,
    });
  });

  test('refuses a wait that does not fit into the function', () => {
    expectRefused(() => population(stackOf(), { timeout: Duration.minutes(15) }), 'WaitTooLong', "'timeout'");
  });
});

describe('the preview of a privacy budget', () => {
  function preview(stack: Stack, props: Partial<PrivacyImpactPreviewProps> = {}): PrivacyImpactPreview {
    const membership = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
    return new PrivacyImpactPreview(stack, 'Preview', { membership, epsilon: 3, usersNoisePerQuery: 30, ...props });
  }

  test('asks for what it is told, and gives what the budget buys', () => {
    const stack = stackOf();
    const counts = preview(stack, { wanted: { [DifferentialPrivacyAggregation.COUNT_DISTINCT]: 100 } });

    expect(propertiesOf('Custom::CleanRoomsPrivacyImpactPreview', stack)).toEqual({
      MembershipIdentifier: MEMBERSHIP_ID, Epsilon: 3, UsersNoisePerQuery: 30, Wanted: { COUNT_DISTINCT: 100 },
    });
    expect(stack.resolve(counts.maximumCount(DifferentialPrivacyAggregation.SUM))).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Preview/), 'MaximumCountSUM'] });
  });

  test.each<Partial<PrivacyImpactPreviewProps>>([
    { epsilon: 1 }, { epsilon: 20 }, { usersNoisePerQuery: 10 }, { usersNoisePerQuery: 100 }, { wanted: { SUM: 0 } },
  ])('takes %p', (props) => {
    expect(() => preview(stackOf(), props)).not.toThrow();
  });

  test.each<[Partial<PrivacyImpactPreviewProps>, string, string]>([
    [{ epsilon: 0 }, 'NumberOutOfRange', "'epsilon' must be a whole number from 1 to 20, got 0"],
    [{ epsilon: 2.5 }, 'NumberOutOfRange', "'epsilon' must be a whole number from 1 to 20, got 2.5"],
    [{ epsilon: 21 }, 'NumberOutOfRange', 'got 21'],
    [{ usersNoisePerQuery: 9 }, 'NumberOutOfRange', "'usersNoisePerQuery' must be a whole number from 10 to 100, got 9"],
    [{ usersNoisePerQuery: 101 }, 'NumberOutOfRange', 'got 101'],
    [{ wanted: { MEDIAN: 1 } }, 'UnknownAggregation', "'wanted' can have AVG, COUNT, COUNT_DISTINCT, SUM, STDDEV, got 'MEDIAN'"],
    [{ wanted: { SUM: -1 } }, 'NumberOutOfRange', "'wanted.SUM'"],
  ])('refuses %p', (props, code, message) => {
    expectRefused(() => preview(stackOf(), props), code, message);
  });
});
