import { CfnParameter, Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IdMappingJobType, IdMappingTable, IdMappingTablePopulation } from '../../../src';
import type { IdMappingTablePopulationProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, stackOf } from '../../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const TABLE_ID = '66666666-6666-4666-8666-666666666666';
const TYPE = 'Custom::CleanRoomsIdMappingTablePopulation';

function population(stack: Stack, props: Partial<IdMappingTablePopulationProps> = {}): IdMappingTablePopulation {
  const idMappingTable = IdMappingTable.fromIdMappingTableAttributes(stack, 'Table', {
    membershipIdentifier: MEMBERSHIP_ID, idMappingTableIdentifier: TABLE_ID,
  });
  return new IdMappingTablePopulation(stack, 'Population', { idMappingTable, ...props });
}

test.each<[string, Partial<IdMappingTablePopulationProps>, Record<string, unknown>]>([
  ['the given properties', { jobType: IdMappingJobType.DELETE_ONLY, version: '2', timeout: Duration.seconds(0) }, { JobType: 'DELETE_ONLY', Version: '2', WaitSeconds: 0 }],
  ['the job type of the workflow by default', {}, { WaitSeconds: 840 }],
])('has %s', (_, props, expected) => {
  const stack = stackOf();
  population(stack, props);

  const [{ Properties: { ServiceToken, ServiceTimeout, ...properties } }] = Object.values(Template.fromStack(stack).findResources(TYPE));
  expect(properties).toEqual({ MembershipIdentifier: MEMBERSHIP_ID, IdMappingTableIdentifier: TABLE_ID, ...expected });
});

test('accepts a table and a version that are tokens', () => {
  const stack = stackOf();
  const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
  const idMappingTable = IdMappingTable.fromIdMappingTableArn(stack, 'ByArn', parameter('Arn'));
  new IdMappingTablePopulation(stack, 'Population', { idMappingTable, version: parameter('Version') });

  Template.fromStack(stack).hasResourceProperties(TYPE, { Version: { Ref: 'Version' } });
});

test('rejects a timeout that is longer than that of the function', () => {
  expectRefused(() => population(stackOf(), { timeout: Duration.minutes(61) }), 'WaitTooLong', "'timeout'");
});

test('has the permissions to populate the table and to read its schema', () => {
  const stack = stackOf();
  population(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: ['cleanrooms:BatchGetSchema'] }),
        Match.objectLike({ Action: ['cleanrooms:PopulateIdMappingTable', 'cleanrooms:GetIdMappingTable'] }),
      ]),
    },
  });
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain(`:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}`);
});
