import {
  ListProtectedQueriesCommand, type ProtectedQueryOutputConfiguration, type ProtectedQueryResult,
  type ResultFormat, StartProtectedQueryCommand, type StartProtectedQueryCommandInput, UpdateProtectedQueryCommand,
} from '@aws-sdk/client-cleanrooms';
import type {
  ProtectedQueryBucket, ProtectedQueryLocation, ProtectedQueryOutput, ProtectedQueryProperties, ProtectedQueryStatement,
} from '../../src/custom-resources/contract';
import { analysisRun, runOf } from '../analysis-run';
import { type Fields, flag, listOf, mapOf, objectOf, optional, text, wholeNumber } from '../decode';
import { withNewerMember } from '../newer-member';
import { readProtectedQuery } from '../protected-queries';
import { computeConfiguration, workersFields } from '../workers';

const statement: Fields<ProtectedQueryStatement> = {
  QueryString: optional(text), AnalysisTemplateArn: optional(text), Parameters: optional(mapOf(text)),
};
const bucket: Fields<ProtectedQueryBucket> = {
  Bucket: text, KeyPrefix: optional(text), ResultFormat: text, SingleFileOutput: optional(flag),
};
const location: Fields<ProtectedQueryLocation> = {
  S3: optional(objectOf(bucket)), Member: optional(objectOf({ AccountId: text })),
};
const output: Fields<ProtectedQueryOutput> = {
  ...location, Distribute: optional(objectOf({ Locations: listOf(objectOf(location)) })),
};

/** Runs a query and waits for its end. */
export const protectedQuery = analysisRun<ProtectedQueryProperties>({
  displayName: 'protected query',
  fields: {
    MembershipIdentifier: text,
    Statement: objectOf(statement),
    Output: optional(objectOf(output)),
    Workers: optional(objectOf(workersFields)),
    PayerAccountId: optional(text),
    Version: optional(text),
    WaitSeconds: wholeNumber,
  },

  request: requestOf,

  async start(cleanRooms, properties) {
    const { protectedQuery: query } = await cleanRooms.send(withNewerMember(new StartProtectedQueryCommand({
      type: 'SQL', membershipIdentifier: properties.MembershipIdentifier, ...requestOf(properties),
    }), 'queryComputePayerAccountId', properties.PayerAccountId));
    return runOf(query!, resultLocation(query!.result));
  },

  async read(cleanRooms, membershipIdentifier, protectedQueryIdentifier) {
    const query = await readProtectedQuery(cleanRooms, membershipIdentifier, protectedQueryIdentifier);
    return runOf(query, resultLocation(query.result));
  },

  async cancel(cleanRooms, membershipIdentifier, protectedQueryIdentifier) {
    await cleanRooms.send(new UpdateProtectedQueryCommand({ membershipIdentifier, protectedQueryIdentifier, targetStatus: 'CANCELLED' }));
  },

  async list(cleanRooms, { MembershipIdentifier: membershipIdentifier }, nextToken) {
    const page = await cleanRooms.send(new ListProtectedQueriesCommand({ membershipIdentifier, nextToken }));
    const runs = (page.protectedQueries ?? []).map(({ id, status, createTime }) => ({ id: id!, status: status!, createdAt: createTime! }));
    return { runs, nextToken: page.nextToken };
  },
});

function requestOf(properties: ProtectedQueryProperties): Omit<StartProtectedQueryCommandInput, 'type' | 'membershipIdentifier'> {
  const { Statement: { QueryString, AnalysisTemplateArn, Parameters }, Output, Workers } = properties;
  return {
    sqlParameters: { queryString: QueryString, analysisTemplateArn: AnalysisTemplateArn, parameters: Parameters && { ...Parameters } },
    resultConfiguration: Output && { outputConfiguration: outputConfiguration(Output) },
    computeConfiguration: Workers && computeConfiguration(Workers),
  };
}

function outputConfiguration({ Distribute, ...single }: ProtectedQueryOutput): ProtectedQueryOutputConfiguration {
  return Distribute ? { distribute: { locations: Distribute.Locations.map(locationOf) } } : locationOf(single);
}

function locationOf({ S3, Member }: ProtectedQueryLocation) {
  if (!S3) return { member: { accountId: Member?.AccountId } };
  const { Bucket, KeyPrefix, ResultFormat: format, SingleFileOutput } = S3;
  return { s3: { bucket: Bucket, keyPrefix: KeyPrefix, resultFormat: format as ResultFormat, singleFileOutput: SingleFileOutput } };
}

function resultLocation(result: ProtectedQueryResult | undefined): string | undefined {
  return (result?.output?.s3 ?? result?.output?.distribute?.s3)?.location;
}
