import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  IntermediateTable, IntermediateTablePopulation, Membership, PopulationAnalysis, ProtectedQuery, QueryStatement, WorkerType,
} from '../../../src';
import type { IntermediateTablePopulationProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, stackOf } from '../../support/stacks';

const TYPE = 'Custom::CleanRoomsIntermediateTablePopulation';
const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const TABLE_ID = '66666666-6666-4666-8666-666666666666';

function populationIn(stack: Stack, props: Partial<IntermediateTablePopulationProps> = {}): IntermediateTablePopulation {
  const intermediateTable = IntermediateTable.fromIntermediateTableAttributes(stack, 'Table', { membershipIdentifier: MEMBERSHIP_ID, intermediateTableIdentifier: TABLE_ID });
  return new IntermediateTablePopulation(stack, 'Population', { intermediateTable, ...props });
}

function propertiesIn(stack: Stack): Record<string, unknown> {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources(TYPE));
  return Properties as Record<string, unknown>;
}

test('populates the table with what is given, and waits for 14 minutes by default', () => {
  const stack = stackOf(CREATOR);
  const { protectedQueryIdentifier } = populationIn(stack, {
    parameters: { since: '2026-01-01' }, compute: { workerType: WorkerType.CR_4X, workers: 4 }, payerAccountId: PARTNER, version: '2',
  });
  expect(propertiesIn(stack)).toMatchObject({
    MembershipIdentifier: MEMBERSHIP_ID,
    IntermediateTableIdentifier: TABLE_ID,
    Parameters: { since: '2026-01-01' },
    Workers: { Type: 'CR.4X', Number: 4 },
    PayerAccountId: PARTNER,
    Version: '2',
    WaitSeconds: 840,
  });
  expect(stack.resolve(protectedQueryIdentifier)).toEqual({ 'Fn::GetAtt': [expect.any(String), 'Identifier'] });
});

test('comes before a query of its stack that names the table', () => {
  const stack = stackOf(CREATOR);
  const membership = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
  const intermediateTable = new IntermediateTable(stack, 'Buyers', {
    membership, intermediateTableName: 'buyers', populationAnalysis: PopulationAnalysis.sql('SELECT email FROM purchases'),
  });
  new IntermediateTablePopulation(stack, 'Fill', { intermediateTable });
  new ProtectedQuery(stack, 'Query', { membership, statement: QueryStatement.sql('SELECT COUNT(*) FROM buyers') });

  const resources = Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string; DependsOn?: string[] }>;
  const [fill] = Object.entries(resources).find(([, { Type }]) => Type === TYPE)!;
  const query = Object.values(resources).find(({ Type }) => Type === 'Custom::CleanRoomsProtectedQuery')!;
  expect(query.DependsOn).toContain(fill);
});

test.each<[string, Partial<IntermediateTablePopulationProps>, string, string]>([
  ['a malformed payer', { payerAccountId: '1' }, 'AccountIdMalformed', "'payerAccountId' must be an AWS account"],
  ['a single worker', { compute: { workerType: WorkerType.CR_1X, workers: 1 } }, 'TooFewWorkers', 'at least 2'],
  ['more than an hour', { timeout: Duration.hours(2) }, 'WaitTooLong', "'timeout' must be whole seconds and at most 60 minutes"],
])('refuses %s', (_, props, code, message) => {
  expectRefused(() => populationIn(stackOf(CREATOR), props), code, message);
});

test('refuses a table of another account', () => {
  const stack = stackOf(PARTNER);
  const intermediateTable = IntermediateTable.fromIntermediateTableArn(
    stack, 'Table', `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}/intermediatetable/${TABLE_ID}`);
  expectRefused(() => new IntermediateTablePopulation(stack, 'Fill', { intermediateTable }), 'OfOtherAccount', "'intermediateTable' must be in the account");
});
