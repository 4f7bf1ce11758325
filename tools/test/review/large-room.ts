import { Stack } from 'aws-cdk-lib';
import { CfnAnalysisTemplate, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { TestRoom, aggregation, custom } from './rooms';

const COLUMNS = ['id', 'city', 'amount', 'segment', 'campaign', 'device', 'age_group', 'card_number'];

/** A room of many members, who bring many tables. The last member deploys for itself. */
export function largeRoom(members: number, tables: number): TestRoom {
  const accounts = Array.from({ length: members - 1 }, (_, index) => `${200_000_000_000 + index}`);
  const room = new TestRoom({
    isPartnerElsewhere: true,
    collaboration: {
      name: `room of ${members} members`,
      creatorMemberAbilities: ['CAN_QUERY', 'CAN_RUN_JOB', 'CAN_RECEIVE_RESULTS'],
      members: accounts.map((accountId, index) => ({
        accountId, displayName: `Company ${index + 2}`, memberAbilities: index === 0 ? ['CAN_RECEIVE_RESULTS'] : [],
      })),
    },
  });
  const template = new CfnAnalysisTemplate(room.creator, 'Template', {
    name: 'reach', format: 'SQL', membershipIdentifier: room.membership.attrMembershipIdentifier, source: { text: 'SELECT city, COUNT(DISTINCT id) FROM table_1 GROUP BY city\n' },
  });
  const memberships = [room.membership, ...accounts.slice(0, -1).map((account, index) => new CfnMembership(
    new Stack(room.app, `Company${index + 2}`, { env: { account, region: 'us-east-1' } }), 'Membership',
    { collaborationIdentifier: room.collaboration.attrCollaborationIdentifier, queryLogStatus: 'ENABLED' },
  ))];
  for (let index = 1; index <= tables; index++) addTable(index, memberships[index % memberships.length], template.attrArn);
  return room;
}

function addTable(index: number, membership: CfnMembership, templateArn: string): void {
  const name = `table_${index}`;
  const rules = [
    aggregation({}),
    { type: 'LIST', policy: { v1: { list: { joinColumns: ['id'], listColumns: ['segment', 'city'], additionalAnalyses: 'NOT_ALLOWED' } } } },
    custom(),
    custom({ allowedAnalyses: [templateArn], allowedAnalysisProviders: undefined, disallowedOutputColumns: ['id'] }),
  ];
  const rule = rules[index % rules.length];
  const { stack } = membership;
  new CfnTable(stack, `Glue${index}`, {
    catalogId: stack.account, databaseName: 'data', tableInput: { name, storageDescriptor: { columns: COLUMNS.map((column) => ({ name: column, type: 'string' })) } },
  });
  const table = new CfnConfiguredTable(stack, `Table${index}`, {
    name, allowedColumns: COLUMNS.slice(0, -1), analysisMethod: 'DIRECT_QUERY', tableReference: { glue: { databaseName: 'data', tableName: name } }, analysisRules: [rule],
  });
  const receivers = { allowedResultReceivers: ['111111111111'] };
  new CfnConfiguredTableAssociation(stack, `Association${index}`, {
    name,
    configuredTableIdentifier: table.attrConfiguredTableIdentifier,
    membershipIdentifier: membership.attrMembershipIdentifier,
    roleArn: `arn:aws:iam::${stack.account}:role/reader`,
    configuredTableAssociationAnalysisRules: [{
      type: rule.type, policy: { v1: rule.type === 'AGGREGATION' ? { aggregation: receivers } : rule.type === 'LIST' ? { list: receivers } : { custom: receivers } },
    }],
  });
}
