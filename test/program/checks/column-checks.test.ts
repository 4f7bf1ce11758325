import { App, Aspects, Fn, Stack } from 'aws-cdk-lib';
import { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, TableSource } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnConfiguredTable, cfnTable } from '../../support/l1';
import { CREATOR } from '../../support/stacks';

/*
 * The rules for the columns of a table hold for what its template says, whoever said it.
 */

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } });
});

const listRule = (joinColumns: string[], listColumns: string[] = ['city']) => [{ type: 'LIST', policy: { v1: { list: { joinColumns, listColumns } } } }];

function changed(change: (cfn: CfnConfiguredTable) => void): void {
  const table = new ConfiguredTable(stack, 'Table', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Bucket', 'sales-data') }), allowedColumns: AllowedColumns.of('email', 'city'), analysisRule: AnalysisRule.list().joinOn('email').list('city'),
  });
  change(table.node.defaultChild as CfnConfiguredTable);
}

/** A table of which the columns of the source are known. */
function sourced(change: (cfn: CfnConfiguredTable) => void): void {
  const table = new ConfiguredTable(stack, 'Sourced', {
    source: TableSource.glue(cfnTable(stack)), allowedColumns: AllowedColumns.of('email'),
  });
  change(table.node.defaultChild as CfnConfiguredTable);
}

function l1With(change: (cfn: CfnConfiguredTable) => void): void {
  const table = cfnConfiguredTable(stack);
  table.allowedColumns = ['email', 'city'];
  change(table);
}

describe('rejects', () => {
  const notAllowed = "'joinColumns' has 'phone', which is not among allowedColumns: email, city";

  test.each<[string, string, () => void, string, string]>([
    ['a column that is not allowed, by a property', 'Table', () => changed((cfn) => (cfn.analysisRules = listRule(['phone']))), 'ColumnNotAllowed', notAllowed],
    ['a column that is not allowed, by an override', 'Table',
      () => changed((cfn) => cfn.addPropertyOverride('AnalysisRules.0.Policy.V1.List.JoinColumns', ['phone'])), 'ColumnNotAllowed', notAllowed],
    ['a column that is not allowed, by an aspect', 'Table',
      () => changed((cfn) => Aspects.of(cfn).add({ visit: (node) => ((node as CfnConfiguredTable).analysisRules = listRule(['phone'])) })), 'ColumnNotAllowed', notAllowed],
    ['a column that is no longer allowed', 'Table', () => changed((cfn) => (cfn.allowedColumns = ['email'])), 'ColumnNotAllowed',
      "'listColumns' has 'city', which is not among allowedColumns: email"],
    ['an allowed column that the source does not have', 'Sourced', () => sourced((cfn) => (cfn.allowedColumns = ['email', 'phone'])), 'ColumnNotInTable',
      "'allowedColumns' has 'phone'"],
    ['identities whose column is of a type that is no text', 'Sourced', () => sourced((cfn) => {
      cfn.allowedColumns = ['email', 'amount'];
      cfn.addPropertyOverride('AnalysisRules', [{ Type: 'CUSTOM', Policy: { V1: { Custom: { AggregationThresholds: [{ IdentityColumns: ['amount'] }] } } } }]);
    }), 'IdentityColumnNotText', "'aggregationThresholds' has 'amount', whose type must be string, varchar or char, got decimal(10,2)"],
    ['a column in two properties', 'Table', () => changed((cfn) => (cfn.analysisRules = listRule(['email'], ['email']))), 'ColumnInTwoRoles',
      "'email' is in both 'joinColumns' and 'listColumns'"],
    ['a column that is not allowed, in an L1', 'ConfiguredTable', () => l1With((cfn) => (cfn.analysisRules = listRule(['phone']))), 'ColumnNotAllowed', notAllowed],
  ])('%s', (_, id, define, code, message) => {
    define();
    expectRefusedAtSynthesis(app, code, `Stack/${id}: ${message}`);
  });
});

describe('accepts', () => {
  test.each<[string, () => void]>([
    ['other columns in another rule', () => changed((cfn) => (cfn.analysisRules = listRule(['city'], ['email'])))],
    ['columns in another case, in an L1', () => l1With((cfn) => (cfn.analysisRules = listRule(['EMAIL'])))],
    ['columns that only CloudFormation knows', () => l1With((cfn) => {
      cfn.allowedColumns = Fn.split(',', Fn.importValue('Columns'));
      cfn.analysisRules = listRule(['phone']);
    })],
  ])('%s', (_, define) => {
    define();
    expect(() => app.synth()).not.toThrow();
  });
});
