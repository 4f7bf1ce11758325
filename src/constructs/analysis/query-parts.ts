import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { JsonPath } from 'aws-cdk-lib/aws-stepfunctions';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { ComputeConfiguration } from './compute-configuration';
import {
  checkArguments, checkCompute, checkDefaultResultPlace, checkQuery, checkRunner, checkTemplate, warnAboutCompute, warnAboutPayer,
  warnAboutResultMembers, warnAboutResultRegions,
} from './protected-analysis-rules';
import type { QueryOutput } from './query-output';
import { anyTemplate, toStartQueries } from './query-resource-arns';
import type { Permission } from './query-resource-arns';
import type { QueryStatement, SqlParameters } from './query-statement';
import { resultPlacesOf } from './result-places';
import { checkBucket, checkKeyPrefix, encryptionKeyArnOf, placeOf } from '../../foundation/bucket-folders';
import { checkAccountId } from '../../foundation/identifiers';
import { writeResults } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { warnAboutTablesOfQuery } from '../../program/checks/name-checks';
import { Program } from '../../program/program';

/** The parts of a protected query that a deployment or a state machine runs. */
interface QueryInput {
  readonly membership: refs.IMembershipRef;
  readonly statement: QueryStatement;
  readonly output?: QueryOutput;
  readonly compute?: ComputeConfiguration;
  readonly payerAccountId?: string;

  /** The ARN of the template; `undefined` if the query has none, or gets it when it runs. */
  readonly templateArn?: string;

  /** SQL that no resource of a template has, in which the model would find it. */
  readonly text?: string;
}

/** Checks the values of a query, and registers checks against other constructs. */
export function checkQueryParts(scope: Construct, parts: QueryInput): void {
  const { membership, statement, output, compute, payerAccountId, templateArn, text } = parts;
  const computeInput = compute && { kind: 'query' as const, workerType: compute.workerType.name, workers: compute.workers };
  const { S3, Member, Distribute } = output?._render() ?? {};
  const places = Distribute?.Locations ?? [{ S3, Member }];
  const memberAccounts = places.flatMap((place) => place.Member?.AccountId ?? []);
  throwIfAny(scope, [
    ...checkTemplate({ kind: 'query', arn: templateArn }),
    ...checkArguments(statement._render().Parameters),
    ...checkAccountId('payerAccountId', payerAccountId),
    ...(output?._folders ?? []).flatMap(({ bucket, prefix }) => (
      [...checkBucket('output.bucket', bucket), ...checkKeyPrefix('output.prefix', knownBeforeRuns(prefix))])),
    ...computeInput ? checkCompute(computeInput) : [],
    ...checkQuery({
      text: statement._render().QueryString,
      distributedTo: Distribute?.Locations.length,
      buckets: places.filter((place) => place.S3).length,
      memberAccounts,
      runnerAccount: Stack.of(scope).account,
    }),
  ]);
  warn(scope, computeInput ? warnAboutCompute(computeInput) : []);

  Program.add(scope).addCheck((model, findings) => {
    const collaboration = model.collaborationOf(membership);
    findings.fault(scope,
      ...checkRunner('query', model.memberOf(membership)),
      ...checkTemplate({ kind: 'query', format: statement._template(model)?.format }),
      ...output ? [] : checkDefaultResultPlace('query', resultPlacesOf(model, collaboration, 'DefaultResultConfiguration')),
    );
    findings.warning(scope,
      ...statement._warnings(model),
      ...collaboration && text !== undefined ? warnAboutTablesOfQuery(model, collaboration, 'statement', text) : [],
      ...warnAboutPayer('QUERY_COMPUTE', payerAccountId, collaboration?.members(), collaboration?.removedAccountIds()),
      ...warnAboutResultMembers(memberAccounts, collaboration?.members(), collaboration?.removedAccountIds()),
      ...warnAboutResultRegions((output?._folders ?? []).map(({ bucket }) => placeOf(bucket).region), collaboration?.allowedResultRegions),
    );
  });
}

/**
 * Returns the permissions to start a query: with those on the template if it has one, and on all templates if that is only known when the query
 * runs. SQL needs none.
 */
export function toRunStatement(
  membership: refs.IMembershipRef, { AnalysisTemplateArn: given }: SqlParameters, knownTemplateArn: string | undefined,
): Permission[] {
  if (given === undefined) return toStartQueries(membership, []);
  return toStartQueries(membership, knownTemplateArn === undefined ? anyTemplate(membership) : [knownTemplateArn]);
}

/**
 * Returns the permissions to write results to a bucket, to all of it if the prefix is only known when the query runs. The service writes them
 * with the permissions of the caller who starts the query.
 */
export function writeQueryResults(output?: QueryOutput): PolicyStatement[] {
  return (output?._folders ?? []).flatMap(({ bucket, prefix }) => {
    const keyArn = encryptionKeyArnOf(bucket);
    return [
      ...writeResults(bucket.bucketRef.bucketArn, knownBeforeRuns(prefix), placeOf(bucket).account),
      ...keyArn ? [new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] })] : [],
    ];
  });
}

/** Returns a value, unless it is a path or JSONata, which have values only while a state machine runs. */
export function knownBeforeRuns(value?: string): string | undefined {
  return value !== undefined && (JsonPath.isEncodedJsonPath(value) || JSONATA.test(value)) ? undefined : value;
}

const JSONATA = /^\{%.*%\}$/s;
