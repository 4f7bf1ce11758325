import { Stack } from 'aws-cdk-lib';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership, PrivacyBudgetTemplate,
  TableSource,
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

test('a resource must be of its kind', () => {
  const stack = agnosticStack();
  const collaboration = new Collaboration(stack, 'Room', { creator: CREATOR });
  const make = () => new (untyped(PrivacyBudgetTemplate))(stack, 'Budget', { membership: collaboration, budget: Object.create({}) });
  expectRefused(make, 'WrongKindOfProp', "'membership' of PrivacyBudgetTemplate 'Budget' must be a construct that is one, or an import of it: "
    + "it has no 'membershipRef', got Collaboration 'Stack/Room'");
  expectRefused(() => new (untyped(Membership))(stack, 'Member', { collaboration: 'room' }), 'WrongKindOfProp', "it has no 'collaborationRef', got 'room'");
});

test.each([
  [ConfiguredTable, { allowedColumns: ['email'], source: Object.create({}) as object }, "'allowedColumns' of ConfiguredTable 'Made' must be made by its class, such as "
    + "AllowedColumns.of('email', 'city'), got a list"],
  [ConfiguredTable, { allowedColumns: AllowedColumns.of('email'), source: 'table' }, "'source' of ConfiguredTable 'Made' must be made by its class, such as TableSource.glue"],
  [ConfiguredTable, { allowedColumns: AllowedColumns.of('email'), source: Object.create({}) as object, analysisRule: { type: 'CUSTOM' } }, "'analysisRule' of "
    + "ConfiguredTable 'Made' must be made by its class, such as AnalysisRule.aggregation().sum('amount'), got an object"],
])('values of classes must be made by them: %p', (construct, props, message) => {
  expectRefused(() => new (untyped(construct))(agnosticStack(), 'Made', props), 'WrongKindOfProp', message);
});

test.each([
  [['CAN_QUERY'], '"CAN_QUERY"'], [[undefined], 'undefined'], [MemberAbility.CAN_QUERY, '{"name":"CAN_QUERY"}'],
])('constants of a class are given in a list, and are not their names: %p', (abilities, got) => {
  const make = () => new Collaboration(agnosticStack(), 'Room', { creator: { ...CREATOR, abilities: abilities as unknown as MemberAbility[] } });
  expectRefused(make, 'WrongKindOfConstant', `constants of a class must be given in a list, such as [MemberAbility.CAN_QUERY], got ${got}`);
});

test('lists are lists', () => {
  const make = () => new (untyped(Collaboration))(agnosticStack(), 'Room', { creator: CREATOR, members: { accountId: '222222222222' } });
  expectRefused(make, 'WrongKindOfProp', "'members' of Collaboration 'Room' must be a list, got an object");
});

test('options of a source are checked as well', () => {
  const glueTable = TableSource.glueTable as unknown as (options?: object) => TableSource;
  expectRefused(() => glueTable(), 'PropsMissing', "the properties of TableSource.glueTable must be an object with 'databaseName', 'tableName', got undefined");
  expectRefused(() => glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: 'data' }), 'WrongKindOfProp',
    "'bucket' of TableSource.glueTable must be a construct that is one, or an import of it: it has no 'bucketRef', got 'data'");
});

test('templates of a rule are constructs: an ARN has a method of its own', () => {
  const rule = AnalysisRule.custom() as unknown as { allowTemplates(arn: string): object };
  expectRefused(() => rule.allowTemplates('arn'), 'WrongKindOfProp', "'analysisTemplate' of allowTemplates must be a construct that is one, or an import of it: it has no 'analysisTemplateRef', got 'arn'");
});

test('columns are given by their names, not in a list', () => {
  expectRefused(() => AllowedColumns.of(['email'] as unknown as string), 'WrongKindOfColumn', 'a column must be given by its name, got ["email"]');
  expectRefused(() => AnalysisRule.aggregation().joinOn(null as unknown as string), 'WrongKindOfColumn', 'got null');
});

test('a class keeps its name, its statics and what extends it', () => {
  class Special extends ConfiguredTableAssociation {}
  expect([Special.name, ConfiguredTableAssociation.name, Object.getPrototypeOf(Special)]).toEqual(['Special', 'ConfiguredTableAssociation', ConfiguredTableAssociation]);
  expectRefused(() => new (untyped(Special))(agnosticStack(), 'Special', {}), 'RequiredPropMissing', "ConfiguredTableAssociation 'Special' must have 'configuredTable'");
});
