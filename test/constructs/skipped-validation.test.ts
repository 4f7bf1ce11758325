import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, CollaborationChange, CollaborationChangeRequest, ConfiguredTable,
  ConfiguredTableAssociation, MemberAbility, MemberRemoval, Membership, PrivacyBudget, PrivacyBudgetTemplate, ProtectedQuery, QueryOutput,
  QueryStatement, ResultFormat, TableSource,
} from '../../src';
import { CREATOR, PARTNER, THIRD, synthesized } from '../support/stacks';

const { CAN_QUERY, CAN_RECEIVE_RESULTS } = MemberAbility;

/** A collaboration with what depends on its members: payments, retention, trust policies, rules and prerequisites. */
function program(): App {
  const app = new App({ analyticsReporting: false });
  const [partners, creators] = [['Partners', PARTNER], ['Creators', CREATOR]]
    .map(([id, account]) => new Stack(app, id, { env: { account, region: 'us-east-1' } }));
  const collaboration = new Collaboration(creators, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [CAN_QUERY] },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [CAN_RECEIVE_RESULTS] }],
  });
  const results = new Bucket(partners, 'Results');
  const ofPartner = new Membership(partners, 'Membership', { collaboration, defaultResult: { bucket: results, format: ResultFormat.CSV } });
  const ofCreator = collaboration.addMembership('Membership');
  const template = new AnalysisTemplate(creators, 'Template', { membership: ofCreator, source: AnalysisSource.sql('SELECT 1 FROM purchases') });
  const table = new ConfiguredTable(partners, 'Table', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(partners, 'Data', 'sales-data') }),
    allowedColumns: AllowedColumns.of('id', 'city'),
    analysisRule: AnalysisRule.custom().allowAnyQueryBy(CREATOR),
  });
  new ConfiguredTableAssociation(partners, 'Association', {
    membership: ofPartner,
    configuredTable: table,
    configuredTableAssociationName: 'purchases',
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(PARTNER),
  });
  new PrivacyBudgetTemplate(partners, 'Budget', { membership: ofPartner, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }) });
  new ProtectedQuery(creators, 'Query', { membership: ofCreator, statement: QueryStatement.template(template), output: QueryOutput.member(PARTNER) });
  new CollaborationChangeRequest(creators, 'Change', {
    collaboration, changes: [CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third', abilities: [CAN_RECEIVE_RESULTS] })],
  });
  new MemberRemoval(creators, 'Removal', { collaboration, accountId: '444444444444' });
  return app;
}

test('templates are the same with and without validation', () => {
  const templates = synthesized(program());
  expect(Object.keys(templates)).toEqual(expect.arrayContaining(['Creators', 'Partners']));
  expect(synthesized(program(), { skipValidation: true })).toEqual(templates);
});

test('templates are the same if the app is synthesized again, with and without validation', () => {
  const app = program();
  const templates = synthesized(app, { skipValidation: true });
  expect(synthesized(app, { force: true })).toEqual(templates);
  expect(synthesized(app, { force: true, skipValidation: true })).toEqual(templates);
});
