import { Stack, Token } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { aws_athena as athenaRefs } from 'aws-cdk-lib/interfaces';
import { folderAt } from './data-folder';
import type { DataFolder } from './data-folder';
import { resourceBehind } from '../../../foundation/references';
import { known } from '../../../foundation/tokens';

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

/** Returns the workgroup, with what its definition says if it is defined in this app. */
export function workGroupOf(workGroup: athenaRefs.IWorkGroupRef): WorkGroup {
  const { account, region } = workGroup.env;
  const bare = { name: workGroup.workGroupRef.workGroupName, account, region };
  const definition = resourceBehind(workGroup, CfnWorkGroup.CFN_RESOURCE_TYPE_NAME) as CfnWorkGroup | undefined;
  if (!definition) return bare;

  const configuration = known<CfnWorkGroup.WorkGroupConfigurationProperty>(definition.workGroupConfiguration) ?? {};
  const { managedQueryResultsConfiguration: managed, resultConfiguration } = configuration;
  const { outputLocation, encryptionConfiguration } = known<CfnWorkGroup.ResultConfigurationProperty>(resultConfiguration) ?? {};
  const { kmsKey } = known<CfnWorkGroup.EncryptionConfigurationProperty>(encryptionConfiguration) ?? {};
  const isKnown = ![definition.workGroupConfiguration, managed, resultConfiguration].some(Token.isUnresolved);
  return {
    ...bare,
    output: folderAt(outputLocation, Stack.of(definition)),
    outputKeyArn: kmsKey?.startsWith('arn:') || Token.isUnresolved(kmsKey) ? kmsKey : undefined,
    hasOutput: isKnown ? outputLocation !== undefined || managed !== undefined : undefined,
  };
}
