import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership, PaymentResponsibility,
  TableSource,
} from '../../src';
import { CREATOR, PARTNER, synthesized } from '../support/stacks';

/*
 * Imports by identifiers that lazy values produce, such as those of what is defined later: the templates are those of the identifiers
 * themselves.
 */

type Wrap = (produce: () => string) => string;

const directly: Wrap = (produce) => produce();
const lazily: Wrap = (produce) => Lazy.string({ produce });

/** The templates of a program whose second stack imports what the first one defines. */
function templates(define: (wrap: Wrap, room: Stack, tables: Stack) => void, wrap: Wrap): Record<string, unknown> {
  const app = new App({ analyticsReporting: false });
  const [room, tables] = ['Room', 'Tables'].map((id) => new Stack(app, id, { env: { account: CREATOR, region: 'us-east-1' } }));
  define(wrap, room, tables);
  return synthesized(app);
}

function collaborationIn(room: Stack): Collaboration {
  return new Collaboration(room, 'Collaboration', {
    creator: {
      displayName: 'Creator',
      abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS],
      paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE],
    },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
}

function sourceIn(scope: Stack): TableSource {
  return TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(scope, 'Data', 'data'), columns: ['email', 'city'] });
}

function tableIn(scope: Stack): ConfiguredTable {
  return new ConfiguredTable(scope, 'Table', {
    source: sourceIn(scope), allowedColumns: AllowedColumns.all(), analysisRule: AnalysisRule.list().joinOn('email').list('city'),
  });
}

function associate(scope: Stack, membership: Membership | ReturnType<typeof Membership.fromMembershipArn>, table = tableIn(scope)): void {
  new ConfiguredTableAssociation(scope, 'Association', {
    membership,
    configuredTable: table,
    configuredTableAssociationName: 'purchases',
    source: sourceIn(new Stack(scope, 'Elsewhere')),
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(CREATOR),
  });
}

test.each<[string, Parameters<typeof templates>[0], string]>([
  ['a collaboration, whose payer is found', (wrap, room, tables) => {
    const collaboration = collaborationIn(room);
    const imported = Collaboration.fromCollaborationIdentifier(tables, 'Imported', wrap(() => collaboration.collaborationIdentifier));
    associate(tables, imported.addMembership('Membership'));
  }, '"QueryCompute":{"IsResponsible":true}'],
  ['a collaboration that is not of the program, whose members are those of the import', (wrap, _, tables) => {
    const imported = Collaboration.fromCollaborationAttributes(tables, 'Imported', {
      collaborationIdentifier: wrap(() => '11111111-1111-4111-8111-111111111111'), memberAccountIds: [wrap(() => PARTNER)],
    });
    associate(tables, imported.addMembership('Membership'));
  }, `us-east-1:${PARTNER}:membership/*`],
  ['a membership by its id', (wrap, room, tables) => {
    const membership = collaborationIn(room).addMembership('Membership');
    associate(tables, Membership.fromMembershipIdentifier(tables, 'Imported', wrap(() => membership.membershipIdentifier)));
  }, `us-east-1:${PARTNER}:membership/*`],
  ['a membership by its ARN', (wrap, room, tables) => {
    const membership = collaborationIn(room).addMembership('Membership');
    associate(tables, Membership.fromMembershipArn(tables, 'Imported', wrap(() => membership.membershipArn)));
  }, `us-east-1:${PARTNER}:membership/*`],
  ['a table, whose rule is found', (wrap, room, tables) => {
    const membership = collaborationIn(room).addMembership('Membership');
    const table = tableIn(tables);
    const imported = ConfiguredTable.fromConfiguredTableIdentifier(tables, 'Imported', wrap(() => table.configuredTableIdentifier));
    associate(tables, membership, imported as ConfiguredTable);
  }, '"Type":"LIST"'],
])('%s', (_, define, expected) => {
  const written = templates(define, lazily);
  expect(JSON.stringify(written.Tables)).toContain(expected);
  expect(written).toEqual(templates(define, directly));
});

test('a collaboration that is defined after its import has its members', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  let collaboration: Collaboration;
  const imported = Collaboration.fromCollaborationIdentifier(stack, 'Imported', Lazy.string({ produce: () => collaboration.collaborationIdentifier }));
  imported.addMembership('Membership');
  collaboration = collaborationIn(stack);
  expect(JSON.stringify(synthesized(app))).toContain('"QueryCompute":{"IsResponsible":true}');
});
