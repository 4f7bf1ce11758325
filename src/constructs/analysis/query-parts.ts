import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { ComputeConfiguration } from './compute-configuration';
import {
  warnAboutCompute, warnAboutResultRegions, checkArguments, checkCompute, checkQuery, checkRunner, checkTemplate,
} from './protected-analysis-rules';
import type { QueryOutput } from './query-output';
import type { QueryStatement } from './query-statement';
import { checkAccountId } from '../../foundation/identifiers';
import { encryptionKeyArnOf, writeResults } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { collaborationOf, factsOf, memberBehind } from '../../program/collaboration-facts';

/** What a protected query is made of, whoever runs it. */
interface QueryParts {
  readonly membership: refs.IMembershipRef;
  readonly statement: QueryStatement;
  readonly output?: QueryOutput;
  readonly compute?: ComputeConfiguration;
  readonly payerAccountId?: string;

  /** The ARN of the template; `undefined` where the query has none, or gets it when it runs. */
  readonly templateArn?: string;
}

/** Refuses what the service would refuse of a query, and warns of what probably is a mistake. */
export function checkQueryParts(scope: Construct, parts: QueryParts): void {
  const { membership, statement, output, compute, payerAccountId, templateArn } = parts;
  const computeParts = compute && { kind: 'query' as const, workerType: compute.workerType.name, workers: compute.workers };
  const { S3, Member, Distribute } = output?._render() ?? {};
  const places = Distribute?.Locations ?? [{ S3, Member }];
  const collaboration = collaborationOf(membership);
  throwIfAny(scope, [
    ...checkRunner('query', memberBehind(membership)),
    ...checkTemplate({ kind: 'query', arn: templateArn, format: statement._format }),
    ...checkArguments(statement._render().Parameters),
    ...checkAccountId('payerAccountId', payerAccountId),
    ...computeParts ? checkCompute(computeParts) : [],
    ...checkQuery({
      text: statement._render().QueryString,
      distributedTo: Distribute?.Locations.length,
      buckets: places.filter((place) => place.S3).length,
      memberAccounts: places.flatMap((place) => place.Member?.AccountId ?? []),
      runnerAccount: Stack.of(scope).account,
    }),
  ]);
  warn(scope, [
    ...statement._advise(),
    ...computeParts ? warnAboutCompute(computeParts) : [],
    ...warnAboutResultRegions(
      (output?._folders ?? []).map(({ bucket }) => bucket.env.region),
      collaboration && factsOf(collaboration)?.allowedResultRegions,
    ),
  ]);
}

/** Results that go to a bucket are written with the permissions of whoever starts the query. */
export function writeQueryResults(output?: QueryOutput): PolicyStatement[] {
  return (output?._folders ?? []).flatMap(({ bucket, prefix }) => {
    const keyArn = encryptionKeyArnOf(bucket);
    return [
      ...writeResults(bucket.bucketRef.bucketArn, prefix, bucket.env.account),
      ...keyArn ? [new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] })] : [],
    ];
  });
}
