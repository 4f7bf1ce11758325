import type { PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';

/*
 * Tables in Databricks: the L1s of aws-cdk-lib have them since 2.276.0, the newest specification that is published has not.
 */

const TEXT: PropertyType = { type: 'string' };

/** Adds them to the specification. */
export function addDatabricks(database: SpecDatabase): void {
  const type = (name: string, members: Readonly<Record<string, PropertyType>>): PropertyType => {
    const properties = Object.fromEntries(Object.entries(members).map(([member, ofMember]) => [member, { type: ofMember, required: true }]));
    return { type: 'ref', reference: { $ref: database.allocate('typeDefinition', { name, properties }).$id } };
  };
  const resource = database.lookup('resource', 'cloudFormationType', 'equals', 'AWS::CleanRooms::ConfiguredTable').only();
  const [reference] = database.follow('usesType', resource).map(({ entity }) => entity).filter(({ name }) => name === 'TableReference');
  if (reference.properties.Databricks) throw new Error('the specification has tables in Databricks: this module is not needed any more');

  reference.properties.Databricks = {
    type: type('DatabricksTableReference', {
      SchemaName: TEXT,
      TableName: TEXT,
      WorkspaceUrl: TEXT,
      ConnectionType: type('DatabricksConnectionType', {
        DeltaSharing: type('DatabricksDeltaSharingConnection', { ShareName: TEXT, DeltaShareEndpoint: TEXT }),
      }),
    }),
  };
}
