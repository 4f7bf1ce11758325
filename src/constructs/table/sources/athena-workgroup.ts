import { Stack, Token } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { aws_athena as athenaRefs } from 'aws-cdk-lib/interfaces';
import { folderAt } from './data-folder';
import type { DataFolder } from './data-folder';
import { resourceBehind } from '../../../foundation/references';
import { renderedProperty, valueAt } from '../../../program/rendered-properties';

/** An Athena workgroup, as far as it is known. */
export interface WorkGroup {
  readonly name: string;
  readonly account: string;
  readonly region: string;

  /** The output location of the workgroup. */
  readonly output?: DataFolder;

  /** The ARN of the key that encrypts results, if the workgroup has one. */
  readonly outputKeyArn?: string;

  /** Whether it has an output location or managed query results; `undefined` if that is not known. */
  readonly hasOutput?: boolean;
}

/** Returns the L1 of a workgroup that is defined in this app. */
export function cfnWorkGroupOf(workGroup: athenaRefs.IWorkGroupRef): CfnWorkGroup | undefined {
  return resourceBehind(workGroup, CfnWorkGroup.CFN_RESOURCE_TYPE_NAME) as CfnWorkGroup | undefined;
}

/** Returns the workgroup, with what its definition says at the time of the call if it is defined in this app. */
export function workGroupOf(workGroup: athenaRefs.IWorkGroupRef): WorkGroup {
  const { account, region } = workGroup.env;
  const bare = { name: workGroup.workGroupRef.workGroupName, account, region };
  const definition = cfnWorkGroupOf(workGroup);
  if (!definition) return bare;

  const configuration = renderedProperty(definition, 'WorkGroupConfiguration');
  const { ManagedQueryResultsConfiguration: managed, ResultConfiguration: result } = valueAt<Configuration>(configuration) ?? {};
  const { OutputLocation: location, EncryptionConfiguration: encryption } = valueAt<Configuration>(result) ?? {};
  const kmsKey = valueAt<Configuration>(encryption)?.KmsKey;
  const isKnown = ![configuration, managed, result].some((part) => Token.isUnresolved(part));
  return {
    ...bare,
    output: folderAt(location, Stack.of(definition)),
    outputKeyArn: Token.isUnresolved(kmsKey) ? Token.asString(kmsKey) : typeof kmsKey === 'string' && kmsKey.startsWith('arn:') ? kmsKey : undefined,
    hasOutput: isKnown ? location !== undefined || managed !== undefined : undefined,
  };
}

type Configuration = { readonly [part: string]: unknown };
