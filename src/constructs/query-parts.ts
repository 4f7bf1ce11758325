import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { ComputeConfiguration } from './compute-configuration';
import type { QueryOutput } from './query-output';
import type { QueryStatement } from './query-statement';
import { advise } from '../private/advice';
import { memberBehind } from '../private/collaboration-facts';
import { throwIfAny } from '../private/errors';
import { adviseCompute, checkArguments, checkCompute, checkQuery, checkRunner } from '../private/rules/protected-analysis';
import { encryptionKeyArnOf, writeResults } from '../private/service-role';

/** What a protected query is made of, whoever runs it. */
interface QueryParts {
  readonly membership: refs.IMembershipRef;
  readonly statement: QueryStatement;
  readonly output?: QueryOutput;
  readonly compute?: ComputeConfiguration;
}

/** Refuses what the service would refuse of a query, and warns of what probably is a mistake. */
export function checkQueryParts(scope: Construct, { membership, statement, output, compute }: QueryParts): void {
  const computeParts = compute && { kind: 'query' as const, workerType: compute.workerType.name, workers: compute.workers };
  const { S3, Member, Distribute } = output?._render() ?? {};
  const places = Distribute?.Locations ?? [{ S3, Member }];
  throwIfAny(scope, [
    ...checkRunner('query', memberBehind(membership)),
    ...checkArguments(statement._render().Parameters),
    ...computeParts ? checkCompute(computeParts) : [],
    ...checkQuery({
      text: statement._render().QueryString,
      buckets: places.filter((place) => place.S3).length,
      memberAccounts: places.flatMap((place) => place.Member?.AccountId ?? []),
      runnerAccount: Stack.of(scope).account,
    }),
  ]);
  advise(scope, [...statement._advise(), ...computeParts ? adviseCompute(computeParts) : []]);
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
