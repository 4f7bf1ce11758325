import { App, Lazy, Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, AnalysisRule, CleanRoom, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership, PrivacyBudget,
  PrivacyBudgetTemplate, TableSource,
} from '../../src';
import { expectRefused } from '../support/faults';
import { agnosticStack } from '../support/stacks';

/*
 * What compilers find in typed languages, and JavaScript does not: each mistake is refused by the name of the property.
 */

/** A library without types. */
type Untyped = new (scope: Stack, id: string, props?: unknown) => object;
const untyped = (construct: unknown) => construct as Untyped;

const CREATOR = { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] };

test.each([undefined, null, 'campaign'])('properties must be an object, not %p', (props) => {
  const make = () => new (untyped(Collaboration))(agnosticStack(), 'Room', props);
  expectRefused(make, 'PropsMissing', "Stack: the properties of Collaboration 'Room' must be an object with 'creator', got ");
});

test('required properties must be given: all that are missing are named', () => {
  const make = () => new (untyped(ConfiguredTable))(agnosticStack(), 'Purchases', { source: undefined });
  expectRefused(make, 'RequiredPropMissing', "ConfiguredTable 'Purchases' must have 'allowedColumns', 'source'");
});

test('an id that is none is no part of the message, and neither is the path of an app, which is empty', () => {
  const make = (id: unknown) => new (untyped(Collaboration))(agnosticStack(), id as string, {});
  expectRefused(() => make(Object.create(null)), 'WrongKindOfProp', "Stack: 'id' of Collaboration must be a text, got an object");
  expect(() => new CleanRoom(new App(), 'Room', { description: 7 } as never)).toThrow(/^CleanRoom 'Room' must have 'collaborationName', 'creator' \[/);
});

test('a resource must be of its kind', () => {
  const stack = agnosticStack();
  const collaboration = new Collaboration(stack, 'Room', { creator: CREATOR });
  const make = () => new (untyped(PrivacyBudgetTemplate))(stack, 'Budget', { membership: collaboration, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }) });
  expectRefused(make, 'WrongKindOfProp', "Stack: 'membership' of PrivacyBudgetTemplate 'Budget' must be a construct that is one, or an import of it: "
    + "it has no 'membershipRef', got Collaboration 'Stack/Room' [WrongKindOfProp]");
  expectRefused(() => new (untyped(Membership))(stack, 'Member', { collaboration: 'room' }), 'WrongKindOfProp', "it has no 'collaborationRef', got 'room'");
});

test.each([
  [{ allowedColumns: ['email'] }, "'allowedColumns' of ConfiguredTable 'Made' must be a value of AllowedColumns: AllowedColumns.all(...), AllowedColumns.allExcept(...), "
    + 'AllowedColumns.of(...), got a list'],
  [{ source: 'table' }, "'source' of ConfiguredTable 'Made' must be a value of TableSource: TableSource.athena(...), TableSource.athenaTable(...), TableSource.databricks(...), "
    + "TableSource.glue(...), TableSource.glueTable(...), TableSource.snowflake(...), got 'table'"],
  [{ source: TableSource }, 'got the class or function TableSource'],
  [{ analysisRule: { type: 'CUSTOM' } }, "'analysisRule' of ConfiguredTable 'Made' must be a value of ConfiguredTableAnalysisRule: AnalysisRule.aggregation(...), "
    + 'AnalysisRule.custom(...), AnalysisRule.list(...), got an object'],
  [{ analysisRule: AnalysisRule.forAssociation() }, 'got a value of AssociationAnalysisRule'],
  [{ analysisMethods: ['QUERY'] }, "'analysisMethods[0]' of ConfiguredTable 'Made' must be a value of AnalysisMethod: DIRECT_QUERY, DIRECT_JOB, got 'QUERY'"],
])('values of classes and enums must be theirs: %p', (props, message) => {
  const source = Object.create(TableSource.prototype) as TableSource;
  expectRefused(() => new (untyped(ConfiguredTable))(agnosticStack(), 'Made', { source, allowedColumns: AllowedColumns.all(), ...props }), 'WrongKindOfProp', message);
});

test('an association takes no rule of a table', () => {
  const make = () => new (untyped(ConfiguredTableAssociation))(agnosticStack(), 'Made', {
    membership: { membershipRef: {} }, configuredTable: { configuredTableRef: {} }, configuredTableAssociationName: 'made', analysisRule: AnalysisRule.list(),
  });
  expectRefused(make, 'WrongKindOfProp', "'analysisRule' of ConfiguredTableAssociation 'Made' must be a value of AssociationAnalysisRule: AnalysisRule.forAssociation(...), got a value of ListAnalysisRule");
});

test.each([
  [['CAN_QUERY'], "'creator.abilities[0]' of Collaboration 'Room' must be a value of MemberAbility: ", "'CAN_QUERY'"],
  [[undefined], "'creator.abilities[0]' of ", 'undefined'],
  [MemberAbility.CAN_QUERY, "'creator.abilities' of Collaboration 'Room' must be a list, ", 'a value of MemberAbility'],
])('constants of a class are given in a list, and are not their names: %p', (abilities, start, got) => {
  const make = () => new Collaboration(agnosticStack(), 'Room', { creator: { ...CREATOR, abilities: abilities as unknown as MemberAbility[] } });
  expectRefused(make, 'WrongKindOfProp', start);
  expectRefused(make, 'WrongKindOfProp', `got ${got} [WrongKindOfProp]`);
});

test('lists are lists', () => {
  const make = () => new (untyped(Collaboration))(agnosticStack(), 'Room', { creator: CREATOR, members: { accountId: '222222222222' } });
  expectRefused(make, 'WrongKindOfProp', "'members' of Collaboration 'Room' must be a list, got an object");
});

test('a method names itself, and what is missing in what it takes', () => {
  const glueTable = TableSource.glueTable as unknown as (options?: object) => TableSource;
  expectRefused(() => glueTable(), 'PropsMissing', "the properties of TableSource.glueTable must be an object with 'bucket', 'databaseName', 'tableName', got undefined");
  expectRefused(() => glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: 'data' }), 'WrongKindOfProp',
    "'bucket' of TableSource.glueTable must be a construct that is one, or an import of it: it has no 'bucketRef', got 'data'");
  const nested = () => new (untyped(Collaboration))(agnosticStack(), 'Room', { creator: CREATOR, members: [{ accountId: '222222222222' }] });
  expectRefused(nested, 'RequiredPropMissing', "Stack: 'members[0]' of Collaboration 'Room' must have 'displayName' [RequiredPropMissing]");
});

test('a member of a clean room says in which stack a mistake is', () => {
  const room = new CleanRoom(new App(), 'Campaign', { collaborationName: 'campaign', region: 'us-east-1', creator: { name: 'Advertiser', account: '111111111111' } });
  const addTable = () => (room.creator as unknown as { addTable(id: string, options: object): void }).addTable('purchases', { source: 'table', allowedColumns: AllowedColumns.all() });
  expectRefused(addTable, 'WrongKindOfProp', "Campaign/Advertiser: 'source' of CleanRoomMember.addTable must be a value of TableSource: ");
});

test('templates of a rule are constructs: an ARN has a method of its own', () => {
  const rule = AnalysisRule.custom() as unknown as { allowTemplates(arn: string): object };
  expectRefused(() => rule.allowTemplates('arn'), 'WrongKindOfProp',
    "'templates' of CustomAnalysisRule.allowTemplates must be a construct that is one, or an import of it: it has no 'analysisTemplateRef', got 'arn'");
});

test('columns are given by their names, not in a list', () => {
  expectRefused(() => AllowedColumns.of(['email'] as unknown as string), 'WrongKindOfProp', "'columns' of AllowedColumns.of must be a text, got a list: spread it in JavaScript, as in (...list)");
  expectRefused(() => AnalysisRule.aggregation().joinOn(null as unknown as string), 'WrongKindOfProp', "'columns' of AggregationAnalysisRule.joinOn must be a text, got null");
});

describe('what is right is accepted', () => {
  const tokens = { asList: Token.asList(Lazy.any({ produce: () => ['us-east-1'] })), asString: Lazy.string({ produce: () => 'Room' }) };

  test('tokens: texts, numbers, lists and objects', () => {
    const make = () => new Collaboration(agnosticStack(), 'Room', { creator: CREATOR, collaborationName: tokens.asString, allowedResultRegions: tokens.asList });
    expect(make).not.toThrow();
    expect(() => AnalysisRule.aggregation().requireAtLeast(Lazy.number({ produce: () => 2 }), tokens.asString)).not.toThrow();
    expect(() => AnalysisRule.list(Lazy.any({ produce: () => ({}) }) as object)).not.toThrow();
  });

  test('objects that answer when they are asked, as those of other languages do', () => {
    const stack = agnosticStack();
    const imported = Membership.fromMembershipIdentifier(stack, 'Import', '11111111-1111-4111-8111-111111111111');
    const remote = new Proxy({}, { get: (_, name) => Reflect.get(imported, name) as unknown });
    expect(() => new PrivacyBudgetTemplate(stack, 'Budget', {
      membership: remote as Membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }),
    })).not.toThrow();
  });

  test('a list that is known at deployment, also of constants', () => {
    const analysisMethods = Token.asList(Lazy.any({ produce: () => [] })) as unknown as [];
    const make = () => new ConfiguredTable(agnosticStack(), 'Views', {
      source: TableSource.glueTable({ databaseName: 'sales', tableName: 'views', bucket: Bucket.fromBucketName(agnosticStack(), 'Data', 'data') }),
      allowedColumns: AllowedColumns.of('city'),
      analysisMethods,
    });
    expect(make).not.toThrow();
  });

  test('properties that are left out or undefined, and properties of the program itself', () => {
    const props = { creator: CREATOR, description: undefined, ofTheProgram: 1 };
    expect(() => new Collaboration(agnosticStack(), 'Room', props)).not.toThrow();
  });
});

test('a property that is written almost as one that is left out is a mistake', () => {
  const make = (props: object) => () => new (untyped(Collaboration))(agnosticStack(), 'Room', { creator: CREATOR, ...props });
  expectRefused(make({ queryLoging: true }), 'PropMisspelled',
    "Stack: 'queryLoging' of Collaboration 'Room' is not a property: write 'queryLogging', or call it something else");
  expectRefused(make({ members: [{ accountId: '222222222222', displayName: 'Publisher', abilties: [] }] }), 'PropMisspelled', "'members[0].abilties' of");
  expect(make({ queryLoging: undefined })).not.toThrow();
  expect(make({ queryLogging: true, queryLoging: true })).not.toThrow();
});

test('a class keeps its name, its statics and what extends it', () => {
  class Special extends ConfiguredTableAssociation {}
  expect([Special.name, ConfiguredTableAssociation.name, Object.getPrototypeOf(Special)]).toEqual(['Special', 'ConfiguredTableAssociation', ConfiguredTableAssociation]);
  expectRefused(() => new (untyped(Special))(agnosticStack(), 'Special', {}), 'RequiredPropMissing', "ConfiguredTableAssociation 'Special' must have 'configuredTable'");
});
