import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import type * as library from '../src';
import { descriptions, outcomeOf } from './support/rooms';
import { ROOT } from './support/sources';

/*
 * Package managers of monorepos can install the library several times, one copy for each set of peers, of which one app then loads
 * more than one. They have their peers in common.
 */

let folder: string;
let one: typeof library;
let other: typeof library;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'copies-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  [one, other] = ['one', 'other'].map((name) => {
    cpSync(join(ROOT, 'lib'), join(folder, name, 'lib'), { recursive: true });
    cpSync(join(ROOT, 'assets'), join(folder, name, 'assets'), { recursive: true });
    return jest.requireActual<typeof library>(join(folder, name, 'lib', 'index.js'));
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

test('two copies of the library are two', () => {
  expect(one.Collaboration).not.toBe(other.Collaboration);
});

test('two copies of the library in one app give what one gives', () => {
  fc.assert(fc.property(descriptions, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), (description, choices) => {
    let step = 0;
    const libraryOf = () => choices[step++ % choices.length] ? one : other;
    expect(outcomeOf(description, one, { libraryOf })).toEqual(outcomeOf(description, one));
  }), { numRuns: 60 });
});

test('what one copy makes is taken by the other', () => {
  const stack = new Stack();
  const table = new other.ConfiguredTable(stack, 'Table', {
    source: one.TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Bucket', 'sales') }),
    allowedColumns: one.AllowedColumns.of('email'),
    analysisRule: one.AnalysisRule.list().joinOn('email'),
  });
  const association = () => new other.ConfiguredTableAssociation(stack, 'Association', {
    membership: one.Membership.fromMembershipIdentifier(stack, 'Membership', '11111111-1111-4111-8111-111111111111'),
    configuredTable: table,
    configuredTableAssociationName: 'purchases',
    analysisRule: one.AnalysisRule.list() as never,
  });
  expect(association).toThrow("'analysisRule' of ConfiguredTableAssociation 'Association' must be a value of AssociationAnalysisRule");
});

test.each(['one stack', 'two stacks'])('tables of two copies in %s that name each other make no circle', (where) => {
  const app = new App();
  const env = { account: '111111111111', region: 'us-east-1' };
  const [room, another] = [new Stack(app, 'Room', { env }), new Stack(app, 'Other', { env })];
  const membership = new one.Collaboration(room, 'Collaboration', { creator: { displayName: 'Creator' } }).addMembership('Membership');
  const stacks = where === 'one stack' ? [room, room] : [new Stack(app, 'Tables', { env }), another];
  [[one, 'first', 'second'] as const, [other, 'second', 'first'] as const].forEach(([copy, intermediateTableName, named], index) => {
    new copy.IntermediateTable(stacks[index], intermediateTableName, {
      membership, intermediateTableName, populationAnalysis: copy.PopulationAnalysis.sql(`SELECT 1 FROM ${named}`),
    });
  });
  expect(app.synth({ skipValidation: true }).stacks).toHaveLength(where === 'one stack' ? 2 : 3);
});
