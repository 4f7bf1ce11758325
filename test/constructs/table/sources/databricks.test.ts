import { Template } from 'aws-cdk-lib/assertions';
import { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { AllowedColumns, AnalysisRule, TableSource } from '../../../../src';
import type { DatabricksTableAttributes } from '../../../../src';
import { expectRefused } from '../../../support/faults';
import { PARTNER, stackOf, warningsIn } from '../../../support/stacks';
import { synthesizedStrictly } from '../../../support/strict-synthesis';
import { associate, configuredTable, referenceIn } from '../../../support/table-sources';

const CUSTOM = AnalysisRule.custom().allowAnyQueryBy(PARTNER);
const AGGREGATION = AnalysisRule.aggregation().sum('amount').requireAtLeast(2, 'email');

const DATABRICKS: DatabricksTableAttributes = {
  schemaName: 'sales',
  tableName: 'purchases',
  workspaceUrl: 'https://acme.cloud.databricks.com',
  shareName: 'acme',
  deltaShareEndpoint: 'https://oregon.cloud.databricks.com/api/2.0/delta-sharing/'
    + 'metastores/0c0d4e5f-1111-4111-8111-0123456789ab/recipients/0c0d4e5f-2222-4222-8222-0123456789ab',
};

describe('a table in Databricks', () => {
  test('is rendered with the properties that the L1 lacks', () => {
    expect(referenceIn(stackOf(), TableSource.databricks(DATABRICKS))).toEqual({
      Databricks: {
        SchemaName: 'sales',
        TableName: 'purchases',
        WorkspaceUrl: 'https://acme.cloud.databricks.com',
        ConnectionType: { DeltaSharing: { ShareName: 'acme', DeltaShareEndpoint: DATABRICKS.deltaShareEndpoint } },
      },
    });
  });

  test('gives a warning that the permissions of its role are not documented, and grants none', () => {
    const stack = stackOf(PARTNER);
    associate(stack, TableSource.databricks(DATABRICKS));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:databricksRoleUnknown');
    const policies = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policies.filter((id) => !id.startsWith('CleanRoomsCustomResources'))).toEqual([]);
  });

  test('is rejected with a malformed endpoint', () => {
    expectRefused(() => configuredTable(stackOf(), TableSource.databricks({ ...DATABRICKS, deltaShareEndpoint: 'https://acme.com' })),
      'DeltaShareEndpointMalformed', "got 'https://acme.com'");
  });

  test('gives a warning with a rule that is not a custom rule', () => {
    const [aggregation, custom] = [stackOf(), stackOf()];
    const allowedColumns = AllowedColumns.of('email', 'amount');
    configuredTable(aggregation, TableSource.databricks(DATABRICKS), { analysisRule: AGGREGATION, allowedColumns });
    configuredTable(custom, TableSource.databricks(DATABRICKS), { analysisRule: CUSTOM });
    expect(warningsIn(aggregation)).toContain('cdk-cleanrooms:ruleTypeOfDatabricks');
    expect(warningsIn(custom)).not.toContain('cdk-cleanrooms:ruleTypeOfDatabricks');
  });
});

describe('the validation in aws-cdk-lib, which does not know of tables in Databricks yet,', () => {
  const TYPE = 'AWS::CleanRooms::ConfiguredTable';

  test('accepts one, because its report is acknowledged', () => {
    expect(synthesizedStrictly(TYPE, (stack) => configuredTable(stack, TableSource.databricks(DATABRICKS)))).toHaveLength(1);
  });

  test('reports it without the acknowledgment: if this fails, src/foundation/l1-backports.ts no longer needs it from that version on', () => {
    expect(() => synthesizedStrictly(TYPE, (stack) => {
      const table = new CfnConfiguredTable(stack, 'ConfiguredTable', {
        name: 'purchases', allowedColumns: ['email'], analysisMethod: 'DIRECT_QUERY', tableReference: {},
      });
      table.addPropertyOverride('TableReference', referenceIn(stackOf(), TableSource.databricks(DATABRICKS)));
    })).toThrow('F3018');
  });
});
