import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { AllowedColumns, AnalysisRule, ConfiguredTable, ConfiguredTableAssociation, Membership, TableAccessRole, TableSource, TrainingDataset } from '../../../../src';
import type { AthenaTableOptions, ConfiguredTableProps } from '../../../../src';
import { expectRefusedAtSynthesis } from '../../../support/faults';
import { policiesOfServiceRoles } from '../../../support/policies';
import { CREATOR, PARTNER, warningsIn } from '../../../support/stacks';

/*
 * A Glue table that is changed after its source was made gives what it would give if it had been so from the start.
 */

const FLAGS = { '@aws-cdk/core:enablePartitionLiterals': true };
const COLUMNS = [{ name: 'Email', type: 'string' }, { name: 'city', type: 'string' }];

type Change = (table: CfnTable) => void;

const set = (path: string, value: unknown): Change => (table) => table.addPropertyOverride(path, value);

const CHANGES: Record<string, Change> = {
  'its name': set('TableInput.Name', 'orders'),
  'its database': set('DatabaseName', 'shop'),
  'its catalog': set('CatalogId', PARTNER),
  'its location': set('TableInput.StorageDescriptor.Location', 's3://elsewhere/orders'),
  'its columns': set('TableInput.StorageDescriptor.Columns', [{ Name: 'Phone', Type: 'string' }, { Name: 'email', Type: 'string' }]),
  'its partition keys': set('TableInput.PartitionKeys', [{ Name: 'day', Type: 'date' }]),
  'its schema': set('TableInput.StorageDescriptor.SchemaReference', { SchemaId: { RegistryName: 'registry', SchemaName: 'orders' } }),
};

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App({ context: FLAGS }), 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
});

function glueTable(id = 'Purchases'): CfnTable {
  return new CfnTable(stack, id, {
    catalogId: CREATOR,
    databaseName: 'sales',
    tableInput: { name: id.toLowerCase(), storageDescriptor: { location: `s3://data/${id}/`, columns: COLUMNS } },
  });
}

function associate(source: TableSource, role?: IRole, id = 'Purchases', props: Partial<ConfiguredTableProps> = {}): ConfiguredTable {
  const configuredTable = new ConfiguredTable(stack, `${id}Configured`, { source, allowedColumns: AllowedColumns.all(), ...props });
  new ConfiguredTableAssociation(stack, `${id}Association`, {
    membership: membership(), configuredTable, configuredTableAssociationName: id, role,
  });
  return configuredTable;
}

function membership() {
  return stack.node.tryFindChild('Membership') as Membership ?? Membership.fromMembershipIdentifier(stack, 'Membership', '11111111-1111-4111-8111-111111111111');
}

/** Each permission of the roles that read tables, and what the configured tables refer to. */
function outcome() {
  const template = Template.fromStack(stack);
  const permissions = policiesOfServiceRoles(stack).flatMap(({ Statement }) => Statement).flatMap((statement) =>
    [statement.Resource].flat().flatMap((resource) =>
      [statement.Action].flat().map((action) => JSON.stringify([action, resource, statement.Condition]))));
  return {
    permissions: [...new Set(permissions)].filter((permission) => /^\["(glue|s3|athena)/.test(permission)).sort(),
    tables: Object.values(template.findResources('AWS::CleanRooms::ConfiguredTable'))
      .map(({ Properties: { TableReference, AllowedColumns: allowed } }) => ({ TableReference, allowed })),
    lakeFormation: Object.values(template.findResources('AWS::LakeFormation::PrincipalPermissions')).map(({ Properties }) => Properties.Resource),
  };
}

const athena = (table: CfnTable) => TableSource.athena(table, { workGroup: workGroup(), lakeFormationPermissions: true } as AthenaTableOptions);

function workGroup() {
  return stack.node.tryFindChild('WorkGroup') as CfnWorkGroup ?? new CfnWorkGroup(stack, 'WorkGroup', { name: 'analysts' });
}

describe.each<[string, (table: CfnTable) => TableSource]>([['over S3', (table) => TableSource.glue(table)], ['through Athena', athena]])(
  'a Glue table that is read %s', (_, sourceOf) => {
    test.each(Object.entries(CHANGES))('can be changed at any time in %s', (__, change) => {
      const outcomes = [
        (table: CfnTable) => {
          change(table);
          associate(sourceOf(table));
        },
        (table: CfnTable) => {
          associate(sourceOf(table));
          change(table);
        },
        (table: CfnTable) => {
          associate(sourceOf(table));
          Aspects.of(stack).add({ visit: (node) => node === table && change(table) });
        },
      ].map((define) => {
        stack = new Stack(new App({ context: FLAGS }), 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
        define(glueTable());
        return outcome();
      });
      expect(outcomes[1]).toEqual(outcomes[0]);
      expect(outcomes[2]).toEqual(outcomes[0]);
    });
  });

test('a table without overrides, whose L1 is changed by its property, is read as changed', () => {
  const table = glueTable();
  associate(TableSource.glue(table));
  table.tableInput = { name: 'orders', storageDescriptor: { location: 's3://elsewhere', columns: COLUMNS } };
  const { permissions, tables } = outcome();
  expect(tables).toEqual([{ TableReference: { Glue: { DatabaseName: 'sales', TableName: 'orders' } }, allowed: ['email', 'city'] }]);
  expect(permissions.join()).not.toMatch(/purchases|s3:::data/i);
});

describe('the workgroup of a table that is read through Athena', () => {
  const LOCATION = 'WorkGroupConfiguration.ResultConfiguration.OutputLocation';
  const throughAthena = () => associate(TableSource.athenaTable({ databaseName: 'sales', tableName: 'purchases', workGroup: workGroup(), columns: ['email'] }));

  test.each<[string, (change: () => void) => void]>([
    ['before', (change) => {
      change();
      throughAthena();
    }],
    ['after', (change) => {
      throughAthena();
      change();
    }],
  ])('can be changed %s the table is defined: the role may write to the output location that it gets', (_, define) => {
    define(() => workGroup().addPropertyOverride(LOCATION, 's3://query-results/athena/'));
    expect(outcome().permissions.join()).toContain('["s3:PutObject","arn:aws:s3:::query-results/athena/*"');
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:athenaOutputUnknown');
  });

  test('gives a warning if its output location is taken away', () => {
    workGroup().workGroupConfiguration = { resultConfiguration: { outputLocation: 's3://query-results/athena/' } };
    throughAthena();
    workGroup().addPropertyDeletionOverride(LOCATION);
    expect(outcome().permissions.join()).not.toContain('query-results');
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:athenaOutputUnknown');
  });
});

describe('a role that several tables share', () => {
  test.each<[string, () => IRole]>([
    ['a plain one', () => new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') })],
    ['a TableAccessRole', () => new TableAccessRole(stack, 'Reader', { membership: membership() })],
  ])('keeps what the others need when one of them is changed: %s', (_, roleIn) => {
    const role = roleIn();
    const [purchases, returns] = ['Purchases', 'Returns'].map((id) => {
      const table = glueTable(id);
      associate(TableSource.glue(table), role, id);
      return table;
    });
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/Purchases/*'] }));
    purchases.addPropertyOverride('DatabaseName', 'shop');
    purchases.addPropertyOverride('TableInput.StorageDescriptor.Location', 's3://elsewhere/');
    returns.addPropertyOverride('TableInput.Name', 'refunds');

    const { permissions } = outcome();
    const named = (pattern: RegExp) => [...new Set(permissions.flatMap((permission) => pattern.exec(permission)?.[1] ?? []))].sort();
    expect(named(/"arn:aws:glue:[^"]*:(database.*?|table.*?)"/)).toEqual(['database/sales', 'database/shop', 'table/sales/refunds', 'table/shop/purchases']);
    expect(named(/\["s3:GetObject","arn:aws:s3:::([^"]*)",\{/)).toEqual(['data/Returns/*', 'elsewhere/*']);
    expect(permissions).toContain('["s3:GetObject","arn:aws:s3:::data/Purchases/*",null]');
  });
});

describe('the columns that are checked', () => {
  test('are those of the changed table: one that is added can be allowed', () => {
    const table = glueTable();
    associate(TableSource.glue(table), undefined, 'Purchases', {
      allowedColumns: AllowedColumns.of('phone'), analysisRule: AnalysisRule.custom({ anyQueryBy: [CREATOR], disallowedOutputColumns: ['phone'] }),
    });
    table.addPropertyOverride('TableInput.StorageDescriptor.Columns.2', { Name: 'phone', Type: 'string' });
    expect(outcome().tables[0].allowed).toEqual(['phone']);
  });

  test('are those of the changed table: one that is taken away cannot be allowed, and is reported once', () => {
    const table = glueTable();
    associate(TableSource.glue(table), undefined, 'Purchases', {
      allowedColumns: AllowedColumns.of('email', 'city'), analysisRule: AnalysisRule.list().joinOn('email').list('city'),
    });
    table.addPropertyDeletionOverride('TableInput.StorageDescriptor.Columns.1');
    const message = "Stack/PurchasesConfigured: 'allowedColumns' has 'city', which is not among the columns of the table: email [ColumnNotInTable]";
    expectRefusedAtSynthesis(stack, 'ColumnNotInTable', message);
    expect(() => outcome()).toThrow(expect.objectContaining({ message }));
  });

  test('are all of the changed table, where all are allowed: a rule cannot name one that is gone', () => {
    const table = glueTable();
    associate(TableSource.glue(table), undefined, 'Purchases', { analysisRule: AnalysisRule.list().joinOn('email').list('city') });
    table.addPropertyDeletionOverride('TableInput.StorageDescriptor.Columns.1');
    expectRefusedAtSynthesis(stack, 'ColumnNotAllowed', "'listColumns' has 'city', which is not among allowedColumns: email");
  });

  test('must be known if all are allowed, in the end', () => {
    const table = glueTable();
    associate(TableSource.glue(table));
    table.addPropertyOverride('TableInput.StorageDescriptor.Columns', { Ref: 'Columns' });
    expectRefusedAtSynthesis(stack, 'ColumnsUnknown', "'allowedColumns' cannot be all columns");
  });

  test.each<[string, unknown]>([['no list', 7], ['a list of numbers', [7]], ['a list of columns without names', [{ Type: 'string' }]]])(
    'are not known if they are %s', (_, columns) => {
      const table = glueTable();
      associate(TableSource.glue(table), undefined, 'Purchases', { allowedColumns: AllowedColumns.of('phone') });
      table.addPropertyOverride('TableInput.StorageDescriptor.Columns', columns);
      expect(outcome().tables[0].allowed).toEqual(['phone']);
    });

  test('of a training data set are those of the changed table', () => {
    const table = glueTable();
    const columns = { userIdColumn: 'email', itemIdColumn: 'city', timestampColumn: 'day' };
    new TrainingDataset(stack, 'Training', { source: TableSource.glue(table), ...columns });
    expectRefusedAtSynthesis(stack, 'ColumnNotInTable', "'timestampColumn' has 'day', which is not among the columns of the table: email, city");
    table.addPropertyOverride('TableInput.PartitionKeys', [{ Name: 'day', Type: 'timestamp' }]);
    table.addPropertyOverride('TableInput.Name', 'clicks');
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::CleanRoomsML::TrainingDataset'))).toContain('"TableName":"clicks"');
  });
});

test('a warning of the source is about the changed table', () => {
  const table = glueTable();
  associate(TableSource.glue(table));
  table.addPropertyOverride('TableInput.StorageDescriptor.Location', 's3://data/purchases.csv');
  table.addPropertyOverride('CatalogId', PARTNER);
  expect(warningsIn(stack)).toEqual(expect.arrayContaining(['cdk-cleanrooms:locationIsFile', 'cdk-cleanrooms:catalogOfOtherAccount']));
});

test('a location that is unknown in the end is an error, because the role cannot be given access to it', () => {
  const table = glueTable();
  associate(TableSource.glue(table));
  table.addPropertyDeletionOverride('TableInput.StorageDescriptor.Location');
  expectRefusedAtSynthesis(stack, 'GlueTableLocationUnknown', "the Glue table 'Stack/Purchases' has no location of the form s3://bucket/prefix");
});

test('the metadata in the cloud assembly is that of the changed table', () => {
  const table = glueTable();
  associate(TableSource.glue(table));
  table.addPropertyOverride('TableInput.StorageDescriptor.Location', 's3://elsewhere/orders');
  const [entry] = (stack.node.root as App).synth().getStackArtifact(stack.artifactId).findMetadataByType('cdk-cleanrooms:facts');
  expect(entry.data).toMatchObject({ bucketArn: 'arn:aws:s3:::elsewhere', prefix: 'orders', columns: [{ name: 'email' }, { name: 'city' }] });
});
