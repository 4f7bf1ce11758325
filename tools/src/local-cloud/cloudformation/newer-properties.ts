import type { PropertyType, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';

/*
 * What the L1s of aws-cdk-lib have since 2.276.0, and the newest specification that is published has not: tables in Databricks, and the
 * format of the results of jobs.
 */

const TEXT: PropertyType = { type: 'string' };

/** Adds it to the specification. */
export function addNewerProperties(database: SpecDatabase): void {
  addDatabricks(database);
  addJobResultFormat(database);
}

function addDatabricks(database: SpecDatabase): void {
  const type = (name: string, members: Readonly<Record<string, PropertyType>>): PropertyType => {
    const properties = Object.fromEntries(Object.entries(members).map(([member, ofMember]) => [member, { type: ofMember, required: true }]));
    return { type: 'ref', reference: { $ref: database.allocate('typeDefinition', { name, properties }).$id } };
  };
  addProperty(typeOf(database, 'ConfiguredTable', 'TableReference'), 'Databricks', type('DatabricksTableReference', {
    SchemaName: TEXT,
    TableName: TEXT,
    WorkspaceUrl: TEXT,
    ConnectionType: type('DatabricksConnectionType', {
      DeltaSharing: type('DatabricksDeltaSharingConnection', { ShareName: TEXT, DeltaShareEndpoint: TEXT }),
    }),
  }));
}

function addJobResultFormat(database: SpecDatabase): void {
  addProperty(typeOf(database, 'Membership', 'ProtectedJobS3OutputConfigurationInput'), 'ResultFormat', TEXT);
}

/** A nested type of a resource type. */
function typeOf(database: SpecDatabase, kind: string, name: string): TypeDefinition {
  const resource = database.lookup('resource', 'cloudFormationType', 'equals', `AWS::CleanRooms::${kind}`).only();
  return database.follow('usesType', resource).map(({ entity }) => entity).find((entity) => entity.name === name)!;
}

function addProperty({ name, properties }: TypeDefinition, property: string, type: PropertyType): void {
  if (properties[property]) throw new Error(`the specification has ${name}.${property}: it is not to be added here any more`);
  properties[property] = { type };
}
